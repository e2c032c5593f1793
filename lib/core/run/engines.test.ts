import { describe, expect, it } from "vitest";
import type { Expectation } from "../model/expectation.ts";
import { loadEngines } from "./engines.ts";

const matches = (pattern: string): Expectation => ({ fact: "body", matcher: { op: "matches", pattern } });

async function loadTest(pattern: string) {
  const { testPattern } = await loadEngines({ expect: [matches(pattern)], slow: [] });
  return (text: string) => testPattern(pattern, text);
}

describe("patterns", () => {
  it.each([
    ["^ok$", "ok", true],
    ["^ok$", "ok\n", false],
    ["(?i)ready", "server READY", true],
    ["결제.{2}", "결제 완료", true],
    ["\\bup\\b", "startup", false],
  ])("%j in %j: %s", async (pattern, text, expected) => {
    expect((await loadTest(pattern))(text)).toBe(expected);
  });

  it("that repeat much hold the event loop no longer than others, whatever the body", async () => {
    const test = await loadTest("(?i)[a-z]{1,100}q");
    const startedMs = performance.now();
    expect(test(`q${"a".repeat(1_048_576)}`)).toBe(false);
    // 20 ms; 4,500 ms where the place of the match is looked for too.
    expect(performance.now() - startedMs).toBeLessThan(1_500);
  });
});
