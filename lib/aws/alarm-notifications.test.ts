import { describe, expect, it } from "vitest";
import { anAlarm } from "../../test/kit/incidents.ts";
import type { PromqlAlarmSpec } from "../core/model/alarm.ts";
import { parseNotification, queuedMessages } from "./alarm-notifications.ts";

const alarm = anAlarm();
const alarms = new Map([[alarm.name, alarm]]);
/** As CloudWatch writes it; fields that we do not read are left out. */
const notification = {
  AlarmName: alarm.name,
  AWSAccountId: "123456789012",
  NewStateValue: "ALARM",
  OldStateValue: "OK",
  NewStateReason: "Threshold Crossed: 2 out of the last 3 datapoints were less than the threshold (1.0).",
  StateChangeTime: "2026-11-22T08:21:00.123+0000",
};

function parse(part: Record<string, unknown> = {}) {
  return parseNotification(JSON.stringify({ ...notification, ...part }), alarms);
}

describe("a notification of CloudWatch", () => {
  it("is a transition of the planned alarm, at the time that CloudWatch says", () => {
    const atEpochMs = Date.UTC(2026, 10, 22, 8, 21, 0, 123);
    expect(parse()).toEqual({ alarm, from: "OK", to: "ALARM", atEpochMs, reason: notification.NewStateReason });
  });

  it("of an alarm that was not planned is none of ours", () => {
    expect(parse({ AlarmName: "globex: something" })).toBe("unknown");
  });

  it.each([
    ["it is no JSON object", "hello"],
    ["it is no JSON object", "[]"],
    ["it has no AlarmName", "{}"],
    ["its NewStateValue is none", JSON.stringify({ ...notification, NewStateValue: "BROKEN" })],
    ["its StateChangeTime is none", JSON.stringify({ ...notification, StateChangeTime: "yesterday" })],
    ["its StateChangeTime is none", JSON.stringify({ ...notification, StateChangeTime: 5 })],
  ])("that cannot be read says so: %s", (unreadable, body) => {
    expect(parseNotification(body, alarms)).toEqual({ unreadable });
  });

  it("never brings more words than a message could hold", () => {
    const parsed = parse({ NewStateReason: "x".repeat(10_000) });
    expect(typeof parsed === "object" && "reason" in parsed ? parsed.reason.length : 0).toBe(1_024);
  });
});

describe("a notification of a PromQL alarm", () => {
  const checkout = anAlarm({ check: "acme/checkout" });
  const login = anAlarm({ check: "acme/login" });
  const promql: PromqlAlarmSpec = {
    ...{ name: "acme: acme down, 2 of 3 every 1m", topic: "down", severity: "critical", query: "", description: "" },
    ...{ evaluateEveryMs: 60_000, pendingMs: 0, alarms: [checkout, login] },
  };
  const known = new Map([[promql.name, promql]]);
  const { NewStateReason: _none, ...withoutReason } = notification;
  const parsePromql = (part: Record<string, unknown>) =>
    parseNotification(JSON.stringify({ ...withoutReason, AlarmName: promql.name, ...part }), known);

  it("is a transition of the one check that its contributor names, with the rule for a reason", () => {
    const contributor = { AlarmContributorId: "6d442278dba546f6", AlarmContributorAttributes: { check: "acme/login" } };
    const atEpochMs = Date.UTC(2026, 10, 22, 8, 21, 0, 123);
    const reason = "At least 2 of 3 datapoints in a row were below 1.";
    expect(parsePromql(contributor)).toEqual({ alarm: login, from: "OK", to: "ALARM", atEpochMs, reason });
    const back = { ...contributor, NewStateValue: "OK", OldStateValue: "ALARM" };
    expect(parsePromql(back)).toEqual({ alarm: login, from: "ALARM", to: "OK", atEpochMs, reason: "" });
    const spelt = { AlarmContributorAttributes: { "@datapoint.check": "acme/checkout" } };
    expect(parsePromql(spelt)).toMatchObject({ alarm: checkout });
  });

  it("says at least that something moved, where it does not say which check", () => {
    for (const part of [{}, { AlarmContributorAttributes: { check: "acme/gone" } }, { AlarmContributorAttributes: 5 }]) {
      expect(parsePromql(part)).toBe("moved");
    }
  });

  it("of the dead man's switch needs no check", () => {
    const { check: _check, ...blind } = anAlarm({ topic: "blind" });
    const alarms = new Map([[promql.name, { ...promql, alarms: [blind] }]]);
    const body = JSON.stringify({ ...withoutReason, AlarmName: promql.name, AlarmContributorAttributes: {} });
    expect(parseNotification(body, alarms)).toMatchObject({ alarm: blind, to: "ALARM" });
  });
});

describe("messages of a queue", () => {
  it("are those of an SQS event, and of no other", () => {
    expect(queuedMessages({ Records: [{ messageId: "m1", body: "{}" }, { messageId: "m2" }, 5] })).toEqual([
      { messageId: "m1", body: "{}" },
      { messageId: "m2", body: "" },
    ]);
    expect(queuedMessages({ scheduledTime: "2026-11-22T08:21:00Z" })).toBeUndefined();
    expect(queuedMessages(undefined)).toBeUndefined();
  });
});
