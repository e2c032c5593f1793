import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anAlarm } from "../../../test/kit/incidents.ts";
import { promql, type StoredSeries } from "../../../test/kit/promql.ts";
import { selector } from "../metrics/promql.ts";
import type { AlarmSpec, Vote } from "../model/alarm.ts";
import { promqlQuery } from "./promql-query.ts";

const MINUTE = 60_000;
/** On no round minute, as schedules have it. */
const START = Date.UTC(2026, 10, 22) + 17_000;
const LABELS = { deployment: "acme" };

type Run = 0 | 1 | undefined;

function up(
  runs: readonly Run[],
  { periodMs = MINUTE, labels = { check: "acme/a" } as Record<string, string> } = {},
): StoredSeries {
  const points = runs.flatMap((value, at) => (value === undefined ? [] : [{ atEpochMs: START + at * periodMs, value }]));
  return { name: "bongsu_up", labels: { ...LABELS, ...labels }, points };
}

function queryOf(alarm: AlarmSpec): string {
  return promqlQuery(alarm, selector(alarm.metric.name, { labels: LABELS }));
}

/** Whether it is in alarm a little after run `at`. */
function isBad(alarm: AlarmSpec, stored: readonly StoredSeries[], at: number): boolean {
  const { periodMs } = alarm.metric;
  return promql(queryOf(alarm), stored)(START + at * periodMs + Math.min(80_000, periodMs / 3)).length > 0;
}

describe("down as PromQL", () => {
  const runs = fc.array(fc.constantFrom<Run>(0, 1), { minLength: 12, maxLength: 30 });
  const rule = fc
    .integer({ min: 1, max: 5 })
    .chain((of) => fc.record({ of: fc.constant(of), bad: fc.integer({ min: 1, max: of }) }));

  it("is M of the last N, whatever the runs", () => {
    fc.assert(
      fc.property(runs, rule, (values, { bad, of }) => {
        const alarm = anAlarm({ badDatapoints: bad, ofDatapoints: of });
        const last = values.slice(-of).filter((value) => value === 0).length;
        expect(isBad(alarm, [up(values)], values.length - 1)).toBe(last >= bad);
      }),
      { numRuns: 60 },
    );
  });

  it("never comes of runs that are missing, and never goes because of them", () => {
    const withGaps = fc.array(fc.constantFrom<Run>(0, 1, undefined), { minLength: 6, maxLength: 16 });
    fc.assert(
      fc.property(withGaps, rule, (values, { bad, of }) => {
        const alarm = anAlarm({ badDatapoints: bad, ofDatapoints: of });
        const windows = values.map((_, end) => values.slice(Math.max(0, end - of + 1), end + 1));
        const count = (window: readonly Run[], wanted: Run) => window.filter((value) => value === wanted).length;
        const decided = windows.flatMap((window) => {
          if (count(window, 0) >= bad) return [true];
          return count(window, 1) > of - bad ? [false] : [];
        });
        expect(isBad(alarm, [up(values)], values.length - 1)).toBe(decided.at(-1) ?? false);
      }),
      { numRuns: 60 },
    );
  });

  it("stays while a prober is silent, until the prober's own alarm has told of it", () => {
    const stored = [up([1, 1, 1, 0, 0, 0])];
    expect(isBad(anAlarm(), stored, 5 + 14)).toBe(true);
    expect(isBad(anAlarm(), stored, 5 + 30)).toBe(false);
  });

  it("tells as soon as enough bad points are there, and waits for late ones before it takes anything back", () => {
    const alarm = anAlarm({ badDatapoints: 2, ofDatapoints: 3 });
    // The points of minutes 5 and 6 are still on their way at minute 6.
    expect(isBad(alarm, [up([1, 1, 1, 0, 0])], 4)).toBe(true);
    expect(isBad(alarm, [up([1, 1, 1, 0, 0])], 6)).toBe(true);
    expect(isBad(alarm, [up([1, 1, 1, 0, 0, 1, 1])], 6)).toBe(false);
  });

  it("holds for checks that run seldom", () => {
    const alarm = anAlarm({ metric: { ...anAlarm().metric, periodMs: 60 * MINUTE } });
    const stored = [up([1, 1, 0, 0], { periodMs: 60 * MINUTE })];
    expect([2, 3, 4].map((at) => isBad(alarm, stored, at))).toEqual([false, true, true]);
  });

  it("names each check that is down, and no other", () => {
    const stored = ["a", "b", "c"].map((id) => up(id === "b" ? [1, 1, 1] : [1, 0, 0], { labels: { check: `acme/${id}` } }));
    const found = promql(queryOf(anAlarm()), stored)(START + 2 * MINUTE + 20_000);
    expect(found.map(({ labels }) => labels)).toEqual([{ check: "acme/a" }, { check: "acme/c" }]);
  });
});

describe("several places as PromQL", () => {
  const stored = ["seoul", "dublin", "oregon"].map((location, at) =>
    up(at < 2 ? [1, 0, 0] : [1, 1, 1], { labels: { check: "acme/a", location } }),
  );
  const vote = (of: Vote["of"], needed: number): AlarmSpec => anAlarm({ vote: { metrics: [], badValue: 0, needed, of } });

  it("vote: enough of them must see it", () => {
    expect([1, 2, 3].map((needed) => isBad(vote("enough", needed), stored, 2))).toEqual([true, true, false]);
  });

  it("say when some see it and not enough", () => {
    expect([2, 3].map((needed) => isBad(vote("some", needed), stored, 2))).toEqual([false, true]);
    expect(isBad(vote("some", 3), [up([1, 1, 1])], 2)).toBe(false);
  });
});

describe("levels as PromQL", () => {
  const series = (name: string, values: readonly number[], periodMs: number): StoredSeries => ({
    name,
    labels: { ...LABELS, check: "acme/a" },
    points: values.map((value, at) => ({ atEpochMs: START + at * periodMs, value })),
  });

  it("of a certificate are the last day that is known, for three days", () => {
    const day = 1_440 * MINUTE;
    const metric = { ...anAlarm().metric, name: "CertificateDaysLeft", periodMs: day };
    const once = { badDatapoints: 1, ofDatapoints: 1 } as const;
    const alarm = anAlarm({ topic: "certificate", metric, comparison: "below", threshold: 14, ...once });
    const stored = (values: readonly number[]) => [series("bongsu_certificate_days_left", values, day)];
    expect(isBad(alarm, stored([15, 14]), 1)).toBe(false);
    expect(isBad(alarm, stored([15, 14, 13]), 2)).toBe(true);
    expect(isBad(alarm, stored([15, 14, 13]), 4)).toBe(true);
    expect(isBad(alarm, stored([13, 90]), 1)).toBe(false);
  });

  it("of a limit that is near are all of the last, and none is good news", () => {
    const metric = { ...anAlarm().metric, name: "MinutesUntilLimit", periodMs: 5 * MINUTE };
    const twice = { badDatapoints: 2, ofDatapoints: 2, comparison: "atMost", threshold: 360 } as const;
    const alarm = anAlarm({ topic: "limit-near", metric, missingData: "notBreaching", ...twice });
    const stored = (values: readonly number[]) => [series("bongsu_minutes_until_limit", values, 5 * MINUTE)];
    expect(isBad(alarm, stored([400]), 0)).toBe(false);
    expect(isBad(alarm, stored([350]), 0)).toBe(false);
    expect(isBad(alarm, stored([350, 340]), 1)).toBe(true);
    expect(isBad(alarm, stored([400, 340]), 1)).toBe(false);
    expect(isBad(alarm, stored([350, 340]), 4)).toBe(false);
  });

  it("of a suspicion are two verdicts in a row", () => {
    const metric = { ...anAlarm().metric, name: "LeakSuspected", periodMs: 5 * MINUTE };
    const alarm = anAlarm({ topic: "leak", metric, comparison: "above", threshold: 0, badDatapoints: 2, ofDatapoints: 2 });
    const stored = (values: readonly number[]) => [series("bongsu_leak_suspected", values, 5 * MINUTE)];
    expect(isBad(alarm, stored([0, 1]), 1)).toBe(false);
    expect(isBad(alarm, stored([0, 1, 1]), 2)).toBe(true);
    expect(isBad(alarm, stored([1, 1, 0]), 2)).toBe(false);
  });
});
