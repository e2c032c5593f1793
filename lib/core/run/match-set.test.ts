import { describe, expect, it } from "vitest";
import type { Matcher } from "../model/expectation.ts";
import { matchSet } from "./match-set.ts";

const testPattern = (pattern: string, text: string) => new RegExp(pattern).test(text);
const equals = (...values: string[]): Matcher => ({ op: "oneOf", values });
const not = (matcher: Matcher): Matcher => ({ op: "not", matcher });

describe("matchSet", () => {
  it.each<[string, Matcher, string[], string]>([
    ["107. the same members in another order", equals("b", "a"), ["a", "b"], "holds"],
    ["107. one member missing", equals("a", "b"), ["a"], "fails"],
    ["107. one member too many", equals("a"), ["a", "b"], "fails"],
    ["107. as many members, but others", equals("a", "b"), ["a", "c"], "fails"],
    ["one value for the whole set", equals("a"), ["a"], "holds"],
    ["no member at all", equals("a"), [], "fails"],
    ["a member twice", equals("a"), ["a", "a"], "holds"],
    ["another set under not", not(equals("a")), ["b"], "holds"],
    ["a text in one of the members", { op: "contains", value: "spf" }, ["x", "v=spf1"], "holds"],
    ["a text in no member", { op: "contains", value: "spf" }, ["x"], "fails"],
    ["a text that no member may hold", not({ op: "contains", value: "spf" }), ["x", "v=spf1"], "fails"],
    ["98. a pattern that each member matches", { op: "matches", pattern: "^10[.]" }, ["10.0.0.1", "10.0.0.2"], "holds"],
    ["98. a pattern that one member does not match", { op: "matches", pattern: "^10[.]" }, ["10.0.0.1", "192.0.2.1"], "fails"],
    ["99. a pattern without any member", { op: "matches", pattern: ".*" }, [], "fails"],
    ["106. a pattern under not, when all match", not({ op: "matches", pattern: "^10[.]" }), ["10.0.0.1", "10.0.0.2"], "fails"],
    ["106. a pattern under not, when one differs", not({ op: "matches", pattern: "^10[.]" }), ["10.0.0.1", "192.0.2.1"], "holds"],
    ["members that are there", { op: "exists", value: true }, ["a"], "holds"],
    ["members that are not there", { op: "exists", value: true }, [], "fails"],
    ["several conditions", { op: "all", matchers: [{ op: "contains", value: "a" }, not(equals("a"))] }, ["a", "b"], "holds"],
    ["a comparison, which a set has not", { op: "below", value: 1 }, ["a"], "missing"],
  ])("judges %s", (_, matcher, members, expected) => {
    expect(matchSet(matcher, members, testPattern)).toBe(expected);
  });
});
