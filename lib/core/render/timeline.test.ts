import { describe, expect, it } from "vitest";
import { BUCKETS, buildTimeline, chooseBucketMs, percentile, type Reading, summariseResponse } from "./timeline.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOON = Date.UTC(2026, 10, 22, 12);

function readingsOf(latenciesMs: readonly number[]): Reading[] {
  return latenciesMs.map((latencyMs, at) => ({ dueEpochMs: NOON + at * MINUTE, status: "up", latencyMs }));
}

describe("a timeline", () => {
  it("has one run in each slice when slices are as long as the interval, whatever the phase", () => {
    const readings = Array.from(
      { length: BUCKETS },
      (_, at): Reading => ({ dueEpochMs: NOON + at * MINUTE + 59_999, status: "up" }),
    );
    const timeline = buildTimeline(readings, { bucketMs: MINUTE, endEpochMs: readings.at(-1)?.dueEpochMs ?? 0 });
    expect(timeline.buckets.map(({ runs }) => runs)).toEqual(Array(BUCKETS).fill(1));
  });

  it("shows the worst state of a slice, and no data where nothing ran or only our own faults", () => {
    const at = (minute: number, status: Reading["status"]): Reading => ({ dueEpochMs: NOON + minute * MINUTE, status });
    const readings = [
      at(0, "up"),
      at(1, "down"),
      at(20, "slow"),
      at(21, "up"),
      at(40, "unknown"),
      at(41, "up"),
      at(60, "unknown"),
    ];
    const { buckets } = buildTimeline(readings, { bucketMs: 20 * MINUTE, endEpochMs: NOON + 61 * MINUTE });
    expect(buckets.slice(-4).map(({ state }) => state)).toEqual(["down", "slow", "up", "none"]);
    expect(buckets.slice(0, -4).every(({ state, runs }) => state === "none" && runs === 0)).toBe(true);
  });

  it("grows with the history up to 24 hours, and never has slices shorter than the interval", () => {
    expect(chooseBucketMs(10_000, 0)).toBe(10_000);
    expect(chooseBucketMs(10_000, 13 * MINUTE)).toBe(20_000);
    expect(chooseBucketMs(MINUTE, 0)).toBe(MINUTE);
    expect(chooseBucketMs(MINUTE, 20 * HOUR)).toBe(20 * MINUTE);
    expect(chooseBucketMs(HOUR, 0)).toBe(HOUR);
    expect(chooseBucketMs(MINUTE, 200 * HOUR) * BUCKETS).toBe(24 * HOUR);
  });
});

describe("response times", () => {
  it("name a 95th percentile only from 20 answers on", () => {
    expect(summariseResponse(readingsOf([30, 10, 20]))).toEqual({ answers: 3, p50Ms: 20 });
    const hundred = Array.from({ length: 100 }, (_, at) => at + 1);
    expect(summariseResponse(readingsOf(hundred))).toEqual({ answers: 100, p50Ms: 50, p95Ms: 95 });
    expect(summariseResponse([])).toEqual({ answers: 0 });
  });

  it("are always values that were measured", () => {
    expect(percentile([5], 0.5)).toBe(5);
    expect(percentile([5, 7], 0.5)).toBe(5);
    expect(percentile([], 0.5)).toBeUndefined();
  });
});
