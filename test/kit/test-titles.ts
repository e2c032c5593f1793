/** Titles of tests, read from their sources: some say which point of a list they keep. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isNode, type Node, parseSource } from "./source-files.ts";

/** Of every test of this repository. */
export function allTestTitles(): string[] {
  const root = join(import.meta.dirname, "../..");
  const files = ["lib/**/*.test.ts", "lambda/**/*.test.ts", "test/**/*.test.ts"].flatMap((glob) => globSync(glob, { cwd: root }));
  return files.flatMap((path) => titlesIn(readFileSync(join(root, path), "utf8")));
}

export function titlesIn(source: string): string[] {
  return parseSource("any.test.ts", source).nodes.flatMap((node) => titleOf(node) ?? []);
}

/** Title of `it("…")` or `it.each(…)("…")`. */
function titleOf({ type, callee, arguments: given }: Node): string | undefined {
  if (type !== "CallExpression" || !isNode(callee) || !isTestFunction(callee) || !Array.isArray(given)) return undefined;
  const [title]: unknown[] = given;
  if (!isNode(title)) return undefined;
  if (title.type === "TemplateLiteral") return templateText(title);
  return typeof title.value === "string" ? title.value : undefined;
}

function isTestFunction(callee: Node): boolean {
  if (callee.type === "Identifier") return callee.name === "it" || callee.name === "test";
  if (callee.type !== "CallExpression" || !isNode(callee.callee)) return false;
  const { object } = callee.callee;
  return callee.callee.type === "MemberExpression" && isNode(object) && isTestFunction(object);
}

/** The fixed parts of `44. a body of ${size}`. */
function templateText({ quasis }: Node): string {
  if (!Array.isArray(quasis)) return "";
  return quasis.map((part) => (isNode(part) ? String((part.value as { cooked?: string }).cooked) : "")).join("…");
}
