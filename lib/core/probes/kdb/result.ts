/** The answer to the query as a fact: a number where it is one and fits, a short text for everything else. */
import type { Scalar } from "../../model/fact.ts";
import { maskText, withEncodedForms } from "../../run/mask.ts";
import { printAtom, printValue } from "./codec/print.ts";
import type { QValue } from "./codec/value.ts";

const TEXT_MAX_CHARACTERS = 200;
const NUMERIC: readonly string[] = ["byte", "short", "int", "long", "real", "float"];

export function resultOf(value: QValue, secrets: readonly string[]): Scalar {
  if (value.shape !== "atom") return shorten(printValue(value), secrets);
  if (value.type === "boolean") return value.value === true;
  const number = NUMERIC.includes(value.type) ? asNumber(value.value) : undefined;
  return number ?? shorten(printAtom(value.type, value.value), secrets);
}

/** The value of an atom that is a whole number and can be held exactly. */
export function wholeNumberOf(value: QValue | undefined): number | undefined {
  const number = value?.shape === "atom" && NUMERIC.includes(value.type) ? asNumber(value.value) : undefined;
  return number !== undefined && Number.isSafeInteger(number) ? number : undefined;
}

/** Masked before it is cut: half a secret is recognised by nobody, and is still too much. */
export function shorten(text: string, secrets: readonly string[]): string {
  const masked = maskText(text, withEncodedForms(secrets));
  return masked.length <= TEXT_MAX_CHARACTERS ? masked : `${masked.slice(0, TEXT_MAX_CHARACTERS - 1)}…`;
}

/** Null, infinities and what a number of ours cannot hold exactly stay text. */
function asNumber(value: unknown): number | undefined {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
