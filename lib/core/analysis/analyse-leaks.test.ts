import { describe, expect, it } from "vitest";
import { metricsCheck } from "../../../test/kit/checks.ts";
import type { HistoryQuery, MetricHistory } from "../ports.ts";
import type { Point } from "../trends/series.ts";
import { GAUGES } from "../trends/simulation/gauges.ts";
import { createRandom } from "../trends/simulation/random.ts";
import { analyseLeaks } from "./analyse-leaks.ts";

const NOW = Date.UTC(2026, 10, 22, 14);
const READING_MS = 300_000;
const DAY_MS = 86_400_000;
const context = { deployment: "acme", locations: { region: "eu-west-1", vpc: "eu-west-1/vpc" }, nowEpochMs: NOW };

const threads = { name: "jvm_threads_live_threads", labels: {}, fold: "sum" } as const;
const started = { name: "process_start_time_seconds", labels: {}, fold: "max" } as const;

function check(id: string, series: Record<string, typeof threads | typeof started> = { threads }) {
  return metricsCheck("http://127.0.0.1:9/", { id, leak: { series: "threads", limit: 2_000 }, metrics: { series } });
}

/** A history that answers from functions of the time, and remembers what it was asked. */
function historyOf(
  series: Readonly<Record<string, (atEpochMs: number) => number | undefined>>,
): MetricHistory & { asked: HistoryQuery[] } {
  const asked: HistoryQuery[] = [];
  return {
    asked,
    read: async (queries) => {
      asked.push(...queries);
      return queries.map(({ metric, fromEpochMs, toEpochMs }) => {
        const { Check: id = "", Series: name = "" } = metric.dimensions;
        const valueAt = series[`${metric.name} ${id} ${name}`];
        const points: Point[] = [];
        for (let atEpochMs = fromEpochMs; valueAt !== undefined && atEpochMs < toEpochMs; atEpochMs += READING_MS) {
          const value = valueAt(atEpochMs);
          if (value !== undefined) points.push({ atEpochMs, value });
        }
        return { points };
      });
    },
  };
}

const reading = (atEpochMs: number) => Math.round((atEpochMs - NOW) / READING_MS);
const wobble = (atEpochMs: number) => [0, 3, -2, 1, -3, 2][Math.abs(reading(atEpochMs)) % 6] ?? 0;
const flat = (atEpochMs: number) => 200 + wobble(atEpochMs);
const leakSince = (hours: number) => (at: number) => flat(at) + 5 * Math.max(0, reading(at) + 12 * hours);

describe("the analysis of leaks", () => {
  it("asks a day of every series that is watched, and no more of what is flat", async () => {
    const history = historyOf({ "Value a threads": flat, "Value b threads": flat });
    const unwatched = metricsCheck("http://127.0.0.1:9/", { id: "c", metrics: { series: { threads } } });
    const { reports } = await analyseLeaks([check("a"), check("b"), unwatched], { ...context, history });
    expect(reports.map(({ verdict }) => verdict.verdict)).toEqual(["no-trend", "no-trend"]);
    expect(history.asked.map(({ metric }) => metric)).toEqual(
      ["a", "b"].map((Check) => ({
        namespace: "Bongsu",
        name: "Value",
        dimensions: { Deployment: "acme", Check, Location: "eu-west-1", Series: "threads" },
        statistic: "Average",
        periodMs: READING_MS,
      })),
    );
    expect(history.asked[0]).toMatchObject({ fromEpochMs: NOW - DAY_MS, toEpochMs: NOW });
  });

  it("asks the week of what rises, and reports the leak with its limit and the first dump", async () => {
    const history = historyOf({ "Value a threads": leakSince(2), "Value b threads": flat });
    const { reports, unread } = await analyseLeaks([check("a"), check("b")], { ...context, history });
    expect(unread).toEqual([]);
    expect(reports.find(({ check: { id } }) => id === "a")).toMatchObject({
      verdict: { verdict: "suspected", sameHours: { days: 7 }, timeUntilLimit: { outlook: "expected", limit: 2_000 } },
      dump: "opened",
      window: "short",
      atEpochMs: NOW,
    });
    expect(history.asked.filter(({ metric }) => metric.name === "LeakSuspected")).toHaveLength(1);
  });

  it("tells the second moment from the verdict that it published five minutes ago", async () => {
    const published = (at: number) => (at === NOW - READING_MS ? 1 : 0);
    const history = historyOf({ "Value a threads": leakSince(2), "LeakSuspected a threads": published });
    const { reports } = await analyseLeaks([check("a")], { ...context, history });
    expect(reports[0]?.dump).toBe("confirmed");
  });

  it("claims no daily ramp that the days before had too", async () => {
    const ramp = GAUGES.dailyRamp(createRandom(3));
    const verdicts = [];
    for (let hour = 0; hour < 24; hour += 1) {
      const nowEpochMs = NOW + hour * 3_600_000;
      const history = historyOf({ "Value a threads": (at) => ramp(reading(at) + 3_000) });
      const { reports } = await analyseLeaks([check("a")], { ...context, nowEpochMs, history });
      verdicts.push(...reports.map(({ verdict }) => verdict.verdict));
    }
    expect(verdicts).toEqual(Array.from({ length: 24 }, () => "no-trend"));
  });

  it("begins anew at a restart, which the process itself tells where the check reads it", async () => {
    const startedAtEpochMs = NOW - 30 * 60_000;
    const leakUntilRestart = (at: number) => (at < startedAtEpochMs ? leakSince(6)(at) : 195);
    const startTime = (at: number) => (at < startedAtEpochMs ? NOW - 30 * DAY_MS : startedAtEpochMs) / 1_000;
    const history = historyOf({ "Value a threads": leakUntilRestart, "Value a up": startTime });
    const { reports } = await analyseLeaks([check("a", { threads, up: started })], { ...context, history });
    expect(reports[0]?.verdict).toMatchObject({ verdict: "not-enough-data", points: 6 });
  });

  it("says nothing of a series whose history cannot be read", async () => {
    const answers = [{ unavailable: "AccessDenied: no" }, { points: [] }];
    const history: MetricHistory = { read: async (queries) => answers.slice(0, queries.length) };
    const { reports, unread } = await analyseLeaks([check("a"), check("b")], { ...context, history });
    expect(unread).toEqual([{ check: "a", reason: "AccessDenied: no" }]);
    expect(reports.map(({ check: { id }, verdict }) => [id, verdict.verdict])).toEqual([["b", "not-enough-data"]]);
  });
});
