import { describe, expect, it } from "vitest";
import { aCheck, aDownOutcome, anOutcome } from "../../../test/kit/outcomes.ts";
import type { AlarmSpec } from "../model/alarm.ts";
import { type AlarmStory, alarmMessage } from "./alarm-message.ts";

const SINCE = Date.UTC(2026, 10, 22, 8, 21, 4);
const check = aCheck({ id: "acme-prod/checkout", title: "결제 API" });
const alarm: AlarmSpec = {
  ...{
    name: "acme: acme-prod/checkout is down",
    topic: "down",
    severity: "critical",
    check: check.id,
    comparison: "below",
    threshold: 1,
  },
  ...{ badDatapoints: 2, ofDatapoints: 3, missingData: "ignore", notify: [], description: "" },
  metric: { namespace: "Bongsu", name: "Up", dimensions: {}, statistic: "Minimum", periodMs: 60_000 },
};
const reason = "2 of the last 3 datapoints were below 1.";
const failed = aDownOutcome({
  evidence: { request: "GET https://api.acme.example/health", body: '{"reason":"db pool exhausted"}' },
});
const outage: AlarmStory = {
  transition: { alarm, from: "OK", to: "ALARM", atEpochMs: SINCE + 60_000, reason },
  check,
  trouble: { sinceEpochMs: SINCE, runs: 2, latest: failed },
  others: { total: 3, down: ["acme-prod/refunds"] },
  timezone: "Asia/Seoul",
};
const recovery: AlarmStory = {
  ...outage,
  transition: { ...outage.transition, from: "ALARM", to: "OK" },
  recovery: { sinceEpochMs: SINCE + 37 * 60_000, runs: 2, latest: anOutcome({ totalMs: 92 }) },
};

describe("an alarm message", () => {
  it("says what, since when, why, how we know, how wide and what next", () => {
    expect(alarmMessage(outage)).toEqual([
      "DOWN acme-prod/checkout (결제 API)",
      "what  GET https://api.acme.example/health",
      "since Sun 22 Nov 17:21:04 GMT+9, 2 runs in a row failed",
      "why   expected status == 200, got 503",
      "known dns 4 ms, connect 11 ms, server 68 ms",
      'says  {"reason":"db pool exhausted"}',
      "alarm 2 of the last 3 datapoints were below 1.",
      "wide  also down: acme-prod/refunds (1 of 3 others)",
      "next  Look at the service behind this address; the way to it is fine.",
    ]);
  });

  it("says how long it lasted and what it was when it is over", () => {
    expect(alarmMessage(recovery)).toEqual([
      "OK acme-prod/checkout (결제 API)",
      "what  it is fine again after 37 min",
      "since Sun 22 Nov 17:58:04 GMT+9, 2 runs in a row passed",
      "was   expected status == 200, got 503 (2 runs in a row failed)",
      "now   answered in 92 ms",
      "wide  also down: acme-prod/refunds (1 of 3 others)",
    ]);
  });

  it("sends to the team's own runbook where there is one", () => {
    const runbook = "https://wiki.acme.example/checkout";
    expect(alarmMessage({ ...outage, check: { ...check, runbook } }).at(-1)).toBe(`next  ${runbook}`);
  });

  it("claims nothing about runs that it does not know", () => {
    const { trouble: _, ...bare } = outage;
    const lines = alarmMessage({ ...bare, others: { total: 0, down: [] } });
    expect(lines).toEqual([
      "DOWN acme-prod/checkout (결제 API)",
      "since Sun 22 Nov 17:22:04 GMT+9",
      `why   ${reason}`,
      "wide  it is the only check",
    ]);
  });

  it("explains only an alarm on failures by what failed, and not one on slowness by an outage long past", () => {
    const slow = { ...alarm, name: "acme: acme-prod/checkout is slow", topic: "slow" };
    const told = (story: AlarmStory) => alarmMessage({ ...story, transition: { ...story.transition, alarm: slow } });
    expect(told(outage)).toEqual([
      "SLOW acme-prod/checkout (결제 API)",
      "since Sun 22 Nov 17:22:04 GMT+9",
      `why   ${reason}`,
      "wide  also down: acme-prod/refunds (1 of 3 others)",
    ]);
    expect(told(recovery).join()).not.toContain("37 min");
  });

  it("lets no answer move the cursor, colour the terminal or add a line", () => {
    const body = "\u001b[2Jgone\u001b]0;owned\u0007fine\nOK everything\u202E";
    const story = { ...outage, trouble: { sinceEpochMs: SINCE, runs: 2, latest: { ...failed, evidence: { body } } } };
    const says = alarmMessage(story).find((text) => text.startsWith("says"));
    expect(says).toBe("says  gone ]0;owned fine OK everything");
  });
});
