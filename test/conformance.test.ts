/**
 * The numbered list of how a probe must behave: every number that concerns a kind we have stands in the title of a test, as
 * `it("44. a body that trickles…`. What has none is said here, with the reason.
 */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isNode, type Node, parseSource } from "./kit/source-files.ts";

/** Numbers are names: those that are not there were never given or were given up. */
const LIST = {
  "http: status, method, versions": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  "http: headers and body": [16, 17, 18, 19, 20, 21, 22, 23, 24, 26, 27, 28, 29],
  "http: size, encoding, streaming": [32, 33, 34, 35, 36, 38, 39, 40, 41, 42, 44, 45, 47],
  "http: redirects, auth, proxy": [48, 49, 50, 51, 52, 53, 54, 55, 56, 58, 59, 60, 62, 63, 64, 65],
  tls: [66, 67, 69, 70, 72, 73, 74, 75, 76, 78, 79, 80, 81, 83],
  "tcp, starttls": [84, 85, 86, 87, 88, 89, 91, 92, 93, 94, 95],
  dns: [98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 110, 112, 113],
  scheduling: [129, 130, 131, 141, 142],
};

/** Behaviour of features that we leave out on purpose. */
const NOT_OURS: Readonly<Record<number, string>> = {
  113: "no DNS over TLS",
};

/** Still without a test, by reason. A number that gets its test must go from here. */
const PENDING: Readonly<Record<string, readonly number[]>> = {};

const numbers = Object.values(LIST).flat();
const excused = [...Object.keys(NOT_OURS).map(Number), ...Object.values(PENDING).flat()];
const tested = numbersInTitles();

describe("the conformance list", () => {
  it("finds numbers in titles at all", () => {
    expect(tested.size).toBeGreaterThan(40);
  });

  it.each(Object.entries(LIST))("%s: every number has a test, or a reason why not", (_, area) => {
    expect(area.filter((number) => !tested.has(number) && !excused.includes(number))).toEqual([]);
  });

  it("excuses no number that has a test, and none twice", () => {
    expect(excused.filter((number) => tested.has(number))).toEqual([]);
    expect(excused.filter((number, index) => excused.indexOf(number) !== index || !numbers.includes(number))).toEqual([]);
  });
});

describe("its own eyes", () => {
  it("see a number at the beginning of a title, within it and in tables, and not elsewhere", () => {
    expect(titleNumbers('it("44. trickles", f); it.each(["a"])("5. sends, and 11. says %s (58)", f);')).toEqual([44, 5, 11, 58]);
    expect(titleNumbers('it("waits 44 s", f); describe("3. x", f); expect("7. y"); it("v1.2. z", f);')).toEqual([]);
  });
});

function numbersInTitles(): ReadonlySet<number> {
  const root = join(import.meta.dirname, "..");
  const files = ["lib/**/*.test.ts", "lambda/**/*.test.ts", "test/**/*.test.ts"].flatMap((glob) => globSync(glob, { cwd: root }));
  return new Set(files.flatMap((path) => titleNumbers(readFileSync(join(root, path), "utf8"))));
}

/** `5.` or `(5)`, as a word of its own in the title of a test. */
function titleNumbers(source: string): number[] {
  const titles = parseSource("any.test.ts", source).nodes.flatMap((node) => titleOf(node) ?? []);
  return titles.flatMap((title) =>
    [...title.matchAll(/(?<=^|\s)(?:(\d{1,3})\.(?=\s)|\((\d{1,3})\))/g)].map(([, plain, inBrackets]) =>
      Number(plain ?? inBrackets),
    ),
  );
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
