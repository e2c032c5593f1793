import { describe, expect, it } from "vitest";
import { aCheck, aConfig } from "../../../test/kit/deployment.ts";
import { planAlarms } from "../alarms/plan.ts";
import { deployedAlarms } from "../alarms/promql-alarms.ts";
import { MONTH_MS } from "./assumptions.ts";
import { promqlUsage } from "./promql-usage.ts";

describe("what the dead man's switches of PromQL alarms use", () => {
  it("is an alarm a place, which reads the runs of twenty minutes from there every five minutes", () => {
    const otlp = { metricForm: "otlp" } as const;
    const config = aConfig({
      checks: [aCheck("acme/often", otlp), aCheck("acme/wide", { ...otlp, everyMs: 300_000, from: ["region", "us-east-1"] })],
    });
    const context = {
      locations: { region: "eu-west-1", vpc: "eu-west-1/vpc" },
      probers: [{ vantage: "region", functionName: "prober" }],
      runbookUrl: "",
    };
    const { promql } = deployedAlarms(planAlarms(config, context), { config, context });
    const blind = promql.filter(({ topic }) => topic === "blind");
    const [fromHome, fromThere] = [20 + 4, 4];
    expect(promqlUsage(blind, config)).toEqual({ alarms: 2, promqlPoints: (MONTH_MS / 300_000) * (fromHome + fromThere) });
  });
});
