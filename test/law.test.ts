/** The law of the house (ARCHITECTURE.md), kept by reading our own sources. */
import { describe, expect, it } from "vitest";
import { isNode, lineOf, type Node, parseSource, readSources, type SourceFile } from "./kit/source-files.ts";

const FUNCTION_LINES_MAX = 40;
const PARAMETERS_MAX = 3;

/** Where a folder's files may import from, besides itself and Node. The longest matching folder counts. */
const MAY_IMPORT: Readonly<Record<string, { readonly files: readonly string[]; readonly packages: readonly string[] }>> = {
  "lib/core/": { files: [], packages: ["undici", "json-p3", "re2js"] },
  "lib/core/config/": { files: ["lib/core/"], packages: ["zod", "yaml", "json-p3", "re2js"] },
  "lib/aws/": { files: ["lib/core/"], packages: ["@aws-sdk/*", "@smithy/*"] },
  "lib/local/": { files: ["lib/core/"], packages: [] },
  // The tour plays other people's programs, which use AWS as anybody does.
  "lib/local/tour/": { files: ["lib/core/", "lib/aws/"], packages: [] },
  "lib/constructs/": { files: ["lib/core/"], packages: ["aws-cdk-lib", "constructs", "esbuild"] },
  "lib/cli/": { files: ["lib/core/", "lib/aws/", "lib/local/", "package.json"], packages: ["commander"] },
  "lambda/": { files: ["lib/core/", "lib/aws/"], packages: [] },
  "bin/": { files: ["lib/cli/", "lib/constructs/", "lib/core/config/"], packages: ["aws-cdk-lib"] },
};

const sources = readSources();

describe("the law", () => {
  it("reads sources at all", () => {
    expect(sources.length).toBeGreaterThan(100);
  });

  it("lets imports flow one way: core knows nobody, constructs know CDK, everybody knows core", () => {
    expect(sources.flatMap(forbiddenImports)).toEqual([]);
  });

  it("keeps probes from importing one another", () => {
    expect(sources.flatMap(importsBetweenProbes)).toEqual([]);
  });

  it("allows no import cycles", () => {
    expect(findCycles(sources)).toEqual([]);
  });

  it(`keeps functions at ${FUNCTION_LINES_MAX} lines and ${PARAMETERS_MAX} parameters at most (two and options)`, () => {
    expect(sources.flatMap(oversizedFunctions)).toEqual([]);
  });

  it("writes the unit at the end of every number's name that speaks of time or size", () => {
    expect(sources.flatMap(unitlessNumbers)).toEqual([]);
  });
});

describe("the law's own eyes", () => {
  it("see a forbidden import, direct, re-exported or dynamic", () => {
    for (const text of [
      'import { a } from "../aws/sns.ts";',
      'export * from "../aws/sns.ts";',
      'await import("../aws/sns.ts");',
    ]) {
      expect(forbiddenImports(parseSource("lib/core/x.ts", text))).toEqual(["lib/core/x.ts imports lib/aws/sns.ts"]);
    }
    expect(forbiddenImports(parseSource("lib/core/x.ts", 'import z from "zod";'))).toEqual(["lib/core/x.ts imports zod"]);
    expect(forbiddenImports(parseSource("lambda/x.ts", 'import "../lib/cli/run.ts";'))).toHaveLength(1);
  });

  it("see a probe that borrows from another", () => {
    expect(importsBetweenProbes(parseSource("lib/core/probes/tcp/run.ts", 'import "../http/body.ts";'))).toHaveLength(1);
    expect(importsBetweenProbes(parseSource("lib/core/probes/tcp/run.ts", 'import "../probe.ts";'))).toEqual([]);
  });

  it("see a cycle", () => {
    const files = [
      parseSource("a.ts", 'import "./b.ts";'),
      parseSource("b.ts", 'import "./c.ts";'),
      parseSource("c.ts", 'import "./a.ts";'),
    ];
    expect(findCycles(files)).toEqual(["a.ts -> b.ts -> c.ts -> a.ts"]);
  });

  it("see a long function and one with many parameters", () => {
    const long = `function f() {\n${"x();\n".repeat(39)}}`;
    expect(oversizedFunctions(parseSource("a.ts", long))).toEqual(["a.ts:1 has 41 lines"]);
    expect(oversizedFunctions(parseSource("a.ts", "const f = (a, b, c, d) => a;"))).toEqual(["a.ts:1 takes 4 parameters"]);
  });

  it("see a number without its unit", () => {
    expect(unitlessNumbers(parseSource("a.ts", "const timeout = 5, POLL_INTERVAL = 1;"))).toEqual([
      "a.ts:1 timeout",
      "a.ts:1 POLL_INTERVAL",
    ]);
    expect(unitlessNumbers(parseSource("a.ts", "interface A { readonly maxDelay: number }"))).toEqual(["a.ts:1 maxDelay"]);
    expect(
      unitlessNumbers(parseSource("a.ts", "const timeoutMs = 5, FLAG = 1; function f(delayMs: number, timeout: Duration) {}")),
    ).toEqual([]);
  });
});

function forbiddenImports({ path, imports }: SourceFile): string[] {
  const folder = Object.keys(MAY_IMPORT)
    .filter((prefix) => path.startsWith(prefix))
    .toSorted((a, b) => b.length - a.length)[0];
  const allowed = MAY_IMPORT[folder ?? ""];
  if (folder === undefined || allowed === undefined) return [`${path} lies in a folder that the law does not know`];
  // The schema of a kind, or of a file to import, belongs to the configuration, though it lies in a folder of its own.
  const packages = /^lib\/core\/(probes\/schemas|(probes|import)\/\w+\/schema)\.ts$/.test(path) ? ["zod"] : allowed.packages;
  const isAllowed = (to: string, isPackage: boolean) =>
    isPackage
      ? to.startsWith("node:") ||
        packages.some((name) => name === to || (name.endsWith("/*") && to.startsWith(name.slice(0, -1))))
      : to.startsWith(folder) || allowed.files.some((prefix) => to.startsWith(prefix));
  return imports.filter(({ to, isPackage }) => !isAllowed(to, isPackage)).map(({ to }) => `${path} imports ${to}`);
}

function importsBetweenProbes({ path, imports }: SourceFile): string[] {
  const kindOf = (file: string) => /^lib\/core\/probes\/(\w+)\//.exec(file)?.[1];
  const own = kindOf(path);
  if (own === undefined) return [];
  const foreign = imports.filter(({ to }) => kindOf(to) !== undefined && kindOf(to) !== own);
  return foreign.map(({ to }) => `${path} imports ${to}`);
}

function findCycles(files: readonly SourceFile[]): string[] {
  const edges = new Map(
    files.map(({ path, imports }) => [path, imports.filter(({ isPackage }) => !isPackage).map(({ to }) => to)]),
  );
  const finished = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]) => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
    else if (!finished.has(path)) {
      for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
      finished.add(path);
    }
  };
  for (const path of edges.keys()) visit(path, []);
  return cycles;
}

function oversizedFunctions(file: SourceFile): string[] {
  const functions = file.nodes.filter(({ type }) =>
    ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"].includes(type),
  );
  return functions.flatMap((node) => {
    const first = lineOf(file, node.start);
    const lines = lineOf(file, node.end) - first + 1;
    const parameters = Array.isArray(node.params) ? node.params.length : 0;
    return [
      ...(lines > FUNCTION_LINES_MAX ? [`${file.path}:${first} has ${lines} lines`] : []),
      ...(parameters > PARAMETERS_MAX ? [`${file.path}:${first} takes ${parameters} parameters`] : []),
    ];
  });
}

const MEASURED = new Set(
  "timeout delay interval duration latency age ttl elapsed period lag skew wait pause size backoff".split(" "),
);

function unitlessNumbers(file: SourceFile): string[] {
  return file.nodes.flatMap((node) => {
    const name = numberName(node) ?? "";
    const lastWord = name.match(/(?:[a-z]+|[A-Z][a-z]+|[A-Z]+)$/)?.[0].toLowerCase() ?? "";
    return MEASURED.has(lastWord) ? [`${file.path}:${lineOf(file, node.start)} ${name}`] : [];
  });
}

/** Name of a field, parameter or constant that is plainly a number. */
function numberName(node: Node): string | undefined {
  if (node.type === "Identifier" && isNumberType(node)) return String(node.name);
  if ((node.type === "TSPropertySignature" || node.type === "PropertyDefinition") && isNumberType(node)) return keyName(node);
  const isNumeric = isNode(node.init) && node.init.type === "Literal" && typeof node.init.value === "number";
  return node.type === "VariableDeclarator" && isNumeric && isNode(node.id) ? String(node.id.name) : undefined;
}

function isNumberType({ typeAnnotation }: Node): boolean {
  return (
    isNode(typeAnnotation) && isNode(typeAnnotation.typeAnnotation) && typeAnnotation.typeAnnotation.type === "TSNumberKeyword"
  );
}

function keyName({ key }: Node): string | undefined {
  return isNode(key) && typeof key.name === "string" ? key.name : undefined;
}
