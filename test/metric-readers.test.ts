/**
 * Every number that is published costs, so each has a reader. Classic metrics are all on the dashboards (dashboard.test.ts); of OTLP
 * metrics, which no graph of CloudWatch shows there, an alarm, an analysis or a picture asks.
 */
import { describe, expect, it } from "vitest";
import { planAlarms } from "../lib/core/alarms/plan.ts";
import { deployedAlarms } from "../lib/core/alarms/promql-alarms.ts";
import { analyseHours, type HoursReport } from "../lib/core/analysis/analyse-hours.ts";
import { analyseLeaks } from "../lib/core/analysis/analyse-leaks.ts";
import type { LeakReport } from "../lib/core/analysis/leak-report.ts";
import { defineChecks } from "../lib/core/config/index.ts";
import { samplesOfHours, samplesOfLeak } from "../lib/core/metrics/analysis-samples.ts";
import { otlpName } from "../lib/core/metrics/catalogue.ts";
import { otlpChecks } from "../lib/core/metrics/routes.ts";
import { samplesOfOutcome } from "../lib/core/metrics/samples.ts";
import type { Check } from "../lib/core/model/check.ts";
import type { Sample } from "../lib/core/model/metric.ts";
import type { Outcome } from "../lib/core/model/outcome.ts";
import type { MetricHistory } from "../lib/core/ports.ts";
import { planWidget } from "../lib/core/widget/plan-widget.ts";
import { readCheck } from "../lib/core/widget/read-check.ts";

const DAY_MS = 86_400_000;
const EVERY_MS = 300_000;
const NOW = Date.UTC(2026, 10, 22);
const base = { deployment: "acme", locations: { region: "eu-west-1", vpc: "eu-west-1/vpc" } };

/** With one check that has all there is. */
const config = defineChecks({
  ...{ name: "acme", metrics: "otlp", contacts: { oncall: { email: ["oncall@acme.example"] } } },
  checks: [
    {
      ...{ id: "acme/app", every: "5m", leak: { series: "threads", limit: 9 } },
      metrics: { url: "https://app.acme.example/metrics", series: { threads: "t" } },
      slow: { total: { above: "2s" }, certificate: { daysLeft: { below: 14 } } },
    },
  ],
});
const [app] = config.checks;

function outcomeOf({ id, kind }: Check): Outcome {
  const run = { check: id, kind, location: "eu-west-1", status: "up", startedAtEpochMs: NOW, totalMs: 12 } as const;
  return { ...run, phases: [], facts: { threads: 41, "certificate.daysLeft": 80 }, breaches: [], evidence: {} };
}

function samplesOfRun(check: Check, dueEpochMs: number): Sample[] {
  return samplesOfOutcome(outcomeOf(check), { deployment: "acme", everyMs: check.everyMs, dueEpochMs, slow: check.slow });
}

/** Names of all that anybody asks of the history of a check. */
async function askedOf(check: Check): Promise<string[]> {
  const asked: string[] = [];
  const history: MetricHistory = {
    read: async (queries) => {
      asked.push(...queries.map(({ metric }) => metric.name));
      return queries.map(() => ({ points: [] }));
    },
  };
  const [row] = planWidget(config).checks;
  if (row !== undefined) await readCheck(row, { ...base, history }, { timezone: "UTC", nowEpochMs: NOW });
  await analyseHours([{ ...check, from: check.from[0] }], { ...base, history, timezone: "UTC", nowEpochMs: NOW });
  await analyseLeaks([check], { ...base, history, nowEpochMs: NOW });
  return asked;
}

describe("OTLP metrics", () => {
  it("are published only if something reads them", async () => {
    if (app === undefined) throw new Error("no check");
    const leak = { ...base, check: app, location: "eu-west-1", series: "threads", atEpochMs: NOW, window: "short" } as const;
    const suspected = { verdict: "suspected", timeUntilLimit: { outlook: "already-above", limit: 9 } } as LeakReport["verdict"];
    const hour = { hour: 4, daysHit: 6, daysLooked: 7, timesUsual: 4, chance: 0.001 };
    const slow = { verdict: "slow-hours", days: 7, hours: [hour] } as const;
    const hours: HoursReport = { check: app.id, location: "eu-west-1", latency: slow, failures: slow };
    const checks = otlpChecks(config.checks);
    const published = [
      ...samplesOfRun(app, NOW),
      ...samplesOfLeak({ ...leak, verdict: suspected }, "acme"),
      ...samplesOfHours([hours], { deployment: "acme", atEpochMs: NOW, otlpChecks: checks }),
    ].filter(({ dimensions }) => dimensions.Check !== undefined);
    const names = new Set(published.map(({ metric }) => metric));
    const context = { locations: base.locations, probers: [], runbookUrl: "" };
    const { promql } = deployedAlarms(planAlarms(config, context), { config, context });
    const queries = promql.map(({ query }) => query).join("\n");
    const asked = new Set(await askedOf(app));
    const unread = [...names].filter((name) => !asked.has(name) && !queries.includes(`${otlpName(name)}{`));
    expect(names.size).toBeGreaterThan(5);
    expect(unread).toEqual([]);
  });
});

describe("the days of a certificate", () => {
  it("are published once a day, whichever way they go", () => {
    if (app === undefined) throw new Error("no check");
    for (const metricForm of ["otlp", "classic"] as const) {
      const runs = Array.from({ length: DAY_MS / EVERY_MS }, (_, at) =>
        samplesOfRun({ ...app, metricForm }, NOW + at * EVERY_MS),
      );
      expect(runs.flat().filter(({ metric }) => metric === "CertificateDaysLeft")).toHaveLength(1);
    }
  });
});
