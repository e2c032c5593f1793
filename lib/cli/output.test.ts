import { describe, expect, it } from "vitest";
import { columnsOf } from "./output.ts";

describe("how wide lines are", () => {
  it("is the width of the terminal, within what can be read, and 80 columns without one", () => {
    expect(columnsOf({ isTTY: true, columns: 100 })).toBe(100);
    expect(columnsOf({ isTTY: true, columns: 40 })).toBe(60);
    expect(columnsOf({ isTTY: true, columns: 300 })).toBe(120);
    expect(columnsOf({ isTTY: true, columns: 0 })).toBe(80);
    expect(columnsOf({ columns: 100 })).toBe(80);
  });
});
