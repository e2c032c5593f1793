import { describe, expect, it } from "vitest";
import { hourTable } from "./hour-table.ts";

const QUARTER_MS = 900_000;
const MIDNIGHT_EPOCH_MS = Date.UTC(2026, 10, 21, 15);

describe("hourTable", () => {
  it("counts runs and failures of each local hour, and takes the median of its quarters", () => {
    const quarters = [0, 1, 2, 3].map((at) => MIDNIGHT_EPOCH_MS + at * QUARTER_MS);
    const table = hourTable(
      {
        runs: quarters.map((atEpochMs) => ({ atEpochMs, value: 15 })),
        good: quarters.map((atEpochMs, at) => ({ atEpochMs, value: at === 0 ? 12 : 15 })),
        latencyMs: quarters.map((atEpochMs, at) => ({ atEpochMs, value: [10, 20, 30, 400][at] ?? 0 })),
      },
      "Asia/Seoul",
    );
    expect(table.days.map(({ day }) => day)).toEqual(["2026-11-22"]);
    expect(table.days[0]?.hours[0]).toEqual({ runs: 60, failedRuns: 3, medianMs: 25 });
    expect(table.days[0]?.hours[1]).toEqual({ runs: 0, failedRuns: 0 });
    expect(table.usualMs).toBe(25);
  });

  it("shows the last seven days, and counts hours where clocks are half an hour off", () => {
    const days = Array.from({ length: 9 }, (_, day) => ({ atEpochMs: MIDNIGHT_EPOCH_MS + day * 96 * QUARTER_MS, value: 1 }));
    const table = hourTable({ runs: days, good: days, latencyMs: [] }, "Asia/Kolkata");
    expect(table.days).toHaveLength(7);
    expect(table.days[0]?.hours[20]).toEqual({ runs: 1, failedRuns: 0 });
    expect(table).not.toHaveProperty("usualMs");
  });

  it("is empty where nothing ran", () => {
    expect(hourTable({ runs: [], good: [], latencyMs: [] }, "UTC")).toEqual({ days: [] });
  });
});
