import { describe, expect, it } from "vitest";
import type { HistoryQuery, MetricHistory } from "../ports.ts";
import { analyseHours, HOUR_READING_MS, slowHoursOf } from "./analyse-hours.ts";

const NOW = Date.UTC(2026, 10, 22, 14, 7);
const HOUR_MS = 3_600_000;
const context = {
  deployment: "acme",
  locations: { region: "eu-west-1", vpc: "eu-west-1/vpc" },
  timezone: "UTC",
  nowEpochMs: NOW,
};
const check = { id: "acme/ticks", from: "region", everyMs: 60_000 } as const;

function historyOf(valueAt: (metric: string, hour: number) => number): MetricHistory & { asked: HistoryQuery[] } {
  const asked: HistoryQuery[] = [];
  return {
    asked,
    read: async (queries) => {
      asked.push(...queries);
      return queries.map(({ metric, fromEpochMs, toEpochMs }) => ({
        points: Array.from({ length: (toEpochMs - fromEpochMs) / metric.periodMs }, (_, index) => {
          const atEpochMs = fromEpochMs + index * metric.periodMs;
          return { atEpochMs, value: valueAt(metric.name, Math.floor(atEpochMs / HOUR_MS) % 24) + (index % 5) / 1_000 };
        }),
      }));
    },
  };
}

describe("the analysis of hours", () => {
  it("reads latency and availability of a week, three readings an hour", async () => {
    const history = historyOf(() => 1);
    await analyseHours([check], { ...context, history });
    expect(history.asked.map(({ metric }) => [metric.name, metric.statistic, metric.periodMs])).toEqual([
      ["LatencyMs", "Average", HOUR_READING_MS],
      ["Up", "Average", HOUR_READING_MS],
    ]);
    const [first] = history.asked;
    expect((first?.toEpochMs ?? 0) - (first?.fromEpochMs ?? 0)).toBe(7 * 24 * HOUR_MS);
    expect((first?.toEpochMs ?? 1) % HOUR_READING_MS).toBe(0);
  });

  it("finds the hour that is slow every day, and the one in which runs fail", async () => {
    const history = historyOf((metric, hour) => (metric === "Up" ? (hour === 22 ? 0.4 : 0.99) : hour === 4 ? 900 : 80));
    const { reports } = await analyseHours([check], { ...context, history });
    expect(reports.map(slowHoursOf)).toEqual([[4, 22]]);
  });

  it("counts hours in the zone of the configuration", async () => {
    const history = historyOf((metric, hour) => (metric === "LatencyMs" && hour === 19 ? 900 : 1));
    const { reports } = await analyseHours([check], { ...context, timezone: "Asia/Seoul", history });
    expect(reports.map(slowHoursOf)).toEqual([[4]]);
  });

  it("asks nothing of checks that run less than three times an hour", async () => {
    const history = historyOf(() => 1);
    expect(await analyseHours([{ ...check, everyMs: 1_800_000 }], { ...context, history })).toEqual({ reports: [], unread: [] });
    expect(history.asked).toEqual([]);
  });

  it("says whose history could not be read", async () => {
    const history: MetricHistory = { read: async (queries) => queries.map(() => ({ unavailable: "Throttling" })) };
    expect(await analyseHours([check], { ...context, history })).toEqual({
      reports: [],
      unread: [{ check: "acme/ticks", reason: "Throttling" }],
    });
  });

  it("holds the readings of some checks at a time, however many there are", async () => {
    const sizes: number[] = [];
    const history: MetricHistory = {
      read: async (queries) => {
        sizes.push(queries.length);
        return queries.map(() => ({ points: [] }));
      },
    };
    const { reports } = await analyseHours(checksOf(600), { ...context, history });
    expect(new Set(reports.map(({ check: id }) => id)).size).toBe(600);
    expect(sizes.toSorted((a, b) => a - b)).toEqual([200, 500, 500]);
  });

  it("says for which checks no time was left, which an hour later are others", async () => {
    const history = historyOf(() => 1);
    const lookedAt = async (nowEpochMs: number) => {
      const { reports, unread } = await analyseHours(checksOf(500), { ...context, nowEpochMs, history, hasTime: () => false });
      expect(unread).toHaveLength(250);
      expect(unread[0]).toMatchObject({ reason: "no time was left" });
      return reports.map(({ check: id }) => id);
    };
    const [now, later] = [await lookedAt(NOW), await lookedAt(NOW + HOUR_MS)];
    expect(new Set([...now, ...later]).size).toBe(500);
  });
});

const checksOf = (count: number) => Array.from({ length: count }, (_, at) => ({ ...check, id: `acme/${at}` }));
