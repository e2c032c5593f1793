/** Alarms that moved, as CloudWatch says it: SNS hands its JSON to a queue (raw delivery), Lambda hands the queue's messages to us. */
import type { AlarmSpec, AlarmStateValue, PromqlAlarmSpec } from "../core/model/alarm.ts";
import type { AlarmTransition } from "../core/ports.ts";
import { isRecord } from "../core/shapes.ts";
import { alarmOfContributor, promqlReason } from "./alarm-contributors.ts";

export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
}

/** Messages of an SQS event; `undefined` if the event is none. */
export function queuedMessages(event: unknown): QueuedMessage[] | undefined {
  if (!isRecord(event) || !Array.isArray(event.Records)) return undefined;
  return event.Records.flatMap((record: unknown) => {
    if (!isRecord(record) || typeof record.messageId !== "string") return [];
    return [{ messageId: record.messageId, body: typeof record.body === "string" ? record.body : "" }];
  });
}

/**
 * `unknown`: a notification, but of an alarm that is none of this deployment (any more). `moved`: of a PromQL alarm that does not
 * say which of its checks moved; the alarms have to be looked at.
 */
export type ParsedNotification = AlarmTransition | "unknown" | "moved" | { readonly unreadable: string };

const STATES: readonly AlarmStateValue[] = ["OK", "ALARM", "INSUFFICIENT_DATA"];
const REASON_MAX_LENGTH = 1_024;

/** By name. */
export type KnownAlarms = ReadonlyMap<string, AlarmSpec | PromqlAlarmSpec>;

export function parseNotification(body: string, alarms: KnownAlarms): ParsedNotification {
  const notification = parseJson(body);
  if (!isRecord(notification)) return { unreadable: "it is no JSON object" };
  const { AlarmName, NewStateReason, NewStateValue, OldStateValue, StateChangeTime } = notification;
  if (typeof AlarmName !== "string") return { unreadable: "it has no AlarmName" };
  const to = STATES.find((state) => state === NewStateValue);
  const from = STATES.find((state) => state === OldStateValue) ?? "INSUFFICIENT_DATA";
  if (to === undefined) return { unreadable: "its NewStateValue is none" };
  const atEpochMs = parseTime(StateChangeTime);
  if (atEpochMs === undefined) return { unreadable: "its StateChangeTime is none" };
  const known = alarms.get(AlarmName);
  if (known === undefined) return "unknown";
  const reason = typeof NewStateReason === "string" ? NewStateReason.slice(0, REASON_MAX_LENGTH) : "";
  if ("metric" in known) return { alarm: known, from, to, atEpochMs, reason };
  return ofContributor(known, notification.AlarmContributorAttributes, { from, to, atEpochMs, reason });
}

/** A contributor is in alarm or fine, and has no reason of its own. */
function ofContributor(known: PromqlAlarmSpec, attributes: unknown, moved: Omit<AlarmTransition, "alarm">): ParsedNotification {
  const alarm = isRecord(attributes) ? alarmOfContributor(known, attributes) : undefined;
  if (alarm === undefined) return "moved";
  const to = moved.to === "ALARM" ? "ALARM" : "OK";
  const reason = moved.reason || (to === "ALARM" ? promqlReason(alarm) : "");
  return { ...moved, alarm, from: to === "ALARM" ? "OK" : "ALARM", to, reason };
}

/** `2026-11-22T08:21:00.123+0000`: without the colon that ISO 8601 has in an offset. */
function parseTime(value: unknown): number | undefined {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}T/.test(value)) return undefined;
  const atEpochMs = Date.parse(value.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  return Number.isNaN(atEpochMs) ? undefined : atEpochMs;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
