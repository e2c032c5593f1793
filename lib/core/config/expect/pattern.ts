/** Regular expressions in RE2 syntax: answers are hostile input, so matching must take linear time. */
import { RE2JS } from "re2js";
import { readText } from "../fields.ts";
import type { Refuse } from "../problem.ts";

const PATTERN_LENGTH_MAX = 1_000;
/**
 * Linear in the text, but in the pattern too: where no automaton can be built, as when a server knows how to prevent it, a step of each of
 * these costs 13 ns for every byte of a body. `.{0,200}` is 400 of them, ten words are 80.
 */
const PROGRAM_SIZE_MAX = 500;
const LINEAR_TIME = "matching takes linear time only without it";

export function readPattern(value: unknown, refuse: Refuse): string | undefined {
  const pattern = readText(value, refuse);
  if (pattern === undefined) return undefined;
  if (pattern.length > PATTERN_LENGTH_MAX) {
    const message = `This pattern has ${pattern.length} characters; at most ${PATTERN_LENGTH_MAX} are allowed.`;
    return refuse({ code: "pattern-too-long", message, fix: "Match a shorter, telling part." });
  }
  const compiled = compile(pattern);
  if (typeof compiled === "string") return refuse(refusalFor(pattern, compiled));
  const steps = compiled.programSize();
  return steps > PROGRAM_SIZE_MAX ? refuse(tooLarge(steps)) : pattern;
}

/** A sentence when it is no pattern. */
function compile(pattern: string): RE2JS | string {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^error parsing regexp: /, "") : String(error);
  }
}

function tooLarge(steps: number) {
  return {
    code: "pattern-too-large",
    message: `With its repetitions written out this pattern has ${steps} steps; at most ${PROGRAM_SIZE_MAX} are allowed.`,
    fix: "Repeat less often, or without end: .* in place of .{0,500}.",
  };
}

function refusalFor(pattern: string, reason: string) {
  const code = "pattern-malformed";
  if (/\(\?<?[=!]/.test(pattern)) {
    return { code, message: `RE2 has no lookaround: ${LINEAR_TIME}.`, fix: "Match the text itself, or use not: { matches: … }." };
  }
  if (/\\[1-9k]/.test(pattern)) {
    return { code, message: `RE2 has no backreferences: ${LINEAR_TIME}.`, fix: "Write the repeated text out." };
  }
  return {
    code,
    message: `This is not a pattern in RE2 syntax: ${reason}.`,
    fix: "Correct it, or use contains for a plain text.",
  };
}
