/** A YAML document as a plain value. Aliases share their target, so that nothing grows; positions stay with the nodes. */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import type { Refusal } from "./problem.ts";
import { showText } from "./show.ts";

const DEPTH_MAX = 50;
/** Values that aliases may stand for together; a bomb of a few lines stands for billions. */
const ALIASED_VALUES_MAX = 200_000;

export interface NodeFault extends Refusal {
  /** Where in the text. */
  readonly offset: number;
}

export interface PlainDocument {
  readonly value: unknown;
  readonly faults: readonly NodeFault[];
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>;
}

/** A converted node: its value, and how many values that is with every alias written out. */
interface Converted {
  readonly value: unknown;
  readonly valueCount: number;
}

const NOTHING: Converted = { value: undefined, valueCount: 0 };

export function toPlain(root: Node | null): PlainDocument {
  const reader = new PlainReader();
  return { value: reader.read(root, 0).value, faults: reader.faults, targets: reader.targets };
}

class PlainReader {
  readonly faults: NodeFault[] = [];
  readonly targets = new Map<Alias, Node>();
  readonly #anchors = new Map<string, { node: Node; converted?: Converted }>();
  #aliasedValues = 0;

  read(node: unknown, depth: number): Converted {
    if (isAlias(node)) return this.#readAlias(node);
    if (!isMap(node) && !isSeq(node) && !isScalar(node)) return { value: null, valueCount: 1 };
    if (depth > DEPTH_MAX) return this.#refuse(node, NESTED_TOO_DEEP);
    const anchor = node.anchor === undefined ? undefined : { node };
    if (node.anchor !== undefined && anchor !== undefined) this.#anchors.set(node.anchor, anchor);
    const converted = this.#convert(node, depth);
    if (anchor !== undefined) Object.assign(anchor, { converted });
    return converted;
  }

  #convert(node: Node, depth: number): Converted {
    if (isMap(node)) return this.#readMap(node, depth);
    if (!isSeq(node)) return { value: isScalar(node) ? node.value : null, valueCount: 1 };
    const entries = node.items.map((item) => this.read(item, depth + 1));
    return { value: entries.map((entry) => entry.value), valueCount: sum(entries) };
  }

  #readMap(node: YAMLMap, depth: number): Converted {
    const entries = new Map<string, Converted>();
    for (const pair of node.items) {
      const key = this.#readKey(pair);
      if (key === undefined) continue;
      const value = this.read(pair.value, depth + 1);
      if (entries.has(key)) this.#refuse(pair.key, duplicateKey(key));
      else entries.set(key, value);
    }
    const value = Object.fromEntries([...entries].map(([key, entry]) => [key, entry.value]));
    return { value, valueCount: sum([...entries.values()]) };
  }

  #readKey(pair: Pair): string | undefined {
    const key = keyOf(pair);
    if (key !== undefined && key !== "__proto__") return key;
    this.#refuse(pair.key, KEY_NOT_TEXT);
    return undefined;
  }

  #readAlias(alias: Alias): Converted {
    const anchor = this.#anchors.get(alias.source);
    if (anchor === undefined) return this.#refuse(alias, unknownAlias(alias.source));
    if (anchor.converted === undefined) return this.#refuse(alias, ALIAS_OF_ITSELF);
    const countBefore = this.#aliasedValues;
    this.#aliasedValues += anchor.converted.valueCount;
    if (countBefore > ALIASED_VALUES_MAX) return NOTHING;
    if (this.#aliasedValues > ALIASED_VALUES_MAX) return this.#refuse(alias, TOO_MANY_ALIASES);
    this.targets.set(alias, anchor.node);
    return anchor.converted;
  }

  #refuse(node: unknown, refusal: Refusal): Converted {
    this.faults.push({ ...refusal, offset: offsetOf(node) });
    return NOTHING;
  }
}

/** The key as text; `undefined` when it is a list, a map, an alias or nothing. */
export function keyOf(pair: Pair): string | undefined {
  return isScalar(pair.key) && pair.key.value !== null ? String(pair.key.value) : undefined;
}

export function offsetOf(node: unknown): number {
  const isNode = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node);
  return isNode ? (node.range?.[0] ?? 0) : 0;
}

function sum(entries: readonly Converted[]): number {
  return entries.reduce((total, entry) => total + entry.valueCount, 1);
}

export const NESTED_TOO_DEEP = {
  code: "nested-too-deep",
  message: `More than ${DEPTH_MAX} levels stand inside one another.`,
  fix: "Check the brackets: no configuration needs so many levels.",
};
const KEY_NOT_TEXT = { code: "key-not-text", message: "This cannot be a key.", fix: "Write a word as the key." };
const ALIAS_OF_ITSELF = {
  code: "alias-of-itself",
  message: "This alias stands inside the value that it repeats.",
  fix: "Write the value out.",
};
const TOO_MANY_ALIASES = {
  code: "too-many-aliases",
  message: `The aliases up to here stand for more than ${ALIASED_VALUES_MAX} values.`,
  fix: "Write the values out, or use defaults for what checks share.",
};

function unknownAlias(name: string): Refusal {
  const fix = "Put a value that begins with * in quotes, or mark what it repeats with & further up.";
  return { code: "unknown-alias", message: `No &${name} stands before the alias *${name}.`, fix };
}

function duplicateKey(key: string): Refusal {
  return { code: "duplicate-key", message: `The key ${showText(key)} is written twice here.`, fix: "Keep one of the two." };
}
