import { describe, expect, it } from "vitest";
import { METRIC_FORMS } from "../model/check.ts";
import type { Outcome } from "../model/outcome.ts";
import { publishesPhases, type SampleContext, samplesOfOutcome } from "./samples.ts";

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

describe("the metric PhaseMs", () => {
  const phases = [
    { phase: "dns", ms: 4 },
    { phase: "connect", ms: 2.5 },
    { phase: "server", ms: 9_993.5 },
  ];

  function times(part: Partial<Outcome>, hasPhases = true) {
    const samples = samplesOfOutcome(outcome({ phases, ...part }), { ...context, hasPhases });
    return samples.flatMap(({ metric, dimensions, value }) => (metric === "PhaseMs" ? [[dimensions.Phase, value]] : []));
  }

  it("is published for every phase of a run, if the check asks for it", () => {
    expect(times({})).toEqual([
      ["dns", 4],
      ["connect", 2.5],
      ["server", 9_993.5],
    ]);
    expect(samplesOfOutcome(outcome({ phases }), { ...context, hasPhases: true })).toContainEqual({
      metric: "PhaseMs",
      dimensions: { Deployment: "acme", Check: "acme/threads", Location: "eu-west-1", Phase: "dns" },
      value: 4,
      unit: "Milliseconds",
      atEpochMs: context.dueEpochMs,
      isHighResolution: false,
    });
    expect(times({}, false)).toEqual([]);
    const classic = samplesOfOutcome(outcome({ phases }), context);
    expect(classic.filter(({ metric }) => metric === "PhaseMs")).toEqual([]);
  });

  it("is published of a run that broke off as far as it came, and not for the phase that had no end", () => {
    const failure = { phase: "server", code: "response-timed-out", message: "" } as const;
    expect(times({ status: "down", failure })).toEqual([
      ["dns", 4],
      ["connect", 2.5],
    ]);
  });

  it("is published whole of an answer that was not the expected one, and not at all of our own fault", () => {
    const failure = { phase: "judged", code: "expectation-unmet", message: "" } as const;
    expect(times({ status: "down", failure })).toHaveLength(3);
    expect(times({ status: "unknown" })).toEqual([]);
  });

  it("belongs to metrics: full alone", () => {
    expect([{}, ...METRIC_FORMS.map((metricForm) => ({ metricForm }))].map(publishesPhases)).toEqual([false, false, true, false]);
  });
});

describe("the metric Slow", () => {
  const total = { fact: "total", matcher: { op: "above", value: 2_000 } } as const;
  const daysLeft = { fact: "certificate.daysLeft", matcher: { op: "below", value: 30 } } as const;
  const breach = { expected: "", actual: "" };
  const late = { status: "slow", breaches: [breach] } as const;

  function slowness(part: Partial<Outcome>, slow?: SampleContext["slow"]): number[] {
    const samples = samplesOfOutcome(outcome(part), { ...context, ...(slow !== undefined && { slow }) });
    return samples.filter(({ metric }) => metric === "Slow").map(({ value }) => value);
  }

  it("is 1 for a slow answer, 0 for one in time, and absent where a run says neither", () => {
    expect(slowness(late, [total])).toEqual([1]);
    expect(slowness({ status: "up" }, [total])).toEqual([0]);
    expect(slowness({ status: "down" }, [total])).toEqual([]);
    expect(slowness({ status: "unknown" }, [total])).toEqual([]);
  });

  it("is not published of checks without an alarm on it: those that say nothing of what is slow, or only of the certificate", () => {
    expect(slowness(late, [])).toEqual([]);
    expect(slowness(late, [daysLeft])).toEqual([]);
  });

  it("leaves the certificate out, which would keep it at 1 for weeks", () => {
    const old = { ...late, facts: { "certificate.daysLeft": 12 } };
    expect(slowness(old, [daysLeft, total])).toEqual([0]);
    expect(slowness({ ...old, breaches: [breach, breach] }, [daysLeft, total])).toEqual([1]);
    expect(slowness({ ...late, facts: { "certificate.daysLeft": 90 } }, [daysLeft, total])).toEqual([1]);
    expect(slowness({ ...late, facts: {} }, [daysLeft, total])).toEqual([1]);
  });

  it("is told of every run where samples cost nothing", () => {
    expect(slowness(late)).toEqual([1]);
  });
});
