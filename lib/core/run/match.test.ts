import { describe, expect, it } from "vitest";
import type { Matcher } from "../model/expectation.ts";
import type { Scalar } from "../model/fact.ts";
import { match } from "./match.ts";

const testPattern = (pattern: string, text: string) => new RegExp(pattern).test(text);
const is = (value: Scalar): Matcher => ({ op: "oneOf", values: [value] });
const not = (matcher: Matcher): Matcher => ({ op: "not", matcher });

describe("match", () => {
  it.each<[string, Matcher, Scalar[], string]>([
    ["an equal value", is("ok"), ["ok"], "holds"],
    ["a number that looks like a text", is("5"), [5], "fails"],
    ["a value inside a range", { op: "oneOf", values: [302, { from: 200, to: 299 }] }, [204], "holds"],
    ["the end of a range", { op: "oneOf", values: [{ from: 200, to: 299 }] }, [299], "holds"],
    ["a value outside a range", { op: "oneOf", values: [302, { from: 200, to: 299 }] }, [301], "fails"],
    ["a number below", { op: "below", value: 100 }, [99], "holds"],
    ["the bound itself under below", { op: "below", value: 100 }, [100], "fails"],
    ["the bound itself under atMost", { op: "atMost", value: 100 }, [100], "holds"],
    ["the bound itself under above", { op: "above", value: 100 }, [100], "fails"],
    ["the bound itself under atLeast", { op: "atLeast", value: 100 }, [100], "holds"],
    ["a text within a text", { op: "contains", value: "json" }, ["application/json"], "holds"],
    ["a pattern", { op: "matches", pattern: "^v\\d+$" }, ["v12"], "holds"],
    ["something that exists", { op: "exists", value: true }, ["x"], "holds"],
    ["something that should not exist and does not", { op: "exists", value: false }, [], "holds"],
    ["several conditions", { op: "all", matchers: [{ op: "atLeast", value: 200 }, not(is(404))] }, [204], "holds"],
    [
      "several conditions of which one fails",
      { op: "all", matchers: [{ op: "atLeast", value: 200 }, not(is(404))] },
      [404],
      "fails",
    ],
  ])("judges %s", (_, matcher, values, expected) => {
    expect(match(matcher, values, testPattern)).toBe(expected);
  });

  it("16. under not, one hit among several values of a header is enough to fail", () => {
    expect(match(not({ op: "contains", value: "b" }), ["a", "b"], testPattern)).toBe("fails");
  });

  it("17. one match among several values of a header is enough", () => {
    expect(match({ op: "contains", value: "b" }, ["a", "b"], testPattern)).toBe("holds");
  });

  it("18. an absent header satisfies a must-not-match, and fails a must-match", () => {
    expect(match(not({ op: "contains", value: "b" }), [], testPattern)).toBe("holds");
    expect(match({ op: "contains", value: "b" }, [], testPattern)).toBe("fails");
  });

  it("18. a header that is present but empty matches the pattern for anything", () => {
    expect(match({ op: "matches", pattern: ".*" }, [""], testPattern)).toBe("holds");
  });

  it("24. a number that is missing is neither below nor not below anything", () => {
    expect(match({ op: "below", value: 100 }, [], testPattern)).toBe("missing");
    expect(match(not({ op: "above", value: 100 }), [], testPattern)).toBe("missing");
    expect(match({ op: "below", value: 100 }, ["<html>"], testPattern)).toBe("missing");
  });
});
