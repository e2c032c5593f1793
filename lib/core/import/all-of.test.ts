import { describe, expect, it } from "vitest";
import type { Expectation, Matcher } from "../model/expectation.ts";
import { httpSchema } from "../probes/http/schema.ts";
import { match } from "../run/match.ts";
import { allOf } from "./all-of.ts";

const testPattern = (pattern: string, text: string) => new RegExp(pattern).test(text);

/** The operand as our own configuration reads it. */
function matcherOf(operand: unknown): Matcher {
  const expectations: Expectation[] = httpSchema.judged.expect.parse({ body: operand }) ?? [];
  return expectations[0]?.matcher ?? expect.unreachable();
}

function holds(operand: unknown, body: string): boolean {
  return match(matcherOf(operand), [body], testPattern) === "holds";
}

describe("allOf", () => {
  it("leaves a single operand as it is", () => {
    expect(allOf([{ contains: "a" }])).toEqual({ contains: "a" });
  });

  it("puts different conditions into one map", () => {
    expect(allOf([{ below: 100 }, { above: 0 }])).toEqual({ below: 100, above: 0 });
  });

  it.each([
    [[{ matches: "a" }, { matches: "b" }]],
    [[{ matches: "a" }, { matches: "b" }, { matches: "c" }]],
    [[{ matches: "a" }, { matches: "b" }, { not: { matches: "x" } }]],
    [[{ not: { matches: "x" } }, { matches: "a" }, { matches: "b" }]],
    [[["ab", "abc"], { contains: "c" }]],
    [[{ not: "a" }, { not: ["b", "ab"] }, { not: "x" }]],
    [[{ not: "a" }, { matches: "a" }, { not: "ab" }]],
  ])("holds exactly where each of them holds: %j", (operands) => {
    const together = allOf(operands);
    for (const body of ["", "a", "b", "ab", "abc", "abcx", "abx", "x"]) {
      expect(holds(together, body), body).toBe(operands.every((operand) => holds(operand, body)));
    }
  });

  it("gives up where no operand says both", () => {
    expect(allOf([{ not: { matches: "a" } }, { not: { matches: "b" } }])).toBeUndefined();
    expect(allOf([200, 204])).toBeUndefined();
  });
});
