import { describe, expect, it } from "vitest";
import { restartsFromDrops, restartsFromStartTimes } from "./restarts.ts";

const READING_MS = 300_000;
const DAY = 288;

function gauge(readings: number, valueAt: (reading: number) => number) {
  return Array.from({ length: readings }, (_, reading) => ({ atEpochMs: reading * READING_MS, value: valueAt(reading) }));
}

describe("restarts", () => {
  it("are seen where a gauge falls off a cliff and stays down", () => {
    const points = gauge(DAY, (reading) => (reading < 100 ? 100 + 5 * reading : 100));
    expect(restartsFromDrops(points)).toEqual([100 * READING_MS]);
  });

  it("are not seen in one low reading, in a slow fall, nor in a pool that shrinks by a quarter", () => {
    expect(restartsFromDrops(gauge(DAY, (reading) => (reading === 50 ? 10 : 400)))).toEqual([]);
    expect(restartsFromDrops(gauge(DAY, (reading) => 400 - reading))).toEqual([]);
    expect(restartsFromDrops(gauge(DAY, (reading) => (reading < 50 ? 400 : 300)))).toEqual([]);
  });

  it("are not seen in a gauge that falls again and again, as a heap does", () => {
    expect(restartsFromDrops(gauge(DAY, (reading) => 100 + 50 * (reading % 24)))).toEqual([]);
  });

  it("are what the process says of itself; a sum of several start times says nothing", () => {
    const nowEpochMs = Date.UTC(2026, 10, 22);
    const startedSeconds = nowEpochMs / 1_000 - 3_600;
    const at = (value: number) => ({ atEpochMs: nowEpochMs, value });
    expect(restartsFromStartTimes([at(startedSeconds), at(startedSeconds), at(startedSeconds + 600)])).toEqual([
      nowEpochMs - 3_600_000,
      nowEpochMs - 3_000_000,
    ]);
    expect(restartsFromStartTimes([at(2 * startedSeconds)])).toEqual([]);
  });
});
