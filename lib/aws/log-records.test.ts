import { describe, expect, it } from "vitest";
import { sampleOf, samplesOf } from "../../test/kit/aws/sample.ts";
import type { Outcome } from "../core/model/outcome.ts";
import { outcomeRecord, threadRecord, undeliveredRecords, unreadRecords } from "./log-records.ts";

const outcome: Outcome = {
  check: "acme-prod/checkout",
  kind: "http",
  location: "eu-west-1",
  status: "down",
  startedAtEpochMs: 1_795_000_000_000,
  totalMs: 12,
  phases: [{ phase: "connect", ms: 12 }],
  facts: {},
  failure: { phase: "connect", code: "connect-refused", message: "127.0.0.1:1 refused the connection" },
  breaches: [],
  evidence: {},
};

describe("records of undelivered samples", () => {
  it("are one line with count, reason and every sample", () => {
    const undelivered = samplesOf(3);
    const lines = undeliveredRecords({ delivered: 0, undelivered, reason: "Throttling: Rate exceeded" });
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { bongsu: "undelivered", count: 3, reason: "Throttling: Rate exceeded", samples: undelivered },
    ]);
  });

  it("are several lines of at most 60 KB for many, and together hold each sample once", () => {
    const lines = undeliveredRecords({ delivered: 0, undelivered: samplesOf(5_000), reason: "\u0001".repeat(5_000) });
    const records = lines.map((line) => JSON.parse(line));
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(60_000);
    expect(records.reduce((sum, record) => sum + record.count, 0)).toBe(5_000);
    expect(new Set(records.flatMap((record) => record.samples.map((sample: { value: number }) => sample.value))).size).toBe(
      5_000,
    );
  });

  it("are none where everything was delivered", () => {
    expect(undeliveredRecords({ delivered: 3, undelivered: [] })).toEqual([]);
  });

  it("hold no line break that would tear a record apart", () => {
    const undelivered = [sampleOf({ dimensions: { Check: "a\nb" } })];
    expect(undeliveredRecords({ delivered: 0, undelivered, reason: "two\nlines" })[0]).not.toContain("\n");
  });
});

describe("the record of an outcome", () => {
  it("is the outcome itself with its mark in front", () => {
    expect(JSON.parse(outcomeRecord(outcome))).toEqual({ bongsu: "outcome", ...outcome });
    expect(outcomeRecord(outcome)).toMatch(/^\{"bongsu":"outcome",/);
  });

  it("keeps status and failure and drops the rest when it would be too long", () => {
    const long = { ...outcome, breaches: [{ expected: "x".repeat(200_000), actual: "y" }] };
    const line = outcomeRecord(long);
    expect(Buffer.byteLength(line)).toBeLessThan(60_000);
    expect(JSON.parse(line)).toMatchObject({ status: "down", failure: { code: "connect-refused" }, isShortened: true });
  });
});

describe("records of the analyst", () => {
  it("say what a thread dump told", () => {
    const finding = { threads: 900, sentences: ["900 threads."], frames: ["com.acme.Job.run"] };
    const evidence = { check: "acme/app", series: "threads", moment: "opened", atEpochMs: 1, finding } as const;
    expect(JSON.parse(threadRecord(evidence))).toEqual({ bongsu: "threads", ...evidence });
  });

  it("say once for each reason which checks could not be read, and name no more than twenty", () => {
    const many = Array.from({ length: 30 }, (_, index) => ({ check: `acme/${index}`, reason: "Throttling" }));
    const records = unreadRecords([...many, { check: "acme/other", reason: "AccessDenied" }]).map((line) => JSON.parse(line));
    expect(records).toEqual([
      { bongsu: "unread", count: 30, reason: "Throttling", checks: many.slice(0, 20).map(({ check }) => check) },
      { bongsu: "unread", count: 1, reason: "AccessDenied", checks: ["acme/other"] },
    ]);
  });
});
