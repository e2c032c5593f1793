import { describe, expect, it } from "vitest";
import { editDistance, suggest, suggester } from "./suggest.ts";

const KEYS = ["id", "title", "every", "timeout", "notify", "http", "tcp", "dependsOn", "expect"];

describe("suggest", () => {
  it.each([
    ["timout", "timeout"],
    ["htpp", "http"],
    ["EVERY", "every"],
    ["depends_on", "dependsOn"],
    ["depends-on", "dependsOn"],
    ["interval", "every"],
    ["URL", "http"],
  ])("finds what %s means", (word, meant) => {
    expect(suggest(word, KEYS)).toBe(meant);
  });

  it.each(["x", "to", "zebra", "retries", "", "constructor", "__proto__", "a".repeat(1_000)])(
    "has nothing silly for %s",
    (word) => {
      expect(suggest(word, KEYS)).toBeUndefined();
    },
  );

  it("offers an alias only where it is allowed", () => {
    expect(suggest("interval", ["status"])).toBeUndefined();
  });

  it("stops when it has compared enough", () => {
    const find = suggester(Array.from({ length: 100_000 }, (_, index) => `service-${index}`));
    const found = Array.from({ length: 10 }, () => find("service-1x"));
    expect(found.at(0)).toBeDefined();
    expect(found.at(-1)).toBeUndefined();
  });
});

describe("editDistance", () => {
  it.each([
    ["", "abc", 3],
    ["abc", "abc", 0],
    ["abc", "acb", 1],
    ["kitten", "sitting", 3],
    ["ca", "abc", 3],
  ])("of %s and %s is %i", (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
    expect(editDistance(to, from)).toBe(distance);
  });
});
