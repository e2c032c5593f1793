import { describe, expect, it } from "vitest";
import { isRising, judgeWindows } from "./leak-windows.ts";

const NOW = Date.UTC(2026, 10, 22, 14);
const READING_MS = 300_000;
const HOUR = 12;
const DAY = 24 * HOUR;

/** Readings until now; the argument counts them back from the end, with a little noise. */
function readings(count: number, valueAt: (readingsAgo: number) => number) {
  return Array.from({ length: count }, (_, index) => {
    const readingsAgo = count - index;
    return { atEpochMs: NOW - readingsAgo * READING_MS, value: valueAt(readingsAgo) + ([0, 3, -2, 1, -3, 2][index % 6] ?? 0) };
  });
}

/** The same hours on the day before, at this level. */
function dayBefore(level: number) {
  return Array.from({ length: 24 }, (_, index) => ({
    atEpochMs: NOW - 24 * 3_600_000 + (index - 12) * READING_MS,
    value: level,
  }));
}

function judge(points: ReturnType<typeof readings>, options: Partial<Parameters<typeof judgeWindows>[1]> = {}) {
  const { window, verdict } = judgeWindows(points, { nowEpochMs: NOW, ...options });
  return `${verdict.verdict} ${window}`;
}

const leak =
  (perReading: number, base: number, begunAgo = DAY) =>
  (readingsAgo: number) =>
    base + perReading * (begunAgo - readingsAgo);

describe("the windows", () => {
  it("find a fast leak within two hours of readings", () => {
    expect(judge(readings(24, leak(5, 100, 24)), { previousDays: dayBefore(100) })).toBe("suspected short");
  });

  it("find one in a large pool over eight hours, and a slow one in a very large pool over the day", () => {
    expect(judge(readings(DAY, leak(1, 600)), { previousDays: dayBefore(600) })).toBe("suspected middle");
    expect(judge(readings(DAY, leak(1, 1_800)), { previousDays: dayBefore(1_800) })).toBe("suspected long");
  });

  it("wait for a whole day where there is none to compare with and the limit is far", () => {
    const young = readings(6 * HOUR, leak(5, 100, 6 * HOUR));
    expect(judge(young, { limit: 100_000 })).toBe("not-enough-data short");
    expect(isRising(young, { nowEpochMs: NOW, limit: 100_000 })).toBe(true);
    expect(judge(readings(DAY, leak(5, 100)), { limit: 100_000 })).toBe("suspected long");
  });

  it("do not wait where the limit would be reached within a day, or where none is known", () => {
    const young = readings(6 * HOUR, leak(5, 100, 6 * HOUR));
    expect(judge(young, { limit: 1_000 })).toBe("suspected short");
    expect(judge(young)).toBe("suspected short");
  });

  it("judge only the present life of the process", () => {
    const points = readings(DAY, (ago) => (ago > 14 ? leak(5, 100)(ago) : 100));
    const restartsAtEpochMs = [NOW - 14 * READING_MS];
    expect(judge(points, { restartsAtEpochMs })).toBe("no-trend short");
    expect(judge(points, { restartsAtEpochMs: [NOW - 5 * READING_MS] })).toBe("not-enough-data short");
  });

  it("judge a check that runs once an hour over the day alone", () => {
    const hourly = readings(DAY, leak(1, 100)).filter((_, index) => index % HOUR === 0);
    expect(judge(hourly)).toBe("suspected long");
  });

  it("foresee the limit at the present rate of a leak that has just begun", () => {
    const points = readings(24, (ago) => (ago > 12 ? 200 : 200 + 5 * (12 - ago)));
    const { verdict } = judgeWindows(points, { nowEpochMs: NOW, limit: 1_000 });
    const trulyMs = ((1_000 - 255) / 5) * READING_MS;
    expect(verdict).toMatchObject({ verdict: "suspected", timeUntilLimit: { outlook: "expected" } });
    if (verdict.verdict !== "suspected" || verdict.timeUntilLimit.outlook !== "expected") return;
    expect(Math.abs(verdict.timeUntilLimit.likelyMs - trulyMs) / trulyMs).toBeLessThan(0.2);
  });
});
