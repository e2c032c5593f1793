/** The operand grammar: a value, a list of values, or a map of conditions that must all hold. */
import type { Matcher } from "../../model/expectation.ts";
import { readFlag, readText } from "../fields.ts";
import type { Read } from "../leaf.ts";
import type { Refuse } from "../problem.ts";
import { isMap, show } from "../show.ts";
import { unknownKey } from "../unknown-word.ts";
import { readPattern } from "./pattern.ts";
import type { Subject } from "./subject.ts";

const COMPARISONS = ["below", "above", "atMost", "atLeast"] as const;
const TEXT_CONDITIONS = ["contains", "matches"] as const;
const OPERATORS = [...COMPARISONS, ...TEXT_CONDITIONS, "not", "exists"] as const;
type Operator = (typeof OPERATORS)[number];

interface Context {
  readonly subject: Subject;
}

export function readMatcher(operand: unknown, refuse: Refuse, context: Context): Matcher | undefined {
  if (isMap(operand)) return readConditions(operand, refuse, context);
  const written = Array.isArray(operand)
    ? operand.map((value: unknown, index) => ({ value, path: [index] }))
    : [{ value: operand, path: [] }];
  if (written.length === 0) {
    return refuse({
      code: "empty-list",
      message: "This list is empty, so that nothing can fit.",
      fix: "Write at least one value, or remove the key.",
    });
  }
  const read = written.map(({ value, path }) => readValues(value, below(refuse, path), context));
  return allRead(read, (values) => ({ op: "oneOf", values: values.flat() }));
}

function readValues(value: unknown, refuse: Refuse, { subject }: Context) {
  return value === null || value === undefined ? refuse(nullRefused()) : subject.readValues(value, refuse);
}

function readConditions(operand: Readonly<Record<string, unknown>>, refuse: Refuse, context: Context): Matcher | undefined {
  const entries = Object.entries(operand);
  if (entries.length === 0) {
    return refuse({ code: "empty-expectation", message: "No condition stands here.", fix: "Write one, such as { below: 100 }." });
  }
  const read = entries.map(([key, value]) => {
    if (!isOperator(key)) return refuse(unknownKey(key, OPERATORS));
    return readCondition({ operator: key, value }, below(refuse, [key]), context);
  });
  return allRead(read, (matchers) => {
    const [only] = matchers;
    return matchers.length === 1 && only !== undefined ? only : { op: "all", matchers };
  });
}

function readCondition(condition: { operator: Operator; value: unknown }, refuse: Refuse, context: Context): Matcher | undefined {
  const { operator, value } = condition;
  if (value === null || value === undefined) return refuse(nullRefused());
  switch (operator) {
    case "not":
      return wrap(readMatcher(value, refuse, context), (matcher) => ({ op: "not", matcher }));
    case "exists":
      return wrap(readFlag(value, refuse), (flag) => ({ op: "exists", value: flag }));
    case "contains":
      if (!context.subject.isText) return refuse(notText(operator));
      return wrap(readText(value, refuse), (text) => ({ op: "contains", value: text }));
    case "matches":
      if (!context.subject.isText) return refuse(notText(operator));
      return wrap(readPattern(value, refuse), (pattern) => ({ op: "matches", pattern }));
    default:
      if (context.subject.readThreshold === undefined) return refuse(notOrdered(operator));
      return wrap(readThreshold(value, refuse, { read: context.subject.readThreshold }), (threshold) => ({
        op: operator,
        value: threshold,
      }));
  }
}

function readThreshold(value: unknown, refuse: Refuse, { read }: { readonly read: Read<number> }): number | undefined {
  if (!isMap(value) && !Array.isArray(value)) return read(value, refuse);
  return refuse({
    code: "number-expected",
    message: `${show(value)} stands where one number belongs.`,
    fix: "Write one threshold.",
  });
}

function nullRefused() {
  return {
    code: "null-not-supported",
    message: "null is not supported as an expected value.",
    fix: "Write a value, or { exists: false } for what must be absent.",
  };
}

function notText(operator: Operator) {
  const message = `${operator} reads texts, but this fact is not a text.`;
  return {
    code: "text-condition-misplaced",
    message,
    fix: "Write a value, or compare with below, above, atMost or atLeast.",
    at: "key",
  } as const;
}

function notOrdered(operator: Operator) {
  const message = `${operator} compares numbers, but this fact is not a number.`;
  return { code: "comparison-misplaced", message, fix: "Write a value, or use contains or matches.", at: "key" } as const;
}

function isOperator(key: string): key is Operator {
  return (OPERATORS as readonly string[]).includes(key);
}

function wrap<T>(read: T | undefined, build: (read: T) => Matcher): Matcher | undefined {
  return read === undefined ? undefined : build(read);
}

/** Nothing if any part was refused. */
function allRead<T>(read: readonly (T | undefined)[], build: (read: T[]) => Matcher): Matcher | undefined {
  const sound = read.filter((part) => part !== undefined);
  return sound.length === read.length ? build(sound) : undefined;
}

/** Refuses what stands deeper. */
export function below(refuse: Refuse, path: readonly (string | number)[]): Refuse {
  return path.length === 0 ? refuse : (refusal) => refuse({ ...refusal, path: [...path, ...(refusal.path ?? [])] });
}
