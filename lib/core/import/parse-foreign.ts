/** Text from outside -> a plain value: JSON, or YAML with the merge keys that people use in it. */
import { readYaml } from "../config/yaml-source.ts";
import { isRecord } from "../shapes.ts";

const VALUES_MAX = 500_000;
const DEPTH_MAX = 60;

export function parseForeign(text: string): { readonly value: unknown } | { readonly unreadable: string } {
  const bare = text.replace(/^\ufeff/, "").trimStart();
  if (bare === "") return { unreadable: "The file is empty. Export it once more." };
  return /^[[{]/.test(bare) ? parseJson(bare) : parseYaml(text);
}

function parseJson(text: string): { readonly value: unknown } | { readonly unreadable: string } {
  try {
    return { value: JSON.parse(text) };
  } catch {
    // Never the parser's own words: they quote what stands there.
    return { unreadable: "This is not JSON: it ends early or has a sign too many. Export it once more." };
  }
}

function parseYaml(text: string): { readonly value: unknown } | { readonly unreadable: string } {
  const source = readYaml(text.replace(/^\ufeff/, ""));
  const fault = "unreadable" in source ? source.unreadable : source.faults[0];
  if (fault !== undefined) {
    const { line, column } = fault.position;
    return { unreadable: `Line ${line}, column ${column}: ${fault.message} ${fault.fix}` };
  }
  if ("unreadable" in source) return { unreadable: "" };
  const merger = new Merger();
  const value = merger.merge(source.value, 0);
  return merger.isTooMuch ? { unreadable: "Its aliases stand for too many values. Write them out." } : { value };
}

/** `<<: *defaults`: keys of the map itself win. */
class Merger {
  isTooMuch = false;
  #values = 0;

  merge(value: unknown, depth: number): unknown {
    this.#values += 1;
    if (this.#values > VALUES_MAX || depth > DEPTH_MAX) this.isTooMuch = true;
    if (this.isTooMuch) return undefined;
    if (Array.isArray(value)) return value.map((entry) => this.merge(entry, depth + 1));
    if (!isRecord(value)) return value;
    const { "<<": base, ...own } = value;
    const bases = (Array.isArray(base) ? base.toReversed() : [base]).map((one) => this.merge(one, depth + 1)).filter(isRecord);
    const entries = Object.entries(own).map(([key, entry]) => [key, this.merge(entry, depth + 1)]);
    return Object.assign({}, ...bases, Object.fromEntries(entries));
  }
}
