import { describe, expect, it } from "vitest";
import { metricsCheck } from "../../../test/kit/checks.ts";
import type { HoursReport } from "../analysis/analyse-hours.ts";
import type { LeakReport } from "../analysis/leak-report.ts";
import type { LeakSuspected } from "../trends/leak-verdict.ts";
import { samplesOfHours, samplesOfLeak } from "./analysis-samples.ts";

const AT = Date.UTC(2026, 10, 22, 14);
const dimensions = { Deployment: "acme", Check: "acme/app", Location: "eu-west-1", Series: "threads" };

const suspected: LeakSuspected = {
  ...{ verdict: "suspected", severity: "critical", points: 24, fromEpochMs: 0, toEpochMs: AT, level: 900 },
  ...{ slopePerHour: 60, slopeLowPerHour: 55, slopeHighPerHour: 65, p: 0.0001, rise: 120, riseNeeded: 90, noise: 3 },
  stillRising: { slopePerHour: 60, p: 0.001 },
  timeUntilLimit: { outlook: "expected", limit: 2_000, soonestMs: 60_000_000, likelyMs: 66_000_000, latestMs: 70_000_000 },
};

function report(verdict: LeakReport["verdict"]): LeakReport {
  const check = metricsCheck("http://127.0.0.1:9/", { id: "acme/app" });
  return { check, location: "eu-west-1", series: "threads", atEpochMs: AT, window: "short", verdict };
}

function published(verdict: LeakReport["verdict"]) {
  return samplesOfLeak(report(verdict), "acme").map(({ metric, value }) => [metric, value]);
}

describe("what is published of a verdict", () => {
  it("names deployment, check, location and series, at the moment that was judged", () => {
    expect(samplesOfLeak(report(suspected), "acme")).toEqual([
      { metric: "LeakSuspected", dimensions, value: 1, unit: "None", atEpochMs: AT, isHighResolution: false },
      { metric: "MinutesUntilLimit", dimensions, value: 1_100, unit: "None", atEpochMs: AT, isHighResolution: false },
    ]);
  });

  it("is 0 where nothing rises, and nothing where too little is known", () => {
    expect(published({ verdict: "no-trend", points: 24, failed: { rule: "trend", p: 0.4, pBelow: 0.01 } })).toEqual([
      ["LeakSuspected", 0],
    ]);
    expect(published({ verdict: "not-enough-data", points: 3, pointsNeeded: 12 })).toEqual([]);
  });

  it("has no time left at the limit, and none at all where it cannot be foreseen", () => {
    expect(published({ ...suspected, timeUntilLimit: { outlook: "already-above", limit: 800 } })).toEqual([
      ["LeakSuspected", 1],
      ["MinutesUntilLimit", 0],
    ]);
    expect(published({ ...suspected, timeUntilLimit: { outlook: "no-known-limit" } })).toEqual([["LeakSuspected", 1]]);
  });
});

describe("what is published of slow hours", () => {
  const none = { verdict: "no-pattern", days: 7 } as const;
  const slow = { hour: 4, daysHit: 6, daysLooked: 7, timesUsual: 4, chance: 0.001 };
  const quiet: HoursReport = { check: "acme/quiet", location: "eu-west-1", latency: none, failures: none };
  const patterned: HoursReport = {
    ...{ check: "acme/ticks", location: "eu-west-1" },
    latency: { verdict: "slow-hours", days: 7, hours: [slow, { ...slow, hour: 5 }] },
    failures: { verdict: "slow-hours", days: 7, hours: [slow] },
  };

  it("is the number of checks always, and the hours of a check only where it has some", () => {
    const samples = samplesOfHours([quiet, patterned], { deployment: "acme", atEpochMs: AT });
    expect(samples.map(({ dimensions: place, value }) => [place, value])).toEqual([
      [{ Deployment: "acme", Check: "acme/ticks", Location: "eu-west-1" }, 2],
      [{ Deployment: "acme" }, 1],
    ]);
    expect(samplesOfHours([quiet], { deployment: "acme", atEpochMs: AT }).map(({ value }) => value)).toEqual([0]);
  });

  it("is the number of checks alone where no graph would show the hours of a check", () => {
    const options = { deployment: "acme", atEpochMs: AT, otlpChecks: new Set(["acme/ticks"]) };
    expect(samplesOfHours([patterned], options).map(({ dimensions: place }) => place)).toEqual([{ Deployment: "acme" }]);
  });
});
