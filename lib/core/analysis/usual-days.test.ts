import { describe, expect, it } from "vitest";
import { usualDays } from "./usual-days.ts";

const NOW = Date.UTC(2026, 10, 22, 14);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const READING_MS = 300_000;

/** A week of readings until now. */
function week(valueAt: (atEpochMs: number) => number) {
  return Array.from({ length: 7.5 * 288 }, (_, index) => {
    const atEpochMs = NOW - 7.5 * DAY_MS + index * READING_MS;
    return { atEpochMs, value: valueAt(atEpochMs) };
  });
}

function suspectedBetween(fromEpochMs: number, toEpochMs: number) {
  const readings = Math.floor((toEpochMs - fromEpochMs) / READING_MS);
  return Array.from({ length: readings }, (_, index) => ({ atEpochMs: fromEpochMs + index * READING_MS, value: 1 }));
}

function daysIn(points: readonly { atEpochMs: number }[]): number[] {
  return [...new Set(points.map(({ atEpochMs }) => Math.ceil((NOW - atEpochMs) / DAY_MS - 0.5)))]
    .filter((day) => day > 0)
    .toSorted();
}

describe("usual days", () => {
  it("are the seven before when nothing leaked", () => {
    const usual = usualDays({ points: week(() => 100), verdicts: [], restartsAtEpochMs: [], nowEpochMs: NOW });
    expect(daysIn(usual)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it("leave out a day on which the gauge leaked until the process was restarted", () => {
    const from = NOW - 2 * DAY_MS;
    const restart = from + 5 * HOUR_MS;
    const points = week((at) => (at >= from && at < restart ? 100 + (at - from) / 60_000 : 100));
    const verdicts = suspectedBetween(from + HOUR_MS, restart);
    expect(daysIn(usualDays({ points, verdicts, restartsAtEpochMs: [restart], nowEpochMs: NOW }))).toEqual([1, 3, 4, 5, 6, 7]);
  });

  it("keep a day whose rise came down by itself: that was a wave, whatever it was taken for", () => {
    const points = week((at) => 200 + 60 * Math.sin((2 * Math.PI * (at % DAY_MS)) / DAY_MS));
    const verdicts = suspectedBetween(NOW - 2 * DAY_MS - 12 * HOUR_MS, NOW - 2 * DAY_MS - 10 * HOUR_MS);
    expect(daysIn(usualDays({ points, verdicts, restartsAtEpochMs: [], nowEpochMs: NOW }))).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it("leave out the days of a leak that goes on", () => {
    const from = NOW - 3 * DAY_MS;
    const points = week((at) => 100 + Math.max(0, at - from) / 600_000);
    const verdicts = suspectedBetween(from + HOUR_MS, NOW);
    expect(daysIn(usualDays({ points, verdicts, restartsAtEpochMs: [], nowEpochMs: NOW }))).toEqual([4, 5, 6, 7]);
  });
});
