import { describe, expect, it } from "vitest";
import { aDownOutcome, anOutcome } from "../../test/kit/outcomes.ts";
import { isOutcome } from "../core/run/parse-outcome.ts";
import { createOutcomeLog, type DueRun } from "./outcome-log.ts";

const HOUR = Date.UTC(2026, 10, 22, 8);
const MINUTE_MS = 60_000;
const due = (minute: number, part: Partial<DueRun> = {}): DueRun => ({
  ...{ dueEpochMs: HOUR + minute * MINUTE_MS, everyMs: MINUTE_MS, slow: [] },
  ...part,
});

function kindOf(record: string | undefined): unknown {
  return record === undefined ? undefined : JSON.parse(record).bongsu;
}

describe("the log of the prober", () => {
  it("keeps every run in trouble, whole", () => {
    const recordOf = createOutcomeLog();
    const record = recordOf(aDownOutcome(), due(1)) ?? "{}";
    expect(JSON.parse(record)).toEqual({ bongsu: "outcome", ...aDownOutcome() });
    expect(kindOf(recordOf(anOutcome({ status: "unknown" }), due(2)))).toBe("outcome");
  });

  it("keeps the first good run of an hour, and the first one after trouble", () => {
    const recordOf = createOutcomeLog();
    const kinds = [0, 1, 2, 3, 4, 5].map((minute) => kindOf(recordOf(minute === 2 ? aDownOutcome() : anOutcome(), due(minute))));
    expect(kinds).toEqual(["good", undefined, "outcome", "good", undefined, undefined]);
    expect(kindOf(recordOf(anOutcome(), due(60)))).toBe("good");
  });

  it("keeps one good run of each interval longer than an hour", () => {
    expect(kindOf(createOutcomeLog()(anOutcome(), due(30, { everyMs: 3 * 3_600_000 })))).toBe("good");
  });

  it("keeps slow runs, but those that are slow for weeks because of a certificate once an hour", () => {
    const total = { fact: "total", matcher: { op: "above", value: 2_000 } } as const;
    const daysLeft = { fact: "certificate.daysLeft", matcher: { op: "below", value: 30 } } as const;
    const late = anOutcome({ status: "slow", breaches: [{ expected: "total <= 2 s", actual: "3 s" }] });
    expect(kindOf(createOutcomeLog()(late, due(5, { slow: [total] })))).toBe("outcome");
    const old = anOutcome({ status: "slow", facts: { "certificate.daysLeft": 12 }, breaches: [{ expected: "", actual: "" }] });
    const recordOf = createOutcomeLog();
    expect(kindOf(recordOf(old, due(5, { slow: [daysLeft] })))).toBeUndefined();
    expect(JSON.parse(recordOf(old, due(60, { slow: [daysLeft] })) ?? "{}")).toMatchObject({
      ...{ bongsu: "good", status: "slow", facts: { "certificate.daysLeft": 12 } },
    });
  });

  it("writes good runs in some hundred bytes: times, numbers and the address, no texts of the target", () => {
    const body = "x".repeat(200);
    const outcome = anOutcome({
      facts: { status: 200, handles: 12, finalUrl: "https://api.acme.example/" },
      evidence: { request: "GET https://api.acme.example/", address: "203.0.113.7", body },
    });
    const record = createOutcomeLog()(outcome, due(0)) ?? "";
    expect(record.length).toBeLessThan(400);
    expect(JSON.parse(record)).toMatchObject({ facts: { status: 200, handles: 12 }, evidence: { address: "203.0.113.7" } });
    expect(record).not.toContain(body);
    expect(isOutcome(JSON.parse(record))).toBe(true);
  });
});
