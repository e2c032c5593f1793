import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Point } from "./series.ts";
import { findSlowHours, type TimeOfDayOptions } from "./time-of-day.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Midnight in Seoul, a Monday. */
const MONDAY_EPOCH_MS = Date.UTC(2026, 10, 15, 15);
const seoul: TimeOfDayOptions = { timezone: "Asia/Seoul", of: "latency" };

/** Four runs an hour for so many days from a midnight on; `valueAt` is given day and hour counted from it. */
function runs(days: number, valueAt: (day: number, hour: number) => number, midnightEpochMs = MONDAY_EPOCH_MS): Point[] {
  return Array.from({ length: days * 96 }, (_, run) => ({
    atEpochMs: midnightEpochMs + run * 900_000,
    value: valueAt(Math.floor(run / 96), Math.floor(run / 4) % 24),
  }));
}

/** 100 ms and a little, different for every hour; slow at one hour on some days. */
function slowOn(days: readonly number[], hour = 4, slowMs = 450) {
  return (day: number, at: number) => (at === hour && days.includes(day) ? slowMs : 100 + ((at * 7 + day * 5) % 24));
}

function hoursOf(points: readonly Point[], options: TimeOfDayOptions = seoul) {
  const found = findSlowHours(points, options);
  return found.verdict === "slow-hours" ? found.hours : [];
}

describe("findSlowHours", () => {
  it("names the local hour, its days, how slow it was, and how easily chance does that", () => {
    const [slow, ...others] = hoursOf(runs(7, slowOn([0, 1, 3, 4, 6])));
    expect(slow).toMatchObject({ hour: 4, daysHit: 5, daysLooked: 7 });
    expect(slow?.timesUsual).toBeCloseTo(4, 0);
    expect(slow?.chance).toBeCloseTo(0.00175, 5);
    expect(others).toEqual([]);
  });

  it.each([
    { days: 3, enough: 3 },
    { days: 4, enough: 4 },
    { days: 5, enough: 4 },
    { days: 6, enough: 5 },
    { days: 7, enough: 5 },
  ])("asks for $enough of $days days", ({ days, enough }) => {
    const first = (count: number) => Array.from({ length: count }, (_, day) => day);
    expect(hoursOf(runs(days, slowOn(first(enough))))).toMatchObject([{ hour: 4, daysHit: enough, daysLooked: days }]);
    expect(findSlowHours(runs(days, slowOn(first(enough - 1))), seoul)).toEqual({ verdict: "no-pattern", days });
  });

  it("says nothing of fewer than three days", () => {
    const verdict = { verdict: "not-enough-data", days: 2, daysNeeded: 3 };
    expect(findSlowHours(runs(2, slowOn([0, 1])), seoul)).toEqual(verdict);
    expect(findSlowHours([], seoul)).toEqual({ ...verdict, days: 0 });
  });

  it("asks for twice the level of the day", () => {
    expect(hoursOf(runs(3, (_, hour) => (hour === 4 ? 200 : 100)))).toMatchObject([{ hour: 4, timesUsual: 2 }]);
    expect(hoursOf(runs(3, (_, hour) => (hour === 4 ? 199 : 100)))).toEqual([]);
  });

  it("cannot tell how many times a day that is usually 0", () => {
    expect(hoursOf(runs(3, (_, hour) => (hour === 4 ? 50 : 0)))).toEqual([]);
  });

  it("asks for three points in the hour", () => {
    const points = runs(3, slowOn([0, 1, 2]));
    const inHour4 = ({ atEpochMs }: Point) => Math.floor(((atEpochMs - MONDAY_EPOCH_MS) % DAY_MS) / HOUR_MS) === 4;
    const isFirstOfHour = ({ atEpochMs }: Point) => atEpochMs % HOUR_MS === 0;
    const isLastOfHour = ({ atEpochMs }: Point) => atEpochMs % HOUR_MS === 2_700_000;
    expect(hoursOf(points.filter((point) => !inHour4(point) || !isFirstOfHour(point)))).toHaveLength(1);
    expect(hoursOf(points.filter((point) => !inHour4(point) || !(isFirstOfHour(point) || isLastOfHour(point))))).toEqual([]);
  });

  it("goes by the median of the hour: one slow run in four is no slow hour", () => {
    const oneSlowRun = runs(3, () => 100).map((point, run) => (run % 96 === 16 ? { ...point, value: 9_000 } : point));
    expect(hoursOf(oneSlowRun)).toEqual([]);
  });

  it("takes at most two hours a day, and none of three that tie", () => {
    const slowFrom4 = (hours: number) => runs(3, (_, hour) => (hour >= 4 && hour < 4 + hours ? 500 : 100));
    expect(hoursOf(slowFrom4(2)).map(({ hour }) => hour)).toEqual([4, 5]);
    expect(hoursOf(slowFrom4(3))).toEqual([]);
  });

  it("puts the hour first that chance explains least", () => {
    const points = runs(7, (day, hour) => {
      if (hour === 22 && day < 5) return 900;
      return slowOn([0, 1, 2, 3, 4, 5])(day, hour);
    });
    expect(hoursOf(points).map(({ hour, daysHit }) => ({ hour, daysHit }))).toEqual([
      { hour: 4, daysHit: 6 },
      { hour: 22, daysHit: 5 },
    ]);
  });

  it("looks at the last seven days only", () => {
    expect(hoursOf(runs(10, slowOn([0, 1, 2, 3, 4])))).toEqual([]);
    expect(hoursOf(runs(10, slowOn([3, 4, 5, 6, 7])))).toMatchObject([{ daysHit: 5, daysLooked: 7 }]);
  });

  it("skips days on which an incident was open all day, even one that still is", () => {
    const points = runs(5, slowOn([0, 1, 4]));
    const [secondDay, lastOfThird] = [MONDAY_EPOCH_MS + 2 * DAY_MS, MONDAY_EPOCH_MS + 4 * DAY_MS - 1];
    expect(hoursOf(points)).toEqual([]);
    const allOfTwoDays = { fromEpochMs: secondDay, toEpochMs: lastOfThird };
    expect(hoursOf(points, { ...seoul, incidents: [allOfTwoDays] })).toMatchObject([{ daysHit: 3, daysLooked: 3 }]);
    const notQuiteAll = { fromEpochMs: secondDay + HOUR_MS, toEpochMs: lastOfThird };
    expect(hoursOf(points, { ...seoul, incidents: [notQuiteAll] })).toEqual([]);
    const stillOpen = { fromEpochMs: secondDay - HOUR_MS };
    expect(findSlowHours(points, { ...seoul, incidents: [stillOpen] })).toMatchObject({ verdict: "not-enough-data", days: 2 });
  });

  it("does not let a day that has just begun spoil the record", () => {
    const untilTenToday = runs(4, slowOn([0, 1, 2])).slice(0, 3 * 96 + 40);
    expect(hoursOf(untilTenToday)).toMatchObject([{ daysHit: 3, daysLooked: 3 }]);
  });

  it("needs more days where few hours are known: 3 of 3 among 12 hours is chance", () => {
    const byDay = (days: number) =>
      runs(days, (_, hour) => (hour === 9 ? 500 : 100)).filter((_, run) => run % 96 >= 32 && run % 96 < 80);
    expect(hoursOf(byDay(3))).toEqual([]);
    expect(hoursOf(byDay(5))).toMatchObject([{ hour: 9, daysHit: 5 }]);
  });

  it("ranks failures by their share of the runs", () => {
    const failing = runs(5, (day, hour) => (hour === 4 && day !== 2 ? 1 : 0)).map((point, run) =>
      run % 96 === 17 || run % 50 === 0 ? { ...point, value: 1 - point.value } : point,
    );
    const [found] = hoursOf(failing, { ...seoul, of: "failures" });
    expect(found).toMatchObject({ hour: 4, daysHit: 4, daysLooked: 5 });
    expect(
      hoursOf(
        runs(7, () => 0),
        { ...seoul, of: "failures" },
      ),
    ).toEqual([]);
  });
});

describe("findSlowHours counts local hours", () => {
  it("so that 04:00 in Seoul is no hour of New York's", () => {
    const points = runs(7, slowOn([0, 1, 2, 3, 4, 5, 6]));
    expect(hoursOf(points, { ...seoul, timezone: "America/New_York" })).toMatchObject([{ hour: 14 }]);
  });

  it.each([
    { change: "forward", midnightEpochMs: Date.UTC(2026, 2, 6, 5), shortDay: 2, shiftHours: -1 },
    { change: "back", midnightEpochMs: Date.UTC(2026, 9, 30, 4), shortDay: 2, shiftHours: 1 },
  ])("across the night when clocks go $change", ({ midnightEpochMs, shortDay, shiftHours }) => {
    // The job runs at 04:00 by the clock on the wall, so in hours since the first midnight it moves.
    const points = runs(6, (day, hour) => (hour === 4 + (day >= shortDay ? shiftHours : 0) ? 500 : 100 + hour), midnightEpochMs);
    const newYork = { ...seoul, timezone: "America/New_York" };
    expect(hoursOf(points, newYork)).toMatchObject([{ hour: 4, daysHit: 6, daysLooked: 6 }]);
    expect(hoursOf(points, { ...seoul, timezone: "UTC" }).every(({ daysHit }) => daysHit < 6)).toBe(true);
  });
});

describe("findSlowHours, whatever comes,", () => {
  it("never throws, and gives only numbers that are some", () => {
    const value = fc.oneof(fc.double(), fc.constantFrom(0, 1, 1e308, 5e-324));
    const atEpochMs = fc.oneof(fc.integer({ min: MONDAY_EPOCH_MS, max: MONDAY_EPOCH_MS + 4 * DAY_MS }), fc.double());
    fc.assert(
      fc.property(fc.array(fc.record({ atEpochMs, value }), { maxLength: 400 }), (points) => {
        for (const { timesUsual, chance } of hoursOf(points)) {
          expect(timesUsual).toBeGreaterThanOrEqual(2);
          expect(chance).toBeLessThanOrEqual(0.015);
        }
      }),
    );
  });
});
