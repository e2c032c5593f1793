import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Rise, readableUnitMs, timeUntilLimit } from "./time-until-limit.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const RISE: Rise = { level: 900, slopePerHour: 40, slopeLowPerHour: 33, slopeHighPerHour: 51 };

function steadyRise(slopePerHour: number): Rise {
  return { level: 0, slopePerHour, slopeLowPerHour: slopePerHour, slopeHighPerHour: slopePerHour };
}

describe("timeUntilLimit", () => {
  it("is a range from the bounds of the slope", () => {
    expect(timeUntilLimit(RISE, 1_050)).toEqual({
      outlook: "expected",
      limit: 1_050,
      soonestMs: 2.9 * HOUR_MS,
      likelyMs: 3.8 * HOUR_MS,
      latestMs: 4.5 * HOUR_MS,
    });
  });

  it.each([
    { hours: 0.4567, likelyMs: 27 * MINUTE_MS },
    { hours: 1.999, likelyMs: 120 * MINUTE_MS },
    { hours: 2.345, likelyMs: 2.3 * HOUR_MS },
    { hours: 34.56, likelyMs: 35 * HOUR_MS },
    { hours: 98.7, likelyMs: 4.1 * DAY_MS },
  ])("says $hours hours in two figures of the unit people would use", ({ hours, likelyMs }) => {
    expect(timeUntilLimit(steadyRise(1), hours)).toMatchObject({ outlook: "expected", likelyMs: Math.round(likelyMs) });
  });

  it("foresees nothing while the gauge may as well stand still", () => {
    const because = { outlook: "not-foreseeable", limit: 1_050, because: "rate-uncertain" };
    expect(timeUntilLimit({ ...RISE, slopeLowPerHour: 0 }, 1_050)).toEqual(because);
    expect(timeUntilLimit({ ...RISE, slopeLowPerHour: -3 }, 1_050)).toEqual(because);
  });

  it("foresees nothing beyond seven days", () => {
    expect(timeUntilLimit(steadyRise(1), 168)).toMatchObject({ outlook: "expected", latestMs: 7 * DAY_MS });
    expect(timeUntilLimit(steadyRise(1), 168.1)).toMatchObject({ outlook: "not-foreseeable", because: "too-far" });
  });

  it("says so when the limit is reached already", () => {
    expect(timeUntilLimit(RISE, 900)).toEqual({ outlook: "already-above", limit: 900 });
    expect(timeUntilLimit({ ...RISE, slopeLowPerHour: -1 }, 100)).toEqual({ outlook: "already-above", limit: 100 });
  });

  it.each([undefined, Number.NaN, Number.POSITIVE_INFINITY])("knows no limit of %s", (limit) => {
    expect(timeUntilLimit(RISE, limit)).toEqual({ outlook: "no-known-limit" });
  });

  it("keeps its range in order and within seven days, whatever comes", () => {
    const number = fc.double({ noNaN: true });
    const bounds = fc.tuple(number, number, number).map((slopes) => Float64Array.from(slopes).sort());
    fc.assert(
      fc.property(number, bounds, number, (level, [low = 0, middle = 0, high = 0], limit) => {
        const until = timeUntilLimit({ level, slopePerHour: middle, slopeLowPerHour: low, slopeHighPerHour: high }, limit);
        if (until.outlook !== "expected") return;
        expect(until.soonestMs).toBeGreaterThanOrEqual(0);
        expect(until.likelyMs).toBeGreaterThanOrEqual(until.soonestMs);
        expect(until.latestMs).toBeGreaterThanOrEqual(until.likelyMs);
        expect(until.latestMs).toBeLessThanOrEqual(7 * DAY_MS);
      }),
    );
  });
});

describe("readableUnitMs", () => {
  it("is minutes below two hours, hours below two days, then days", () => {
    expect([1, 2 * HOUR_MS - 1].map(readableUnitMs)).toEqual([MINUTE_MS, MINUTE_MS]);
    expect([2 * HOUR_MS, 2 * DAY_MS - 1].map(readableUnitMs)).toEqual([HOUR_MS, HOUR_MS]);
    expect(readableUnitMs(2 * DAY_MS)).toBe(DAY_MS);
  });
});
