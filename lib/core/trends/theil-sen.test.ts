import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Point } from "./series.ts";
import { createRandom } from "./simulation/random.ts";
import { theilSen } from "./theil-sen.ts";

const everySecond = (values: readonly number[]): Point[] => values.map((value, index) => ({ atEpochMs: index * 1_000, value }));

describe("theilSen", () => {
  it("finds the slope of a line per second, from the real distances between points", () => {
    const line = [0, 1, 4, 9, 100].map((second) => ({ atEpochMs: second * 1_000, value: 7 + 3 * second }));
    const fit = theilSen(line);
    expect(fit).toMatchObject({ slopePerSecond: 3, slopeLowPerSecond: 3, slopeHighPerSecond: 3, residualMad: 0 });
  });

  it("does not care for a quarter of wild points", () => {
    const line = Array.from({ length: 20 }, (_, second) => (second % 4 === 1 ? 1e6 : 2 * second));
    expect(theilSen(everySecond(line))?.slopePerSecond).toBeCloseTo(2, 0);
  });

  it("takes the confidence slopes by rank: (N ∓ z·√Var S)/2, rounded outwards", () => {
    // Slopes 1, 1.5, 2, 2.33, 3, 3.75, 4, 4.67, 6, 8; with z = 1 the half width is √(50/3) = 4.08: ranks 2.96 and 8.04.
    const fit = theilSen(everySecond([0, 1, 3, 7, 15]), { z: 1 });
    expect(fit).toMatchObject({ slopePerSecond: 3.375, slopeLowPerSecond: 1.5, slopeHighPerSecond: 6 });
  });

  it("gives bounds that hold the true slope nine times in ten", () => {
    const random = createRandom(1);
    const runs = Array.from({ length: 500 }, () => {
      const fit = theilSen(everySecond(Array.from({ length: 20 }, (_, second) => 0.5 * second + random.normal())));
      return fit !== undefined && fit.slopeLowPerSecond <= 0.5 && fit.slopeHighPerSecond >= 0.5;
    });
    const share = runs.filter(Boolean).length / runs.length;
    expect(share).toBeGreaterThan(0.87);
    expect(share).toBeLessThan(0.96);
  });

  it("widens with the confidence that is asked for", () => {
    const noisy = everySecond([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]);
    const [narrow, wide] = [theilSen(noisy, { z: 0.5 }), theilSen(noisy, { z: 2.5 })];
    expect(wide?.slopeLowPerSecond).toBeLessThan(narrow?.slopeLowPerSecond ?? 0);
    expect(wide?.slopeHighPerSecond).toBeGreaterThan(narrow?.slopeHighPerSecond ?? 0);
  });

  it("measures noise around the line, not the rise", () => {
    const random = createRandom(2);
    const values = Array.from({ length: 400 }, (_, second) => 50 * second + 4 * random.normal());
    expect(theilSen(everySecond(values))?.residualMad).toBeCloseTo(4, 0);
  });

  it.each([[[]], [[5]]])("says nothing of %j", (values) => {
    expect(theilSen(everySecond(values))).toBeUndefined();
  });

  it("says nothing of points that all share one moment", () => {
    expect(theilSen([3, 4, 5].map((value) => ({ atEpochMs: 1, value })))).toBeUndefined();
  });

  it("moves with the scale, and not with the zero or the start of the clock", () => {
    const values = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 0, max: 1e12 }), (series, scale, laterMs) => {
        const fit = theilSen(everySecond(series));
        const changed = everySecond(series.map((value) => 1_000 + scale * value));
        const other = theilSen(changed.map((point) => ({ ...point, atEpochMs: point.atEpochMs + laterMs })));
        expect(other?.slopePerSecond).toBeCloseTo(scale * (fit?.slopePerSecond ?? Number.NaN), 6);
        expect(other?.slopeLowPerSecond).toBeCloseTo(scale * (fit?.slopeLowPerSecond ?? Number.NaN), 6);
        expect(other?.residualMad).toBeCloseTo(scale * (fit?.residualMad ?? Number.NaN), 6);
      }),
    );
  });

  it("brackets its slope, with finite numbers, whatever comes", () => {
    const value = fc.oneof(fc.double(), fc.constant(0), fc.integer({ min: 0, max: 3 }));
    const anything = fc.array(fc.record({ atEpochMs: fc.oneof(fc.integer(), fc.double()), value }), { maxLength: 30 });
    fc.assert(
      fc.property(anything, (points) => {
        const fit = theilSen(points);
        if (fit === undefined) return;
        expect(Object.values(fit).every(Number.isFinite)).toBe(true);
        expect(fit.slopeLowPerSecond).toBeLessThanOrEqual(fit.slopePerSecond);
        expect(fit.slopeHighPerSecond).toBeGreaterThanOrEqual(fit.slopePerSecond);
      }),
    );
  });
});
