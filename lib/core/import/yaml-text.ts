/** Plain values -> YAML 1.2, as a person would lay it out: what is short stands on one line. */
import { isRecord } from "../shapes.ts";

const WIDTH_MAX = 120;
/** Texts that need no quotes; numbers and words that YAML reads as something else do. */
const PLAIN = /^[\p{L}\d_$/][\p{L}\d_$/.@+%-]*(?: [\p{L}\d_$/.@+%-]+)*$/u;
const RESERVED = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/** `key: value` lines, without a line break at the end. */
export function yamlLines(map: Readonly<Record<string, unknown>>, indent: string): string[] {
  return Object.entries(map).flatMap(([key, value]) => entryLines(key, value, { indent }));
}

function entryLines(key: string, value: unknown, { indent }: { readonly indent: string }): string[] {
  const short = `${indent}${scalar(key)}: ${flow(value)}`;
  if (short.length <= WIDTH_MAX || !isRecord(value) || Object.keys(value).length === 0) return [short];
  return [`${indent}${scalar(key)}:`, ...yamlLines(value, `${indent}  `)];
}

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (!isRecord(value)) return scalar(value);
  const entries = Object.entries(value).map(([key, entry]) => `${scalar(key)}: ${flow(entry)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function scalar(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value) ?? "null";
  const isPlain = PLAIN.test(value) && !RESERVED.test(value) && Number.isNaN(Number(value));
  return isPlain ? value : quoted(value);
}

/** JSON's quotes are YAML's too; what an editor would not show is written as an escape. */
function quoted(text: string): string {
  const json = JSON.stringify(text.toWellFormed());
  return json.replaceAll(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/g, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
