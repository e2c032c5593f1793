/** The configuration in TypeScript: the same schema and the same rules as checks.yaml. */
import type { Config } from "../model/check.ts";
import { compile } from "./compile.ts";
import { type Fault, formatPath } from "./problem.ts";
import type { ChecksInput } from "./schema.ts";

/** Lists everything that is wrong, each with its path and its cure. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly Fault[];

  constructor(problems: readonly Fault[]) {
    const lines = problems.map(({ path, code, severity, message, fix }) => {
      return `${formatPath(path) || "(the whole)"}  ${code}  ${severity === "warning" ? "warning: " : ""}${message}\n  fix  ${fix}`;
    });
    super(`The checks are not valid.\n\n${lines.join("\n\n")}`);
    this.problems = problems;
  }
}

/** Throws one `ConfigError` with every problem; warnings alone let it pass. */
export function defineChecks(input: ChecksInput): Config {
  const compiled = compile(asPlainJson(input));
  if ("faults" in compiled) throw new ConfigError(compiled.faults);
  return compiled.config;
}

/** Keys that are `undefined` go, as they would on their way to the Lambda. */
function asPlainJson(input: ChecksInput): unknown {
  return JSON.parse(JSON.stringify(input));
}
