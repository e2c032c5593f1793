/** A configuration that is not valid, for programs: thrown where the caller would have no use for a value. */
import { type Fault, formatPath, type Refusal } from "./problem.ts";

/** The message lists everything that is wrong, each with its place and its cure. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly Refusal[];

  /** `descriptions`: one a problem, as people read them. */
  constructor(problems: readonly Refusal[], descriptions: readonly string[]) {
    super(`The checks are not valid.\n\n${descriptions.join("\n\n")}`);
    this.problems = problems;
    // Else Node prints all of them again below the stack of an error that nobody catches.
    Object.defineProperty(this, "problems", { enumerable: false });
  }
}

/** The place as TypeScript writes it: there is no file. */
export function describeFault({ path, code, severity, message, fix }: Fault): string {
  return `${formatPath(path) || "(the whole)"}  ${code}  ${severity === "warning" ? "warning: " : ""}${message}\n  fix  ${fix}`;
}
