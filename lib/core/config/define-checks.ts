/** The configuration in TypeScript: the same schema and the same rules as checks.yaml. */
import type { Config } from "../model/check.ts";
import { compile } from "./compile.ts";
import { ConfigError, describeFault } from "./config-error.ts";
import type { ChecksInput } from "./schema.ts";

/** Throws one `ConfigError` with every problem; warnings alone let it pass. */
export function defineChecks(input: ChecksInput): Config {
  const compiled = compile(asPlainJson(input));
  if ("faults" in compiled) throw new ConfigError(compiled.faults, compiled.faults.map(describeFault));
  return compiled.config;
}

/** Keys that are `undefined` go, as they would on their way to the Lambda. */
function asPlainJson(input: ChecksInput): unknown {
  return JSON.parse(JSON.stringify(input));
}
