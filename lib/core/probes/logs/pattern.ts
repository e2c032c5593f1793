/** Filter patterns as they are written in the configuration. CloudWatch's syntax is passed through: it has four dialects, and grows. */
import { leaf } from "../../config/leaf.ts";
import type { Refusal, Refuse } from "../../config/problem.ts";
import { refuseReferences } from "../../config/references.ts";
import { show } from "../../config/show.ts";
import { findUnbalanced, type Unbalanced } from "./unbalanced.ts";

const PATTERN_MAX_CHARACTERS = 1_024;

export const filterPattern = leaf<string, string>(readPattern, {
  type: "string",
  minLength: 1,
  maxLength: PATTERN_MAX_CHARACTERS,
  examples: ["ExpiredToken", '"slow query"', '{ $.errorCode = "ExpiredToken*" }'],
});

function readPattern(value: unknown, refuse: Refuse): string | undefined {
  if (typeof value !== "string") return refuse(notText(value));
  const refusal = patternRefusal(value);
  if (refusal !== undefined) return refuse(refusal);
  refuseReferences(value, refuse);
  return value;
}

/** `{ $.code = 5 }` and `[ip, user]` without quotes are a map and a list to YAML. */
function notText(value: unknown): Refusal {
  const message = `${show(value)} stands where a text belongs.`;
  return {
    code: "text-expected",
    message,
    fix: `Put the whole pattern in single quotes, as in '{ $.errorCode = "ExpiredToken" }'.`,
  };
}

function patternRefusal(pattern: string): Refusal | undefined {
  if (pattern.trim() === "") {
    const fix = "Write what a line has to hold, such as ExpiredToken.";
    return { code: "pattern-empty", message: "The pattern is empty, so that every line would count.", fix };
  }
  if (pattern.length > PATTERN_MAX_CHARACTERS) {
    const message = `The pattern has ${pattern.length} characters, and CloudWatch Logs takes ${PATTERN_MAX_CHARACTERS}.`;
    return { code: "pattern-too-long", message, fix: "Shorten it, or make two checks of it." };
  }
  if (/\p{Cc}/u.test(pattern)) {
    const fix = "Write it on one line, without tabs.";
    return { code: "pattern-malformed", message: "A pattern is one line of text.", fix };
  }
  const unbalanced = findUnbalanced(pattern);
  return unbalanced === undefined ? undefined : unbalancedRefusal(unbalanced);
}

const CURES: Readonly<Record<string, string>> = {
  '"': 'Close it, or write \\" for a quote that belongs to the text.',
  "%": "Close it, or put a text that holds % in double quotes.",
};
const BRACKET_CURE = "Write both brackets, or put a text that holds one in double quotes.";

function unbalancedRefusal(unbalanced: Unbalanced): Refusal {
  const code = "pattern-unbalanced";
  if ("closed" in unbalanced) {
    return { code, message: `The pattern closes with ${unbalanced.closed} what it never opened.`, fix: BRACKET_CURE };
  }
  const message = `The pattern opens with ${unbalanced.opened} what it never closes.`;
  return { code, message, fix: CURES[unbalanced.opened] ?? BRACKET_CURE };
}
