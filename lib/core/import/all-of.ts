/** Several conditions on one fact as one operand: they must all hold, and a key can stand in a map only once. */
import { isRecord } from "../shapes.ts";

/** `undefined` where no operand says all of it. At least one is needed. */
export function allOf([first, ...others]: readonly unknown[]): unknown {
  // What is negated comes last: there it needs no room for others behind it.
  const ordered = [first, ...others].toSorted((a, b) => Number(isNegation(a)) - Number(isNegation(b)));
  const last = ordered.pop();
  return ordered.reduceRight(both, last);
}

function both(rest: unknown, one: unknown): unknown {
  if (rest === undefined) return undefined;
  if (!isRecord(one)) return isRecord(rest) && !("not" in rest) ? nested(rest, one) : undefined;
  if (!isRecord(rest)) return "not" in one ? undefined : nested(one, rest);
  if (Object.keys(one).every((key) => !(key in rest))) return { ...one, ...rest };
  return isNegation(one) ? neither(one, rest) : nested(one, rest);
}

/** What is not untrue is true: so a second condition of the same name finds room. */
function nested(outer: Readonly<Record<string, unknown>>, inner: unknown): unknown {
  return "not" in outer ? undefined : { ...outer, not: { not: inner } };
}

/** Not this value and not that one is none of both. */
function neither(
  { not: one }: Readonly<Record<string, unknown>>,
  { not: other, ...rest }: Readonly<Record<string, unknown>>,
): unknown {
  if (isRecord(one) || isRecord(other)) return undefined;
  return { ...rest, not: [one, other].flat() };
}

function isNegation(operand: unknown): operand is Readonly<Record<string, unknown>> {
  return isRecord(operand) && "not" in operand;
}
