/** Incidents, notices and alarms for tests, with only what the test is about written out. */
import type { AlarmSpec } from "../../lib/core/model/alarm.ts";
import type { Incident, Notice, Told } from "../../lib/core/model/incident.ts";
import type { AlarmState, WatchedCheck, WatchedPlace } from "../../lib/core/model/picture.ts";
import type { Story } from "../../lib/core/model/story.ts";

export const START_EPOCH_MS = Date.UTC(2026, 10, 22, 8, 0);

export function anAlarm(parts: Partial<AlarmSpec> = {}): AlarmSpec {
  const check = parts.check ?? "acme/checkout";
  const topic = parts.topic ?? "down";
  return {
    name: `acme: ${check} is ${topic}`,
    topic,
    severity: "critical",
    check,
    metric: { namespace: "Bongsu", name: "Up", dimensions: {}, statistic: "Minimum", periodMs: 60_000 },
    comparison: "below",
    threshold: 1,
    badDatapoints: 2,
    ofDatapoints: 3,
    missingData: "ignore",
    notify: ["oncall"],
    description: "",
    ...parts,
  };
}

/** An alarm on Bongsu itself, of a shard or a function. */
export function aSystemAlarm(topic: string, subject: string, parts: Partial<AlarmSpec> = {}): AlarmSpec {
  const dimensions: Record<string, string> =
    topic === "errors" || topic === "throttles" ? { FunctionName: subject } : { Shard: subject };
  const { check: _none, ...alarm } = anAlarm({ topic, name: `acme: ${subject} is ${topic}`, notify: ["platform"] });
  return { ...alarm, metric: { ...alarm.metric, dimensions }, ...parts };
}

export function anAlarmState(parts: Partial<AlarmState> = {}): AlarmState {
  return {
    alarm: anAlarm(),
    state: "ALARM",
    sinceEpochMs: START_EPOCH_MS,
    reason: "2 of the last 3 datapoints were below 1.",
    ...parts,
  };
}

/** At one place, unless places are given. */
export function aWatchedCheck({ location = "ap-northeast-2", shard, prober, ...parts }: WatchedParts = {}): WatchedCheck {
  const id = parts.id ?? "acme/checkout";
  return {
    id,
    group: id.split("/").slice(0, -1).join("/"),
    everyMs: 60_000,
    dependsOn: [],
    places: [{ vantage: "region", location, ...(shard && { shard }), ...(prober && { prober }) }],
    ...parts,
  };
}

export type WatchedParts = Partial<WatchedCheck> & Partial<Pick<WatchedPlace, "location" | "shard" | "prober">>;

export function anIncident(parts: Partial<Incident> = {}): Incident {
  const check = parts.root?.name ?? "acme/checkout";
  return {
    id: "k7f2",
    root: { kind: "check", name: check },
    confidence: "confirmed",
    severity: "critical",
    state: "open",
    openedAtEpochMs: START_EPOCH_MS,
    members: [{ alarm: `acme: ${check} is down`, topic: "down", check, sinceEpochMs: START_EPOCH_MS }],
    memberCount: 1,
    contacts: ["oncall"],
    flipsEpochMs: [START_EPOCH_MS],
    isFlapping: false,
    told: {},
    sequence: 0,
    ...parts,
  };
}

export function aTold(parts: Partial<Told> = {}): Told {
  const openedAtEpochMs = parts.openedAtEpochMs ?? START_EPOCH_MS + 45_000;
  return {
    openedAtEpochMs,
    lastAtEpochMs: openedAtEpochMs,
    changes: 0,
    repeats: 0,
    root: { kind: "check", name: "acme/checkout" },
    memberCount: 1,
    isFlapping: false,
    ...parts,
  };
}

export function aStory(parts: Partial<Story> = {}): Story {
  return {
    type: "down",
    deployment: "acme",
    incident: "k7f2",
    sequence: 1,
    severity: "critical",
    timezone: "Asia/Seoul",
    toldAtEpochMs: START_EPOCH_MS + 45_000,
    root: { kind: "check", name: "acme/checkout" },
    sinceEpochMs: START_EPOCH_MS,
    diagnosis: { findings: [], ruledOut: [], rejected: [] },
    members: [{ check: "acme/checkout", topic: "down", sinceEpochMs: START_EPOCH_MS }],
    memberCount: 1,
    fine: [],
    fineCount: 0,
    links: {},
    ...parts,
  };
}

export function aNotice(parts: Partial<Notice> = {}): Notice {
  return {
    id: "k7f2-1/oncall",
    reason: "open",
    contact: "oncall",
    channels: ["email", "sms"],
    story: aStory(),
    writtenAtEpochMs: START_EPOCH_MS,
    claimedUntilEpochMs: 0,
    attempts: 0,
    ...parts,
  };
}
