import { describe, expect, it } from "vitest";
import { aCheck, aDownOutcome, anOutcome } from "../../test/kit/outcomes.ts";
import type { Check } from "../core/model/check.ts";
import type { Observation } from "../core/model/outcome.ts";
import { httpFacts } from "../core/probes/http/facts.ts";
import { judge } from "../core/run/judge.ts";
import { expectationViews } from "./page-expectations.ts";

const check = aCheck({
  expect: [
    { fact: "status", matcher: { op: "oneOf", values: [200] } },
    { fact: "bodyBytes", matcher: { op: "below", value: 65_536 } },
    { fact: "headers", path: "content-type", matcher: { op: "contains", value: "json" } },
  ],
  slow: [{ fact: "total", matcher: { op: "above", value: 500 } }],
});

/** Judged as a real run is, so that both say the same of the same expectation. */
async function judged(facts: Observation["facts"], of: Check = check) {
  const observation: Observation = { phases: [], totalMs: 620, facts, evidence: {} };
  return expectationViews(of, anOutcome({ ...(await judge(of, observation, httpFacts)), totalMs: 620 }));
}

describe("expectations of a run", () => {
  const headers = { "content-type": ["application/json"] };

  it("are told with what came, those that held too; what slowness asks is not judged of a run that is down", async () => {
    expect(await judged({ status: 503, bodyBytes: 70_000, headers })).toEqual([
      { expected: "status == 200", actual: "503", result: "unmet" },
      { expected: "bodyBytes < 64KB", actual: "70000 bytes", result: "unmet" },
      { expected: 'header content-type contains "json"', result: "held" },
      { expected: "total <= 500ms", actual: "620 ms", result: "unjudged" },
    ]);
  });

  it("tell why a right answer counts as slow", async () => {
    const views = await judged({ status: 200, bodyBytes: 12, headers });
    expect(views.map(({ result }) => result)).toEqual(["held", "held", "held", "slow"]);
    expect(views.at(-1)).toEqual({ expected: "total <= 500ms", actual: "620 ms", result: "slow" });
  });

  it("are all unjudged where the run broke off before", () => {
    const failure = { phase: "connect", code: "connect-refused", message: "refused" } as const;
    const views = expectationViews(check, aDownOutcome({ failure, breaches: [], facts: {} }));
    expect(new Set(views.map(({ result }) => result))).toEqual(new Set(["unjudged"]));
  });

  it("are told of kinds with facts of their own, and of kinds that nobody knows", () => {
    const own = aCheck({
      kind: "metrics",
      target: { series: { threads: { name: "jvm_threads", labels: {}, fold: "sum" } } },
      expect: [{ fact: "threads", matcher: { op: "below", value: 900 } }],
    });
    expect(expectationViews(own, anOutcome({ facts: { threads: 412 } }))).toEqual([
      { expected: "threads < 900", actual: "412", result: "held" },
    ]);
    expect(expectationViews({ ...own, kind: "unknown" }, anOutcome({ facts: { threads: 412 } }))).toHaveLength(1);
  });
});
