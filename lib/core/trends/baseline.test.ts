import { describe, expect, it } from "vitest";
import type { Phase } from "../model/failure.ts";
import { comparePhases, latencyBaseline, type Moment } from "./baseline.ts";
import type { Point } from "./series.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** 04:30 on a Sunday in Seoul. */
const NOW: Moment = { atEpochMs: Date.UTC(2026, 10, 21, 19, 30), timezone: "Asia/Seoul" };

/** So many runs, a minute apart, from a time before or after now on. */
function runs(count: number, fromNowMs: number, valueMs: (run: number) => number): Point[] {
  return Array.from({ length: count }, (_, run) => ({
    atEpochMs: NOW.atEpochMs + fromNowMs + run * 60_000,
    value: valueMs(run),
  }));
}

describe("latencyBaseline", () => {
  it("is median and 95th percentile of the same local hour on previous days", () => {
    const history = [
      ...runs(20, -DAY_MS, (run) => 101 + run),
      ...runs(20, -2 * DAY_MS, (run) => 121 + run),
      ...runs(60, -DAY_MS + 3 * HOUR_MS, () => 9_000),
    ];
    expect(latencyBaseline(history, NOW)).toEqual({ medianMs: 120.5, p95Ms: 138, points: 40, of: "same-hour" });
  });

  it("falls back to all hours where this one is hardly known", () => {
    const history = [...runs(7, -DAY_MS, () => 500), ...runs(30, -DAY_MS + 5 * HOUR_MS, () => 80)];
    expect(latencyBaseline(history, NOW)).toEqual({ medianMs: 80, p95Ms: 500, points: 37, of: "all-hours" });
  });

  it("never takes the present hour for usual", () => {
    const slowNow = runs(30, -29 * 60_000, () => 8_000);
    expect(latencyBaseline(slowNow, NOW)).toBeUndefined();
    const earlierToday = runs(10, -2 * HOUR_MS, () => 70);
    expect(latencyBaseline([...slowNow, ...earlierToday], NOW)).toMatchObject({ medianMs: 70, points: 10, of: "all-hours" });
  });

  it("takes nothing from after the moment, not even this hour on a later day", () => {
    expect(latencyBaseline([...runs(30, HOUR_MS, () => 5), ...runs(30, DAY_MS, () => 5)], NOW)).toBeUndefined();
  });

  it("has no 95th percentile of fewer than 20 points, and no median of fewer than 8", () => {
    expect(
      latencyBaseline(
        runs(20, -DAY_MS, () => 3),
        NOW,
      ),
    ).toHaveProperty("p95Ms", 3);
    expect(
      latencyBaseline(
        runs(19, -DAY_MS, () => 3),
        NOW,
      ),
    ).toEqual({ medianMs: 3, points: 19, of: "same-hour" });
    expect(
      latencyBaseline(
        runs(8, -DAY_MS, () => 3),
        NOW,
      ),
    ).toMatchObject({ points: 8 });
    expect(
      latencyBaseline(
        runs(7, -DAY_MS, () => 3),
        NOW,
      ),
    ).toBeUndefined();
    expect(latencyBaseline([], NOW)).toBeUndefined();
  });

  it("leaves out values that are no numbers", () => {
    const history = [...runs(8, -DAY_MS, () => 3), ...runs(8, -DAY_MS, () => Number.NaN)];
    expect(latencyBaseline(history, NOW)).toMatchObject({ medianMs: 3, points: 8 });
  });

  it("counts the hours of the zone that is given", () => {
    const history = [...runs(10, -DAY_MS, () => 3), ...runs(10, -DAY_MS + 6 * HOUR_MS, () => 90)];
    expect(latencyBaseline(history, { ...NOW, atEpochMs: NOW.atEpochMs + 6 * HOUR_MS })).toMatchObject({ medianMs: 90 });
    const nextMorning = { atEpochMs: NOW.atEpochMs + HOUR_MS, timezone: "Asia/Kathmandu" };
    expect(latencyBaseline(history, nextMorning)).toMatchObject({ of: "all-hours" });
  });
});

describe("comparePhases", () => {
  const history = new Map<Phase, Point[]>([
    ["connect", runs(10, -DAY_MS, () => 2)],
    ["handshake", runs(25, -DAY_MS, () => 5)],
    ["dns", runs(10, -DAY_MS, () => 0)],
  ]);

  it("sets every phase beside its own usual value, in the order of the run", () => {
    const phases = [
      { phase: "connect", ms: 1 },
      { phase: "handshake", ms: 60 },
    ];
    expect(comparePhases(phases, { ...NOW, history })).toEqual([
      { phase: "connect", ms: 1, usual: { medianMs: 2, points: 10, of: "same-hour" }, timesUsual: 0.5 },
      { phase: "handshake", ms: 60, usual: { medianMs: 5, p95Ms: 5, points: 25, of: "same-hour" }, timesUsual: 12 },
    ]);
  });

  it("multiplies nothing where the usual value is 0 or unknown", () => {
    const [dns, query] = comparePhases(
      [
        { phase: "dns", ms: 3 },
        { phase: "query", ms: 9 },
      ],
      { ...NOW, history },
    );
    expect(dns).not.toHaveProperty("timesUsual");
    expect(dns).toHaveProperty("usual.medianMs", 0);
    expect(query).toEqual({ phase: "query", ms: 9 });
  });
});
