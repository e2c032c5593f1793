import { describe, expect, it } from "vitest";
import { displayWidth, shortenMiddle, wrapAll } from "./text-width.ts";

describe("the width of text in a terminal", () => {
  it.each([
    ["checkout", 8],
    ["결제 API", 8],
    ["é", 1],
    ["각", 2],
    ["🚀", 2],
    ["✓✕~-", 4],
    ["❤️", 2],
    ["a\u200bb", 2],
  ])("of %s is %d", (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });

  it("is kept when text is shortened or broken, and no letter is lost when it is broken", () => {
    const title = "결제API".repeat(20);
    expect(displayWidth(shortenMiddle(title, 26))).toBeLessThanOrEqual(26);
    const lines = wrapAll(`see ${title} there`, 20);
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(20);
    expect(lines.join("").replaceAll(" ", "")).toBe(`see${title}there`);
  });
});
