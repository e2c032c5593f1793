/** Configuration: checks.yaml or TypeScript -> Config, or every problem at once. */
export { ConfigError, defineChecks } from "./define-checks.ts";
export { formatProblem, problemFormatter } from "./format-problem.ts";
export { checksJsonSchema } from "./json-schema.ts";
export { type LoadedConfig, loadConfigFile } from "./load-config-file.ts";
export type { Problem } from "./problem.ts";
export { type ConfigResult, readConfig } from "./read-config.ts";
export type { ChecksInput } from "./schema.ts";
