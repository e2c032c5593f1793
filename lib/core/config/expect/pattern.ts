/** Regular expressions in RE2 syntax: answers are hostile input, so matching must take linear time. */
import { RE2JS } from "re2js";
import { readText } from "../fields.ts";
import type { Refuse } from "../problem.ts";

const PATTERN_LENGTH_MAX = 1_000;
const LINEAR_TIME = "matching takes linear time only without it";

export function readPattern(value: unknown, refuse: Refuse): string | undefined {
  const pattern = readText(value, refuse);
  if (pattern === undefined) return undefined;
  if (pattern.length > PATTERN_LENGTH_MAX) {
    const message = `This pattern has ${pattern.length} characters; at most ${PATTERN_LENGTH_MAX} are allowed.`;
    return refuse({ code: "pattern-too-long", message, fix: "Match a shorter, telling part." });
  }
  const reason = whyNotCompiled(pattern);
  return reason === undefined ? pattern : refuse(refusalFor(pattern, reason));
}

function whyNotCompiled(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^error parsing regexp: /, "") : String(error);
  }
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
