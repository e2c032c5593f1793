import { describe, expect, it } from "vitest";
import { httpCheck, metricsCheck } from "../../../test/kit/checks.ts";
import type { Check, Config } from "../model/check.ts";
import { planAnalysts } from "./plan-analysts.ts";

const leak = { series: "threads" };
const threads = { name: "jvm_threads_live_threads", labels: {}, fold: "sum" } as const;

function leaking(id: string, { from, threadDump }: { from: Check["from"]; threadDump?: string }): Check {
  return metricsCheck("http://app.acme.internal/metrics", {
    ...{ id, from, leak },
    metrics: { series: { threads }, ...(threadDump !== undefined && { threadDump }) },
  });
}

function plan(...checks: Check[]) {
  const config: Config = { name: "acme", timezone: "Asia/Seoul", language: "en", contacts: [], operators: [], checks };
  return planAnalysts(config).map(({ vantage, manifest: { leaks, hours } }) => ({
    vantage,
    leaks: leaks.map(({ id }) => id),
    hours: hours.map(({ id }) => id),
  }));
}

describe("the plan of analysts", () => {
  it("has one outside the VPC, which reads the hours of every check and the leaks", () => {
    const checks = [httpCheck("https://acme.example", { id: "a" }), leaking("b", { from: ["vpc"] })];
    expect(plan(...checks)).toEqual([{ vantage: "region", leaks: ["b"], hours: ["a", "b"] }]);
  });

  it("has a second one inside only for leaks whose thread dump is there", () => {
    const threadDump = "http://app.acme.internal/actuator/threaddump";
    expect(plan(leaking("a", { from: ["region"], threadDump }), leaking("b", { from: ["vpc"], threadDump }))).toEqual([
      { vantage: "region", leaks: ["a"], hours: ["a", "b"] },
      { vantage: "vpc", leaks: ["b"], hours: [] },
    ]);
  });
});
