import { describe, expect, it } from "vitest";
import { readYaml } from "./yaml-source.ts";

describe("readYaml", () => {
  it("refuses maps in maps on one line, as deep as they may be", () => {
    for (const levels of [200, 4_000, 100_000]) {
      expect(readYaml("a: ".repeat(levels))).toHaveProperty("unreadable");
    }
  });
});
