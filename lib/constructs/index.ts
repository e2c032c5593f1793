/** What a CDK app imports from the package. */
export {
  type ChecksInput,
  type Config,
  ConfigError,
  type ConfigResult,
  defineChecks,
  formatProblem,
  type LoadedConfig,
  loadChecks,
  loadConfigFile,
  type Problem,
  problemFormatter,
  readConfig,
} from "../core/config/index.ts";
export { Bongsu, type BongsuProps } from "./bongsu.ts";
export type { Prober, VpcPlacement } from "./prober.ts";
