/** A value of q as one short line of text, much as q itself would show it. */
import { printDatetime, TEMPORAL_PRINTERS } from "./print-temporal.ts";
import type { Primitive, QType, QValue } from "./value.ts";

/** Of a long list the first are enough: the whole line is cut anyway. */
const ITEMS_MAX = 20;

export function printValue(value: QValue): string {
  switch (value.shape) {
    case "atom":
      return printAtom(value.type, value.value);
    case "vector":
      return printVector(value.type, value.values);
    case "text":
      return value.text;
    case "list":
      return `(${join(value.items, printValue, { separator: ";" })})`;
    case "dict":
      return `${printValue(value.keys)}!${printValue(value.values)}`;
    case "table":
      return `table of ${value.rows} ${value.rows === 1 ? "row" : "rows"}: ${join(value.columns, String, { separator: ", " })}`;
    case "function":
      return "a function";
    case "nothing":
      return "::";
    case "error":
      return `'${value.text}`;
  }
}

export function printAtom(type: QType, value: Primitive): string {
  const isBroken = type === "real" || type === "float" || type === "datetime";
  if (value === null) return isBroken ? "0n" : "0N";
  if (value === Number.POSITIVE_INFINITY) return isBroken ? "0w" : "0W";
  if (value === Number.NEGATIVE_INFINITY) return isBroken ? "-0w" : "-0W";
  if (typeof value === "boolean") return value ? "1b" : "0b";
  if (typeof value === "string") return value;
  if (type === "byte") return `0x${value.toString(16).padStart(2, "0")}`;
  if (type === "datetime") return printDatetime(Number(value));
  const print = TEMPORAL_PRINTERS[type];
  return print === undefined ? String(value) : print(BigInt(value));
}

function printVector(type: QType, values: readonly Primitive[]): string {
  if (type === "symbol") return join(values, (value) => `\`${value}`, { separator: "" });
  return join(values, (value) => printAtom(type, value), { separator: " " });
}

function join<T>(items: readonly T[], print: (item: T) => string, { separator }: { readonly separator: string }): string {
  const shown = items.slice(0, ITEMS_MAX).map(print).join(separator);
  return items.length <= ITEMS_MAX ? shown : `${shown}${separator}… (${items.length} in all)`;
}
