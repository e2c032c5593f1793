/** Our own sources as syntax trees, for the tests that keep the law of the house. */
import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { parseAst } from "rolldown/parseAst";

export interface SourceFile {
  /** From the root of the project: `lib/core/run/judge.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  readonly nodes: readonly Node[];
}

export interface Import {
  /** Project path of a relative import, else the package or `node:` module. */
  readonly to: string;
  readonly isPackage: boolean;
}

/** A syntax node (ESTree with TypeScript), as far as the tests look into it. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const ROOT = normalize(join(import.meta.dirname, "../.."));

/** Sources that ship: no tests, no tools. */
export function readSources(patterns: readonly string[] = ["lib/**/*.ts", "lambda/**/*.ts", "bin/**/*.ts"]): SourceFile[] {
  const paths = patterns.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).filter((path) => !path.endsWith(".test.ts"));
  return paths.toSorted().map((path) => parseSource(path, readFileSync(join(ROOT, path), "utf8")));
}

export function parseSource(path: string, text: string): SourceFile {
  const nodes = flatten(parseAst(text, { lang: "ts" }));
  return { path, text, nodes, imports: nodes.flatMap((node) => importOf(node, path)) };
}

/** Counted from 1. */
export function lineOf({ text }: SourceFile, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string" && "start" in value;
}

function flatten(root: unknown): Node[] {
  const found: Node[] = [];
  const visit = (value: unknown) => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    else if (typeof value === "object" && value !== null) {
      if (isNode(value)) found.push(value);
      for (const child of Object.values(value)) visit(child);
    }
  };
  visit(root);
  return found;
}

function importOf(node: Node, from: string): Import[] {
  if (!["ImportDeclaration", "ExportNamedDeclaration", "ExportAllDeclaration", "ImportExpression"].includes(node.type)) return [];
  const specifier = isNode(node.source) ? node.source.value : undefined;
  if (typeof specifier !== "string") return [];
  const isPackage = !specifier.startsWith(".");
  return [{ isPackage, to: isPackage ? packageName(specifier) : normalize(join(dirname(from), specifier)) }];
}

function packageName(specifier: string): string {
  return specifier.startsWith("@") ? specifier.split("/").slice(0, 2).join("/") : (specifier.split("/")[0] ?? specifier);
}
