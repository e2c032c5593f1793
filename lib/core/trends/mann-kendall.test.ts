import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mannKendall } from "./mann-kendall.ts";
import type { Point } from "./series.ts";

const MINUTE_MS = 60_000;
const everyMinute = (values: readonly number[]): Point[] =>
  values.map((value, index) => ({ atEpochMs: index * MINUTE_MS, value }));
const wholeNumbers = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { maxLength: 40 });

describe("mannKendall", () => {
  it("counts pairs: five rising values make S = 10 and Z = 9/√(50/3)", () => {
    const test = mannKendall(everyMinute([1, 2, 3, 4, 5]));
    expect(test).toMatchObject({ points: 5, s: 10 });
    expect(test.variance).toBeCloseTo(50 / 3);
    expect(test.z).toBeCloseTo(2.2045, 4);
    expect(test.p).toBeCloseTo(0.01374, 5);
  });

  it("takes ties out of the variance: groups of 2, 3 and 3 among nine leave 1506/18", () => {
    const test = mannKendall(everyMinute([23, 24, 29, 6, 29, 24, 24, 29, 23]));
    expect(test.s).toBe(3);
    expect(test.variance).toBeCloseTo(1_506 / 18);
  });

  it("is one-sided: what falls is as far from a trend as can be", () => {
    expect(mannKendall(everyMinute([5, 4, 3, 2, 1])).p).toBeCloseTo(1 - 0.01374, 5);
  });

  it.each([[[]], [[7]], [[7, 7, 7, 7]]])("sees no trend in %j", (values) => {
    expect(mannKendall(everyMinute(values))).toMatchObject({ s: 0, z: 0, p: 0.5 });
  });

  it("sees a trend in every strictly rising series of six points or more", () => {
    const steps = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 6, maxLength: 60 });
    fc.assert(
      fc.property(steps, (rises) => {
        let level = 0;
        const values = rises.map((rise) => {
          level += rise;
          return level;
        });
        return mannKendall(everyMinute(values)).p < 0.01;
      }),
    );
  });

  it("does not change with the zero, the scale or the start of the clock", () => {
    const change = fc.record({
      shift: fc.integer({ max: 1e9 }),
      scale: fc.integer({ min: 1, max: 1e6 }),
      laterMs: fc.maxSafeNat(),
    });
    fc.assert(
      fc.property(wholeNumbers, change, (values, { shift, scale, laterMs }) => {
        const moved = everyMinute(values.map((value) => scale * value + shift));
        const later = moved.map(({ atEpochMs, value }) => ({ atEpochMs: atEpochMs + (laterMs % 1e13), value }));
        expect(mannKendall(later)).toEqual(mannKendall(everyMinute(values)));
      }),
    );
  });

  it("turns its sign when the series is turned upside down", () => {
    fc.assert(
      fc.property(wholeNumbers, (values) => {
        const turned = mannKendall(everyMinute(values.map((value) => -value)));
        expect(turned.s + mannKendall(everyMinute(values)).s).toBe(0);
      }),
    );
  });

  it("reads points in the order of time, whatever order they come in", () => {
    const rising = everyMinute([1, 2, 3, 4, 5, 6, 7]);
    expect(mannKendall([...rising.slice(3), ...rising.slice(0, 3)])).toEqual(mannKendall(rising));
  });
});
