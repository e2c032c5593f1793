/** Engines that only some expectations need, loaded when the first one does: RE2 (147 KB) and JSON path (61 KB). */
import type { Check } from "../model/check.ts";
import type { Expectation, Matcher } from "../model/expectation.ts";
import type { TestPattern } from "./match.ts";
import { DEPTH_MAX } from "./parse-json.ts";

/** Every value that a path (RFC 9535) selects from a document. */
export type QueryJson = (path: string, document: unknown) => readonly unknown[];

export interface Engines {
  readonly testPattern: TestPattern;
  readonly queryJson: QueryJson;
}

export async function loadEngines(check: Pick<Check, "expect" | "slow">): Promise<Engines> {
  const expectations = [...check.expect, ...check.slow];
  return {
    testPattern: expectations.some(({ matcher }) => hasPattern(matcher)) ? await loadPatterns() : unneeded,
    queryJson: expectations.some(({ fact }: Expectation) => fact === "json") ? await loadJsonPath() : unneeded,
  };
}

function hasPattern(matcher: Matcher): boolean {
  if (matcher.op === "not") return hasPattern(matcher.matcher);
  if (matcher.op === "all") return matcher.matchers.some(hasPattern);
  return matcher.op === "matches";
}

async function loadPatterns(): Promise<TestPattern> {
  const { RE2JS } = await import("re2js");
  const compiled = new Map<string, InstanceType<typeof RE2JS>>();
  return (pattern, text) => {
    const known = compiled.get(pattern) ?? RE2JS.compile(pattern);
    compiled.set(pattern, known);
    // Not `matcher().find()`, which looks for the place of the match too and so never uses the automaton: 250 times slower at worst.
    return known.test(text);
  };
}

async function loadJsonPath(): Promise<QueryJson> {
  const { jsonpath } = await import("json-p3");
  // Every document that is parsed at all; its own limit of 50 levels would throw.
  const environment = new jsonpath.JSONPathEnvironment({ maxRecursionDepth: DEPTH_MAX + 2 });
  // Lazily, because it otherwise spreads long arrays over the stack, which has not room for them.
  return (path, document) =>
    [...environment.lazyQuery(path, document as Parameters<typeof environment.query>[1])].map(({ value }) => value);
}

function unneeded(): never {
  throw new Error("an engine was not loaded for the expectation that uses it");
}
