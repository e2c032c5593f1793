/** Expectations and values as people read them: `status == 200`, `json $.queue < 100`, `total > 2 s`. */
import { formatSpan } from "../messages/local-time.ts";
import type { Expectation, Matcher, NumberRange } from "../model/expectation.ts";
import type { FactSpec, FactUnit, Scalar } from "../model/fact.ts";
import { formatBytes, formatDuration } from "../model/units.ts";

const SYMBOLS = { below: "<", above: ">", atMost: "<=", atLeast: ">=" } as const;
const OPPOSITES = { below: "atLeast", above: "atMost", atMost: "above", atLeast: "below" } as const;
const TEXT_MAX = 80;
const VALUES_MAX = 10;
/** What lasts as long as this is the age of something, and nobody reads that in milliseconds. */
const LONG_MS = 120_000;

/** Of what is described. */
type Spec = Pick<FactSpec, "shape" | "unit" | "values">;

export function describeExpectation(expectation: Expectation, spec: Spec): string {
  return `${describeSubject(expectation)} ${describeMatcher(expectation.matcher, spec)}`;
}

/** The opposite, for a rule that should not have held: `total <= 2s` for `{ above: 2s }`. */
export function describeOpposite(rule: Expectation, spec: Spec): string {
  const { matcher } = rule;
  const opposite = matcher.op in OPPOSITES ? OPPOSITES[matcher.op as keyof typeof OPPOSITES] : undefined;
  const negated = opposite === undefined ? { op: "not" as const, matcher } : ({ ...matcher, op: opposite } as Matcher);
  return describeExpectation({ ...rule, matcher: negated }, spec);
}

/** `status`, `json $.queue`, `header content-type`, `certificate.daysLeft` */
function describeSubject({ fact, path }: Expectation): string {
  const name = fact === "headers" ? "header" : fact;
  return path === undefined ? name : `${name} ${path}`;
}

/** What was seen: `503`, `"down"`, `2340 ms`, `missing`, `"NXDOMAIN" (the name does not exist)`. */
export function describeValues(values: readonly Scalar[], spec: Spec): string {
  if (values.length === 0) return spec.shape === "list" ? "none" : "missing";
  const shown = values.slice(0, VALUES_MAX).map((value) => describeValue(value, spec));
  const others = values.length > VALUES_MAX ? ` and ${values.length - VALUES_MAX} more` : "";
  return `${shown.join(", ")}${others}`;
}

function describeValue(value: Scalar, { unit, values: meanings = {} }: Spec): string {
  if (typeof value === "number") return withUnit(value, unit);
  const meaning = Object.hasOwn(meanings, String(value)) ? ` (${meanings[String(value)]})` : "";
  return `${quote(value)}${meaning}`;
}

function describeMatcher(matcher: Matcher, spec: Spec): string {
  switch (matcher.op) {
    case "oneOf":
      return `== ${matcher.values.map((value) => describeWanted(value, spec.unit)).join(spec.shape === "list" ? ", " : " or ")}`;
    case "contains":
      return `contains ${quote(matcher.value)}`;
    case "matches":
      return `matches /${matcher.pattern}/`;
    case "exists":
      return matcher.value ? "exists" : "does not exist";
    case "not":
      return `not ${describeMatcher(matcher.matcher, spec)}`;
    case "all":
      return matcher.matchers.map((part) => describeMatcher(part, spec)).join(" and ");
    default:
      return `${SYMBOLS[matcher.op]} ${describeBound(matcher.value, spec.unit)}`;
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
  if (unit === "ms") return Math.abs(value) < LONG_MS ? `${Number(value.toFixed(1))} ms` : formatSpan(value);
  if (unit === "bytes") return `${value} bytes`;
  return String(value);
}

/** A flag stays bare, so that `true` is told from `"true"`. */
function quote(value: Scalar): string {
  if (typeof value === "boolean") return String(value);
  const text = String(value);
  return JSON.stringify(text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX - 1)}…`);
}
