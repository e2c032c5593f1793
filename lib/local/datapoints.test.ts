import { describe, expect, it } from "vitest";
import { aDownOutcome, anOutcome } from "../../test/kit/outcomes.ts";
import type { AlarmMetric } from "../core/model/alarm.ts";
import { buildDatapoints, datapointsSinceEpochMs } from "./datapoints.ts";
import type { DueOutcome } from "./store.ts";

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 10, 22, 12);
const up: AlarmMetric = {
  namespace: "Bongsu",
  name: "Up",
  dimensions: { Check: "acme/checkout" },
  statistic: "Minimum",
  periodMs: MINUTE,
};
const sampling = { deployment: "acme", everyMs: MINUTE };

function at(minute: number, outcome = anOutcome()): DueOutcome {
  return { outcome, dueEpochMs: NOON + minute * MINUTE };
}

describe("datapoints", () => {
  it("are one a period, newest last, missing where nothing was published", () => {
    const outcomes = [
      at(0),
      at(1, aDownOutcome()),
      at(3, anOutcome({ status: "unknown" })),
      at(4, anOutcome({ status: "slow" })),
    ];
    const range = { metric: up, sampling, nowEpochMs: NOON + 4.5 * MINUTE, periods: 6 };
    expect(buildDatapoints(outcomes, range)).toEqual([undefined, 1, 0, undefined, undefined, 1]);
  });

  it("do not count the present period as missing before it is over", () => {
    const range = { metric: up, sampling, nowEpochMs: NOON + 2.1 * MINUTE, periods: 3 };
    expect(buildDatapoints([at(0), at(1)], range)).toEqual([undefined, 1, 1]);
    expect(buildDatapoints([at(0), at(1), at(2, aDownOutcome())], range)).toEqual([1, 1, 0]);
  });

  it("fold the values of a period by the metric's own statistic", () => {
    const outcomes = [10, 20, 60].map((totalMs, second) => ({
      outcome: anOutcome({ totalMs }),
      dueEpochMs: NOON + second * 10_000,
    }));
    const latency = (statistic: AlarmMetric["statistic"]) =>
      buildDatapoints(outcomes, {
        metric: { ...up, name: "LatencyMs", statistic },
        sampling,
        nowEpochMs: NOON + 30_000,
        periods: 1,
      });
    expect([latency("Average"), latency("Maximum"), latency("SampleCount")]).toEqual([[30], [60], [3]]);
  });

  it("tell the series of a check apart, and count what the analysis found beside what outcomes tell", () => {
    const outcomes = [at(0, anOutcome({ kind: "metrics", facts: { threads: 200, files: 7 } }))];
    const value = (Series: string): AlarmMetric => ({ ...up, name: "Value", dimensions: { ...up.dimensions, Series } });
    const range = { sampling, nowEpochMs: NOON + 30_000, periods: 1 };
    expect(buildDatapoints(outcomes, { ...range, metric: value("files") })).toEqual([7]);
    expect(buildDatapoints(outcomes, { ...range, metric: value("threads") })).toEqual([200]);
    const findings = [{ atEpochMs: NOON, value: 1 }];
    expect(buildDatapoints(outcomes, { ...range, metric: { ...value("threads"), name: "LeakSuspected" }, findings })).toEqual([
      1,
    ]);
  });

  it("take only their own check's samples, and outcomes from far enough back", () => {
    const range = { metric: up, sampling, nowEpochMs: NOON + 30_000, periods: 2 };
    expect(buildDatapoints([at(0, anOutcome({ check: "acme/login" }))], range)).toEqual([undefined, undefined]);
    expect(datapointsSinceEpochMs(range)).toBe(NOON - 2 * MINUTE);
  });
});
