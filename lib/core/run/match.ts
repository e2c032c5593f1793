/** Whether one observed value satisfies one matcher. Pure; the engines for patterns are passed in. */
import type { Matcher, NumberRange } from "../model/expectation.ts";
import type { Scalar } from "../model/fact.ts";

/**
 * `missing`: a number was to be compared and there is none. It is a breach also under `not`, because nothing can be said
 * about a number that is not there; least of all that it is 0.
 */
export type Match = "holds" | "fails" | "missing";

/** Says whether an RE2 pattern matches anywhere in a text, in linear time. */
export type TestPattern = (pattern: string, text: string) => boolean;

/**
 * `values`: what was observed. None: it is not there. Several (a header sent twice): any may satisfy, and under `not` none may.
 */
export function match(matcher: Matcher, values: readonly Scalar[], testPattern: TestPattern): Match {
  return combine(matcher, (condition) => matchAny(condition, values, testPattern));
}

/** A matcher that holds no others. */
export type Condition = Exclude<Matcher, { op: "not" | "all" }>;

/** Judges each condition in a matcher and puts the results together. */
export function combine(matcher: Matcher, test: (condition: Condition) => Match): Match {
  switch (matcher.op) {
    case "not":
      return negate(combine(matcher.matcher, test));
    case "all":
      return matcher.matchers.map((part) => combine(part, test)).reduce(both, "holds");
    default:
      return test(matcher);
  }
}

export function holdsIf(isTrue: boolean): Match {
  return isTrue ? "holds" : "fails";
}

function matchAny(condition: Condition, values: readonly Scalar[], testPattern: TestPattern): Match {
  switch (condition.op) {
    case "exists":
      return holdsIf(values.length > 0 === condition.value);
    case "oneOf":
      return holdsIf(values.some((value) => condition.values.some((wanted) => isSame(wanted, value))));
    case "contains":
      return holdsIf(values.some((value) => String(value).includes(condition.value)));
    case "matches":
      return holdsIf(values.some((value) => testPattern(condition.pattern, String(value))));
    default:
      return compare(condition, values);
  }
}

type Comparison = Extract<Matcher, { op: "below" | "above" | "atMost" | "atLeast" }>;

function compare(comparison: Comparison, values: readonly Scalar[]): Match {
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length === 0) return "missing";
  return holdsIf(numbers.some((number) => isInBounds(comparison, number)));
}

function isInBounds({ op, value }: Comparison, number: number): boolean {
  switch (op) {
    case "below":
      return number < value;
    case "above":
      return number > value;
    case "atMost":
      return number <= value;
    case "atLeast":
      return number >= value;
  }
}

function isSame(wanted: Scalar | NumberRange, value: Scalar): boolean {
  if (typeof wanted !== "object") return wanted === value;
  return typeof value === "number" && value >= wanted.from && value <= wanted.to;
}

function negate(result: Match): Match {
  if (result === "missing") return "missing";
  return result === "holds" ? "fails" : "holds";
}

function both(a: Match, b: Match): Match {
  if (a === "missing" || b === "missing") return "missing";
  return holdsIf(a === "holds" && b === "holds");
}
