/** Fields that many keys share: durations, sizes, words, numbers. */
import { z } from "zod";
import { formatBytes, parseBytes, parseDurationMs } from "../model/units.ts";
import { leaf, type Read } from "./leaf.ts";
import type { Refuse } from "./problem.ts";
import { show, showChoice } from "./show.ts";
import { unknownChoice } from "./unknown-word.ts";

/** Says what is wrong with a text, if anything. */
export type TextRule = (text: string, refuse: Refuse) => void;

interface Bounds {
  readonly min: number;
  readonly max: number;
}

export const flag: z.ZodType<boolean, boolean> = leaf(readFlag, { type: "boolean" });

/** A text that satisfies the rule. */
export function text(rule: TextRule, example: string): z.ZodType<string, string> {
  return leaf(readTextWith(rule), { type: "string", examples: [example] });
}

/** One of these words or numbers. */
export function choice<const T extends string | number>(choices: readonly T[]): z.ZodType<T, T> {
  return leaf((value, refuse) => readChoice(value, refuse, { choices }), { enum: choices });
}

export function wholeNumber({ min, max }: Bounds): z.ZodType<number, number> {
  const read: Read<number> = (value, refuse) => {
    if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return value;
    const message = `${show(value)} is not a whole number from ${min} to ${max}.`;
    return refuse({ code: "number-expected", message, fix: `Write a whole number from ${min} to ${max}, without quotes.` });
  };
  return leaf(read, { type: "integer", minimum: min, maximum: max });
}

/** A list of at least `min` entries. */
export function list<T, Input>(entry: z.ZodType<T, Input>, { min }: { readonly min: number }) {
  return z.array(entry).min(min);
}

/** `10s` in milliseconds. */
export function duration(rule: (durationMs: number, refuse: Refuse) => void): z.ZodType<number, string> {
  const read: Read<number> = (value, refuse) => {
    const durationMs = readDuration(value, refuse, { likelyUnit: "s" });
    return durationMs === undefined ? undefined : accept(durationMs, refuse, { rule: rule });
  };
  return leaf(read, { type: "string", pattern: "^\\d+(\\.\\d+)?(ms|s|m|h|d)$", examples: ["10s", "5m"] });
}

/** `1MB` in bytes. */
export function size({ min, max }: Bounds): z.ZodType<number, string> {
  const read: Read<number> = (value, refuse) => {
    const sizeBytes = readSize(value, refuse);
    return sizeBytes === undefined ? undefined : accept(sizeBytes, refuse, { rule: checkSize });
  };
  const checkSize = (sizeBytes: number, refuse: Refuse) => {
    if (sizeBytes >= min && sizeBytes <= max) return;
    refuse({
      code: "size-out-of-range",
      message: `${formatBytes(sizeBytes)} is not from ${formatBytes(min)} to ${formatBytes(max)}.`,
      fix: "Write a size such as 64KB or 1MB.",
    });
  };
  return leaf(read, { type: "string", pattern: "^\\d+(\\.\\d+)?(B|KB|MB|GB)$", examples: ["64KB", "1MB"] });
}

/** Milliseconds of `10s`; 0 needs no unit. */
export function readDuration(
  value: unknown,
  refuse: Refuse,
  { likelyUnit }: { readonly likelyUnit: "ms" | "s" },
): number | undefined {
  if (value === 0) return 0;
  const durationMs = typeof value === "string" ? parseDurationMs(value) : undefined;
  if (durationMs !== undefined) return durationMs;
  if (isBareNumber(value)) return refuse(unitMissing(value, likelyUnit));
  return refuse({ code: "duration-malformed", message: `${show(value)} is not a duration.`, fix: durationCure(value) });
}

/** Bytes of `64KB`; 0 needs no unit. */
export function readSize(value: unknown, refuse: Refuse): number | undefined {
  if (value === 0) return 0;
  const sizeBytes = typeof value === "string" ? parseBytes(value) : undefined;
  if (sizeBytes !== undefined) return sizeBytes;
  if (isBareNumber(value)) return refuse(unitMissing(value, "B"));
  return refuse({
    code: "size-malformed",
    message: `${show(value)} is not a size.`,
    fix: "Write a number with B, KB, MB or GB, such as 64KB.",
  });
}

/** The text itself; what is no text is refused with the cure of quotes. */
export function readText(value: unknown, refuse: Refuse): string | undefined {
  if (typeof value === "string") return value;
  const isScalar = typeof value === "number" || typeof value === "boolean";
  const fix = isScalar ? `Put it in quotes, as you mean it: "${value}".` : "Write one text, in quotes if need be.";
  return refuse({ code: "text-expected", message: `${show(value)} stands where a text belongs.`, fix });
}

export function readFlag(value: unknown, refuse: Refuse): boolean | undefined {
  if (typeof value === "boolean") return value;
  return refuse({
    code: "flag-expected",
    message: `${show(value)} is neither true nor false.`,
    fix: "Write true or false, without quotes.",
  });
}

function readTextWith(rule: TextRule): Read<string> {
  return (value, refuse) => {
    const written = readText(value, refuse);
    return written === undefined ? undefined : accept(written, refuse, { rule: rule });
  };
}

/** One of the choices; what comes near is suggested. */
export function readChoice<T extends string | number>(
  value: unknown,
  refuse: Refuse,
  { choices }: { readonly choices: readonly T[] },
): T | undefined {
  const chosen = choices.find((allowed) => allowed === value);
  if (chosen !== undefined) return chosen;
  const sameWord = choices.find((allowed) => String(allowed) === String(value));
  if (sameWord !== undefined) {
    const fix = typeof sameWord === "number" ? `Write ${sameWord} without quotes.` : `Put it in quotes: "${sameWord}".`;
    return refuse({ code: "unknown-value", message: `${show(value)} is not one of ${showChoice(choices)}.`, fix });
  }
  const words = choices.map(String);
  if (typeof value === "string") return refuse(unknownChoice(value, words));
  const message = `${show(value)} is not one of ${showChoice(words)}.`;
  return refuse({ code: "unknown-value", message, fix: `Write ${showChoice(words)}.` });
}

function accept<T>(value: T, refuse: Refuse, { rule }: { readonly rule: (value: T, refuse: Refuse) => void }): T | undefined {
  let isAccepted = true;
  rule(value, (refusal) => {
    isAccepted = false;
    return refuse(refusal);
  });
  return isAccepted ? value : undefined;
}

function isBareNumber(value: unknown): value is number | string {
  return typeof value === "number" || (typeof value === "string" && /^\d+(\.\d+)?$/.test(value));
}

function unitMissing(value: number | string, likelyUnit: string) {
  return {
    code: "unit-missing",
    message: `${show(value)} has no unit.`,
    fix: `Write ${value}${likelyUnit}, or the unit that is meant.`,
  };
}

/** `10 Sec` -> "write 10s". */
function durationCure(value: unknown): string {
  const match = typeof value === "string" ? /^\s*(\d+(?:\.\d+)?)\s*(ms|milli|s|m|h|d)[a-z]*\s*$/i.exec(value) : null;
  const unit = match?.[2]?.toLowerCase().replace("milli", "ms");
  const candidate = match === null ? "" : `${match[1]}${unit}`;
  if (parseDurationMs(candidate) !== undefined) return `Write ${candidate}.`;
  return "Write a number with ms, s, m, h or d, such as 250ms, 10s or 5m.";
}
