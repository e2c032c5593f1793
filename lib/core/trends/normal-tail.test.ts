import { describe, expect, it } from "vitest";
import { normalTail } from "./normal-tail.ts";

describe("normalTail", () => {
  it.each([
    [0, 0.5],
    [0.5, 0.3085375387259869],
    [1, 0.15865525393145707],
    [1.645, 0.04998490553912137],
    [2.326, 0.01000927534086767],
    [3, 0.0013498980316300957],
    [5, 2.866515718791946e-7],
    [8, 6.220960574271819e-16],
    [38, 2.88542835e-316],
  ])("agrees with tables at z = %d to seven figures", (z, expected) => {
    expect(normalTail(z) / expected).toBeCloseTo(1, 7);
  });

  it("falls smoothly where one formula takes over from the other", () => {
    expect(normalTail(3 - 1e-9) / normalTail(3)).toBeCloseTo(1, 7);
    expect(normalTail(3 - 1e-9)).toBeGreaterThan(normalTail(3));
  });

  it("is symmetric, and ends at 1 and 0", () => {
    expect(normalTail(-1.645)).toBeCloseTo(1 - 0.04998490553912137, 12);
    expect(normalTail(Number.NEGATIVE_INFINITY)).toBe(1);
    expect(normalTail(Number.POSITIVE_INFINITY)).toBe(0);
  });
});
