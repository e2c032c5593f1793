/** What can be said about a fact: how its values are written and which operators make sense. */
import type { NumberRange } from "../../model/expectation.ts";
import type { FactSpec, Scalar } from "../../model/fact.ts";
import { parseBytes, parseDurationMs } from "../../model/units.ts";
import { readChoice, readDuration, readFlag, readSize, readText } from "../fields.ts";
import type { Read } from "../leaf.ts";
import type { Refuse } from "../problem.ts";
import { isMap, show } from "../show.ts";
import { readStatuses } from "./status.ts";

export interface Subject {
  /** One written value; a text such as `302,200-299` may stand for several. */
  readonly readValues: Read<readonly (Scalar | NumberRange)[]>;
  /** Threshold of below, above, atMost, atLeast; absent where there is no order. */
  readonly readThreshold?: Read<number>;
  /** Whether contains and matches make sense. */
  readonly isText: boolean;
}

/** The subject of a fact, or of one name or path inside it. `name` is the fact's own, without its group. */
export function subjectOf(spec: FactSpec, name: string): Subject {
  switch (spec.shape) {
    case "number":
      return numberSubject(spec, name);
    case "flag":
      return { readValues: single(readFlag), isText: false };
    case "scalar":
    case "json":
      return { readValues: single(readJsonScalar), readThreshold: readPlainNumber, isText: true };
    case "text":
      return { readValues: single(spec.values === undefined ? readText : wordReader(Object.keys(spec.values))), isText: true };
    case "list":
    case "map":
      return { readValues: single(readText), isText: true };
  }
}

function wordReader(choices: readonly string[]): Read<string> {
  return (value, refuse) => readChoice(value, refuse, { choices });
}

function numberSubject(spec: FactSpec, name: string): Subject {
  if (spec.unit === "code") return { readValues: readStatuses, readThreshold: readPlainNumber, isText: false };
  const readThreshold = numberReader(spec, name);
  return { readValues: single(readThreshold), readThreshold, isText: false };
}

function numberReader(spec: FactSpec, name: string): Read<number> {
  if (spec.unit === "ms") return namesUnit(name, "ms") ? either(readSignedDuration) : readSignedDuration;
  if (spec.unit === "bytes") return namesUnit(name, "bytes") ? either(readSize) : readSize;
  return readPlainNumber;
}

/** `bodyBytes`, `ageMs`, `bytes`: the name says what a bare number means. */
function namesUnit(name: string, unit: string): boolean {
  return name === unit || name.endsWith(unit.charAt(0).toUpperCase() + unit.slice(1));
}

function either(readWithUnit: Read<number>): Read<number> {
  return (value, refuse) => (isFiniteNumber(value) ? value : readWithUnit(value, refuse));
}

/** Clocks differ in both directions: `-2s`. */
function readSignedDuration(value: unknown, refuse: Refuse): number | undefined {
  if (typeof value !== "string" || !value.startsWith("-")) return readDuration(value, refuse, { likelyUnit: "ms" });
  const durationMs = readDuration(value.slice(1), refuse, { likelyUnit: "ms" });
  return durationMs === undefined ? undefined : -durationMs;
}

function readPlainNumber(value: unknown, refuse: Refuse): number | undefined {
  if (isFiniteNumber(value)) return value;
  const number = typeof value === "string" ? /^-?\d+(\.\d+)?/.exec(value)?.[0] : undefined;
  const fix = number === undefined ? "Write a number without quotes." : `Write ${number}, without unit and quotes.`;
  if (typeof value === "string" && hasUnit(value)) {
    return refuse({ code: "unit-not-wanted", message: `${show(value)} has a unit, but a plain number belongs here.`, fix });
  }
  return refuse({ code: "number-expected", message: `${show(value)} is not a number.`, fix });
}

function hasUnit(text: string): boolean {
  return parseDurationMs(text) !== undefined || parseBytes(text) !== undefined;
}

function readJsonScalar(value: unknown, refuse: Refuse): Scalar | undefined {
  if (typeof value === "string" || typeof value === "boolean" || isFiniteNumber(value)) return value;
  const fix =
    isMap(value) || Array.isArray(value)
      ? "Address one value in it with a longer path."
      : "Write a text, a number, true or false.";
  return refuse({ code: "json-value-expected", message: `${show(value)} cannot be compared with a JSON value.`, fix });
}

function single<T>(read: Read<T>): Read<readonly T[]> {
  return (value, refuse) => {
    const result = read(value, refuse);
    return result === undefined ? undefined : [result];
  };
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
