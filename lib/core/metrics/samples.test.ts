import { describe, expect, it } from "vitest";
import type { Outcome } from "../model/outcome.ts";
import { samplesOfOutcome } from "./samples.ts";

const context = { deployment: "acme", everyMs: 300_000, dueEpochMs: 1_700_000_100_000 };

function outcome(part: Partial<Outcome> = {}): Outcome {
  return {
    check: "acme/threads",
    kind: "metrics",
    location: "eu-west-1",
    status: "up",
    startedAtEpochMs: 0,
    totalMs: 12,
    phases: [],
    facts: { threads: 41, blocked: 0, status: 200, total: 12, transfer: 1, ageMs: 5, startedAtEpochMs: 1, health: "UP" },
    breaches: [],
    evidence: {},
    ...part,
  };
}

function values(part: Partial<Outcome>) {
  const samples = samplesOfOutcome(outcome(part), context).filter(({ metric }) => metric === "Value");
  return samples.map(({ value, dimensions }) => [dimensions.Series, value]);
}

describe("the metric Value", () => {
  it("is published for every series that the check names, and for nothing else", () => {
    expect(values({})).toEqual([
      ["threads", 41],
      ["blocked", 0],
    ]);
    expect(samplesOfOutcome(outcome(), context).find(({ metric }) => metric === "Value")).toEqual({
      metric: "Value",
      dimensions: { Deployment: "acme", Check: "acme/threads", Location: "eu-west-1", Series: "threads" },
      value: 41,
      unit: "None",
      atEpochMs: context.dueEpochMs,
      isHighResolution: false,
    });
  });

  it("is published of an answer that was not the expected one, for then it matters most", () => {
    const failure = { phase: "judged", code: "expectation-unmet", message: "" } as const;
    expect(values({ status: "down", failure })).toHaveLength(2);
  });

  it("is not published of a run that broke off, nor of other kinds", () => {
    expect(values({ status: "down", failure: { phase: "transfer", code: "metrics-stale", message: "" } })).toEqual([]);
    expect(values({ status: "unknown" })).toEqual([]);
    expect(values({ kind: "http" })).toEqual([]);
  });
});
