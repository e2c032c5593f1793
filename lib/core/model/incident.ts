/**
 * An incident: everything that one root cause brought down, from the first alarm to the last recovery. It is what people are
 * told about; alarms only say that something moved.
 */
import type { Severity } from "./alarm.ts";
import type { CheckId, ContactName } from "./check.ts";
import type { Confidence, Diagnosis } from "./diagnosis.ts";
import type { Root } from "./root.ts";
import type { Story } from "./story.ts";

/** Short and sayable: `k7f2`. */
export type IncidentId = string;

export const CHANNEL_KINDS = ["email", "sms", "slack", "terminal"] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** One way to one contact: `oncall/email`. What was told and what may still be told is counted by line. */
export type Line = `${ContactName}/${ChannelKind}`;

/** One alarm that belongs to an incident. */
export interface Member {
  readonly alarm: string;
  readonly topic: string;
  readonly check?: CheckId;
  readonly sinceEpochMs: number;
  /** Absent while it is in alarm. */
  readonly untilEpochMs?: number;
}

/** gathering: in alarm, nobody was told yet · open · closing: all members are back, but not for long enough · closed. */
export type IncidentState = "gathering" | "open" | "closing" | "closed";

/** A root has at most one incident of each severity that is not closed. */
export interface Incident {
  readonly id: IncidentId;
  readonly root: Root;
  /** How sure the root is: `possible` for a location that has no other to compare with. */
  readonly confidence: Confidence;
  /** Since when nothing points to the root any more, though members are still in alarm. */
  readonly rootGoneAtEpochMs?: number;
  readonly severity: Severity;
  readonly state: IncidentState;
  /** When the first of its alarms went off. */
  readonly openedAtEpochMs: number;
  /** Start of the first failed run of its checks, where that was known before anybody was told. */
  readonly failingSinceEpochMs?: number;
  readonly closedAtEpochMs?: number;
  /** Those who joined first, at most `MEMBERS_KEPT_MAX`. */
  readonly members: readonly Member[];
  readonly memberCount: number;
  /** Who is to be told, in alphabetical order: owners of its members, of a fault of ours the operators. */
  readonly contacts: readonly ContactName[];
  /** Moments at which its last member came back or its first went into alarm, newest last, at most `FLIPS_KEPT_MAX`. */
  readonly flipsEpochMs: readonly number[];
  readonly isFlapping: boolean;
  /** Nothing is repeated before; a recovery is told all the same. */
  readonly acknowledgedUntilEpochMs?: number;
  readonly told: Readonly<Record<Line, Told>>;
  /** As people were told last. */
  readonly diagnosis?: Diagnosis;
  /** Of its last notice; the first is 1. */
  readonly sequence: number;
}

export const MEMBERS_KEPT_MAX = 1_000;
export const FLIPS_KEPT_MAX = 20;

/** What one line has heard of an incident. */
export interface Told {
  readonly openedAtEpochMs: number;
  readonly closedAtEpochMs?: number;
  /** Of the last message of any sort. */
  readonly lastAtEpochMs: number;
  readonly changes: number;
  readonly repeats: number;
  /** As it was told last. */
  readonly root: Root;
  readonly memberCount: number;
  readonly isFlapping: boolean;
}

/** overflow: more than the line's budget would bear, in one. */
export type NoticeReason = "open" | "change" | "repeat" | "close" | "flapping" | "overflow" | "digest" | "drill";

/** One thing to tell one contact, written down before it is sent: sending it twice is possible, losing it is not. */
export interface Notice {
  /** `k7f2-3/oncall`: incident, sequence, contact. A repetition after a crash carries the same id. */
  readonly id: string;
  readonly reason: NoticeReason;
  readonly contact: ContactName;
  readonly channels: readonly ChannelKind[];
  readonly story: Story;
  readonly writtenAtEpochMs: number;
  /** Whoever sends it has until then; afterwards it may be tried again. 0: nobody has tried. */
  readonly claimedUntilEpochMs: number;
  /** How often it was claimed. */
  readonly attempts: number;
}

/** What a line was sent, and when. */
export interface Sent {
  readonly reason: NoticeReason;
  readonly atEpochMs: number;
}
