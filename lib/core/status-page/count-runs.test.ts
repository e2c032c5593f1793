import { describe, expect, it } from "vitest";
import { aService } from "../../../test/kit/status-pages.ts";
import type { HistoryAnswer, HistoryQuery, MetricHistory } from "../ports.ts";
import { type Counted, countRuns, NOTHING_COUNTED } from "./count-runs.ts";

const HOUR_MS = 3_600_000;
/** 10:30 in Seoul. */
const NOW = Date.UTC(2026, 10, 22, 1, 30);
const LOCATIONS = { region: "ap-northeast-2", vpc: "ap-northeast-2/vpc" };

/** Sixty runs an hour since a moment; `failed` of the hours that begin so many hours before now. */
function historySince(sinceEpochMs: number, failed: Readonly<Record<number, number>> = {}) {
  const asked: HistoryQuery[] = [];
  const read: MetricHistory["read"] = async (queries) => {
    asked.push(...queries);
    return queries.map(({ fromEpochMs, metric, toEpochMs }): HistoryAnswer => {
      const hours = Array.from({ length: (toEpochMs - fromEpochMs) / HOUR_MS }, (_, at) => fromEpochMs + at * HOUR_MS);
      const points = hours
        .filter((hour) => hour >= sinceEpochMs && hour < NOW)
        .map((atEpochMs) => {
          const bad = failed[Math.floor((NOW - atEpochMs) / HOUR_MS)] ?? 0;
          return { atEpochMs, value: metric.statistic === "Sum" ? 60 - bad : 60 };
        });
      return { points };
    });
  };
  return { asked, read };
}

const count = (history: MetricHistory, before: Counted = NOTHING_COUNTED, checks = [aService("a", "A")]) =>
  countRuns(checks, before, { deployment: "acme", timezone: "Asia/Seoul", locations: LOCATIONS, history, nowEpochMs: NOW });

const daysOf = (counted: Counted) => Object.values(counted.checks)[0]?.days ?? {};

describe("countRuns", () => {
  it("counts by the day of the people's own zone, and leaves out days without runs", async () => {
    const counted = await count(historySince(Date.UTC(2026, 10, 20, 14)));
    expect(daysOf(counted)).toEqual({
      "2026-11-20": { runs: 60, failedRuns: 0 },
      "2026-11-21": { runs: 24 * 60, failedRuns: 0 },
      "2026-11-22": { runs: 11 * 60, failedRuns: 0 },
    });
    expect(counted.untilEpochMs).toBe(NOW - 120_000);
  });

  it("counts what failed", async () => {
    const counted = await count(historySince(Date.UTC(2026, 10, 21, 15), { 0: 7, 3: 60 }));
    expect(daysOf(counted)).toEqual({ "2026-11-22": { runs: 11 * 60, failedRuns: 67 } });
  });

  it("reads all that a page shows the first time, then two days, and keeps the days before as they were counted", async () => {
    const history = historySince(0, { 0: 7 });
    const first = await count(history);
    expect(Object.keys(daysOf(first))).toHaveLength(90);
    const again = historySince(0);
    const second = await count(again, first);
    const spanHours = again.asked.map(({ fromEpochMs, toEpochMs }) => (toEpochMs - fromEpochMs) / HOUR_MS);
    expect(Math.max(...spanHours)).toBeLessThanOrEqual(51);
    expect(Object.keys(daysOf(second))).toHaveLength(90);
    expect(daysOf(first)["2026-11-22"]?.failedRuns).toBe(7);
    expect(daysOf(second)["2026-11-22"]).toEqual({ runs: 11 * 60, failedRuns: 0 });
    expect(daysOf(second)["2026-11-20"]).toEqual({ runs: 24 * 60, failedRuns: 0 });
  });

  it("keeps what it knew where history could not be read, and does not say that it is newer", async () => {
    const before = await count(historySince(Date.UTC(2026, 10, 22, 0)));
    const counted = await count({ read: async (queries) => queries.map(() => ({ unavailable: "Throttling" })) }, before);
    expect(counted).toEqual(before);
    expect(await count({ read: async (queries) => queries.map(() => ({ unavailable: "Throttling" })) })).toMatchObject({
      untilEpochMs: 0,
    });
  });

  it("asks again for all days of a new check whose history could not be read", async () => {
    const before = await count(historySince(0));
    const [old, added] = [aService("a", "A"), aService("new", "New")];
    const checks = [old, added];
    const { read } = historySince(0);
    const failing: MetricHistory["read"] = async (queries) => {
      const answers = await read(queries);
      return queries.map(({ metric }, at) =>
        metric.dimensions.Check === added.id ? { unavailable: "Throttling" } : (answers[at] ?? { unavailable: "" }),
      );
    };
    const without = await count({ read: failing }, before, checks);
    expect(Object.keys(without.checks)).toEqual([old.id]);
    const counted = await count(historySince(0), without, checks);
    expect(Object.keys(counted.checks[added.id]?.days ?? {})).toHaveLength(90);
  });

  it("reads all days of some new checks at a time, and in the end of all", async () => {
    const checks = Array.from({ length: 450 }, (_, at) => aService(`s${at}`, `S${at}`));
    const numbers: number[] = [];
    let counted = NOTHING_COUNTED;
    for (let pass = 0; pass < 3; pass += 1) {
      const history = historySince(NOW - 2 * HOUR_MS);
      counted = await count(history, counted, checks);
      const spans = history.asked.map(({ fromEpochMs, toEpochMs }) => (toEpochMs - fromEpochMs) / HOUR_MS);
      numbers.push(spans.filter((hours) => hours > 51).length / 2);
    }
    expect(numbers).toEqual([200, 200, 50]);
    expect(Object.keys(counted.checks)).toHaveLength(450);
  });

  it("adds up all places of a check", async () => {
    const check = aService("a", "A", { from: ["region", "eu-west-1"] });
    const history = historySince(Date.UTC(2026, 10, 22, 0));
    expect(daysOf(await count(history, NOTHING_COUNTED, [check]))).toEqual({ "2026-11-22": { runs: 240, failedRuns: 0 } });
    expect(new Set(history.asked.map(({ metric }) => metric.dimensions.Location))).toEqual(
      new Set(["ap-northeast-2", "eu-west-1"]),
    );
  });
});
