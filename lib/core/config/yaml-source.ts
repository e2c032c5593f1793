/** Text -> YAML -> a plain value that still knows where each of its parts is written. */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLError,
} from "yaml";
import type { Path, Refusal } from "./problem.ts";
import { keyOf, NESTED_TOO_DEEP, type NodeFault, offsetOf, type PlainDocument, toPlain } from "./yaml-plain.ts";
import { describeYamlError } from "./yaml-words.ts";

export interface Position {
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
}

export interface PlacedRefusal extends Refusal {
  readonly position: Position;
}

export interface YamlSource {
  readonly value: unknown;
  /** Faults of the text itself, which leave the rest readable: duplicate keys, unknown aliases. */
  readonly faults: readonly PlacedRefusal[];
  /** Where the path is written, or else what comes nearest above it. */
  locate(path: Path, at: "key" | "value"): Position;
}

/** A document, or the one fault that makes it unreadable. */
export function readYaml(text: string): YamlSource | { readonly unreadable: PlacedRefusal } {
  const lines = new LineCounter();
  const document = parse(text, lines);
  if (document === undefined) return { unreadable: { ...NESTED_TOO_DEEP, position: { line: 1, column: 1 } } };
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const place = (fault: NodeFault): PlacedRefusal => ({ ...fault, position: positionAt(fault.offset) });
  const error = decisiveError(document.errors);
  if (error !== undefined) return { unreadable: place(faultOf(error)) };
  if (document.contents === null) return { unreadable: place(EMPTY_FILE) };
  const plain = toPlain(document.contents);
  const faults = [...document.warnings.map(faultOf), ...plain.faults].map(place);
  const locator = new Locator(document, plain.targets);
  return { value: plain.value, faults, locate: (path, at) => positionAt(locator.offsetOf(path, at)) };
}

/** Undefined where the parser's recursion used up the stack: of `a: a: a: …` it has no limit of its own. */
function parse(text: string, lineCounter: LineCounter): Document.Parsed | undefined {
  try {
    // Duplicate keys are found in yaml-plain.ts: the parser's own search is quadratic.
    return parseDocument(text, { version: "1.2", lineCounter, prettyErrors: false, uniqueKeys: false });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The first: what follows a syntax error is mostly its echo. */
function decisiveError(errors: readonly YAMLError[]): YAMLError | undefined {
  return errors.find((error) => error.code === "RESOURCE_EXHAUSTION") ?? errors.toSorted((a, b) => a.pos[0] - b.pos[0]).at(0);
}

function faultOf(error: YAMLError): NodeFault {
  return { ...describeYamlError(error), offset: error.pos[0] };
}

const EMPTY_FILE: NodeFault = {
  code: "empty-file",
  message: "The file holds no configuration.",
  fix: "Write name: and checks:, or begin with npx bongsu init in another folder.",
  offset: 0,
};

/** Walks the document along a path. */
class Locator {
  readonly #root: Node | null;
  readonly #targets: PlainDocument["targets"];
  readonly #pairs = new WeakMap<Node, ReadonlyMap<string, Pair>>();

  constructor(document: Document.Parsed, targets: PlainDocument["targets"]) {
    this.#root = document.contents;
    this.#targets = targets;
  }

  offsetOf(path: Path, at: "key" | "value"): number {
    let node: unknown = this.#root;
    let key: unknown;
    for (const [index, segment] of path.entries()) {
      const next = this.#step(node, segment);
      if (next === undefined) return offsetOf(isScalar(node) ? node : (key ?? node));
      if (next.value === null || isEmpty(next.value)) return offsetOf(next.key ?? node);
      const isLast = index === path.length - 1;
      if (isLast && at === "key" && next.key !== undefined) return offsetOf(next.key);
      [node, key] = [next.value, next.key];
    }
    return offsetOf(node);
  }

  #step(parent: unknown, segment: string | number): { key?: unknown; value: unknown } | undefined {
    const node = isAlias(parent) ? this.#targets.get(parent) : parent;
    if (isSeq(node)) return typeof segment === "number" && segment in node.items ? { value: node.items[segment] } : undefined;
    if (!isMap(node)) return undefined;
    const pairs = this.#pairs.get(node) ?? indexPairs(node.items);
    this.#pairs.set(node, pairs);
    const pair = pairs.get(String(segment));
    return pair === undefined ? undefined : { key: pair.key, value: pair.value };
  }
}

/** `key:` with nothing behind it. */
function isEmpty(node: unknown): boolean {
  return (
    typeof node === "object" && node !== null && "source" in node && node.source === "" && "type" in node && node.type === "PLAIN"
  );
}

/** The first of each key, as toPlain keeps it. */
function indexPairs(pairs: readonly Pair[]): ReadonlyMap<string, Pair> {
  return new Map(pairs.toReversed().map((pair) => [keyOf(pair) ?? "", pair]));
}
