/** Expectations and values as people read them: `status == 200`, `json $.queue < 100`, `total > 2 s`. */
import type { Expectation, Matcher, NumberRange } from "../model/expectation.ts";
import type { FactUnit, Scalar } from "../model/fact.ts";
import { formatBytes, formatDuration } from "../model/units.ts";

const SYMBOLS = { below: "<", above: ">", atMost: "<=", atLeast: ">=" } as const;
const OPPOSITES = { below: "atLeast", above: "atMost", atMost: "above", atLeast: "below" } as const;
const TEXT_MAX = 80;

export function describeExpectation(expectation: Expectation, unit: FactUnit): string {
  return `${describeSubject(expectation)} ${describeMatcher(expectation.matcher, unit)}`;
}

/** The opposite, for a rule that should not have held: `total <= 2s` for `{ above: 2s }`. */
export function describeOpposite(rule: Expectation, unit: FactUnit): string {
  const { matcher } = rule;
  const opposite = matcher.op in OPPOSITES ? OPPOSITES[matcher.op as keyof typeof OPPOSITES] : undefined;
  const negated = opposite === undefined ? { op: "not" as const, matcher } : ({ ...matcher, op: opposite } as Matcher);
  return describeExpectation({ ...rule, matcher: negated }, unit);
}

/** `status`, `json $.queue`, `header content-type`, `certificate.daysLeft` */
function describeSubject({ fact, path }: Expectation): string {
  const name = fact === "headers" ? "header" : fact;
  return path === undefined ? name : `${name} ${path}`;
}

/** What was seen: `503`, `"down"`, `2340 ms`, `missing`. */
export function describeValues(values: readonly Scalar[], unit: FactUnit): string {
  if (values.length === 0) return "missing";
  return values.map((value) => (typeof value === "number" ? withUnit(value, unit) : quote(value))).join(", ");
}

function describeMatcher(matcher: Matcher, unit: FactUnit): string {
  switch (matcher.op) {
    case "oneOf":
      return `== ${matcher.values.map((value) => describeWanted(value, unit)).join(" or ")}`;
    case "contains":
      return `contains ${quote(matcher.value)}`;
    case "matches":
      return `matches /${matcher.pattern}/`;
    case "exists":
      return matcher.value ? "exists" : "does not exist";
    case "not":
      return `not ${describeMatcher(matcher.matcher, unit)}`;
    case "all":
      return matcher.matchers.map((part) => describeMatcher(part, unit)).join(" and ");
    default:
      return `${SYMBOLS[matcher.op]} ${describeBound(matcher.value, unit)}`;
  }
}

function describeWanted(value: Scalar | NumberRange, unit: FactUnit): string {
  if (typeof value === "object") return `${value.from}-${value.to}`;
  return typeof value === "number" ? describeBound(value, unit) : quote(value);
}

/** A bound is shown as it was written: `2s`, `64KB`. */
function describeBound(value: number, unit: FactUnit): string {
  if (unit === "ms") return formatDuration(value);
  return unit === "bytes" ? formatBytes(value) : String(value);
}

function withUnit(value: number, unit: FactUnit): string {
  if (unit === "ms") return `${Number(value.toFixed(1))} ms`;
  if (unit === "bytes") return `${value} bytes`;
  return String(value);
}

function quote(value: Scalar): string {
  const text = String(value);
  return JSON.stringify(text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX - 1)}…`);
}
