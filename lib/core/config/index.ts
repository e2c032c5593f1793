/** Configuration: checks.yaml or TypeScript -> Config, or every problem at once. */
import "./group-by-polyfill.ts";

export type { Config } from "../model/check.ts";
export { ConfigError } from "./config-error.ts";
export { defineChecks } from "./define-checks.ts";
export { formatProblem, problemFormatter } from "./format-problem.ts";
export { checksJsonSchema } from "./json-schema.ts";
export { loadChecks } from "./load-checks.ts";
export { type LoadedConfig, loadConfigFile } from "./load-config-file.ts";
export type { Problem } from "./problem.ts";
export { type ConfigResult, readConfig } from "./read-config.ts";
export type { ChecksInput } from "./schema.ts";
