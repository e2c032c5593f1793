import { describe, expect, it } from "vitest";
import { median, medianAbsoluteDeviation, percentile } from "./quantiles.ts";

describe("median", () => {
  it("is the middle one, or the mean of the two middle ones", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 6])).toBe(5.5);
  });

  it("of nothing is nothing", () => {
    expect(median([])).toBeUndefined();
    expect(percentile([], 0.95)).toBeUndefined();
  });

  it("sorts as numbers, not as text", () => {
    expect(median([10, 9, 100])).toBe(10);
  });
});

describe("percentile", () => {
  it("is always one of the numbers, by nearest rank", () => {
    const oneToTwenty = Array.from({ length: 20 }, (_, at) => 20 - at);
    expect(percentile(oneToTwenty, 0.95)).toBe(19);
    expect(percentile(oneToTwenty, 0)).toBe(1);
    expect(percentile(oneToTwenty, 1)).toBe(20);
  });
});

describe("medianAbsoluteDeviation", () => {
  it("ignores a wild value and is scaled to a standard deviation", () => {
    expect(medianAbsoluteDeviation([1, 2, 3, 4, 1_000])).toBeCloseTo(1.4826);
  });

  it("of nothing is 0", () => {
    expect(medianAbsoluteDeviation([])).toBe(0);
  });
});
