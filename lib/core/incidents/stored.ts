/** Incidents and notices as they come back from a store: written by us, but perhaps by an older version, or mended by hand. */
import { CHANNEL_KINDS, type Incident, type Member, type Notice, type Sent, type Told } from "../model/incident.ts";
import type { Root } from "../model/root.ts";
import { STORY_TYPES } from "../model/story.ts";
import type { IncidentLedger, Mute } from "../ports.ts";
import { isListOf, isNumber, isOptionalNumber, isRecord, isText } from "../shapes.ts";

/** All of the ledger that is neither an incident nor a notice. */
export type LedgerHead = Omit<IncidentLedger, "incidents" | "outbox">;

export const EMPTY_HEAD: LedgerHead = { version: 0, sent: {}, mutes: [] };

const ROOT_KINDS: readonly unknown[] = ["check", "host", "address", "location", "prober"] satisfies Root["kind"][];
const STATES: readonly unknown[] = ["gathering", "open", "closing", "closed"] satisfies Incident["state"][];
const SEVERITIES: readonly unknown[] = ["critical", "warning"] satisfies Incident["severity"][];
const CHANNELS: readonly unknown[] = CHANNEL_KINDS;
const TYPES: readonly unknown[] = STORY_TYPES;

export function isIncident(value: unknown): value is Incident {
  return (
    isRecord(value) &&
    [value.id, value.confidence].every(isText) &&
    isRoot(value.root) &&
    SEVERITIES.includes(value.severity) &&
    STATES.includes(value.state) &&
    [value.openedAtEpochMs, value.memberCount, value.sequence].every(isNumber) &&
    [value.failingSinceEpochMs, value.closedAtEpochMs, value.rootGoneAtEpochMs, value.acknowledgedUntilEpochMs].every(
      isOptionalNumber,
    ) &&
    isListOf(value.members, isMember) &&
    isListOf(value.contacts, isText) &&
    isListOf(value.flipsEpochMs, isNumber) &&
    typeof value.isFlapping === "boolean" &&
    isRecord(value.told) &&
    Object.values(value.told).every(isTold) &&
    (value.diagnosis === undefined || isDiagnosisShaped(value.diagnosis))
  );
}

/** Of the story what decides how it is shown; the rest is for the renderer, which trusts no text anyway. */
export function isNotice(value: unknown): value is Notice {
  return (
    isRecord(value) &&
    [value.id, value.reason, value.contact].every(isText) &&
    isListOf(value.channels, (channel) => CHANNELS.includes(channel)) &&
    [value.writtenAtEpochMs, value.claimedUntilEpochMs, value.attempts].every(isNumber) &&
    isStoryShaped(value.story)
  );
}

/** Without the version, which stores keep apart. */
export function isHeadBody(value: unknown): value is Omit<LedgerHead, "version"> {
  return (
    isRecord(value) &&
    isRecord(value.sent) &&
    Object.values(value.sent).every((list) => isListOf(list, isSent)) &&
    isListOf(value.mutes, isMute) &&
    [value.digestToldAtEpochMs, value.summaryToldAtEpochMs].every(isOptionalNumber)
  );
}

function isRoot(value: unknown): value is Root {
  return isRecord(value) && ROOT_KINDS.includes(value.kind) && isText(value.name);
}

function isMember(value: unknown): value is Member {
  return (
    isRecord(value) &&
    [value.alarm, value.topic].every(isText) &&
    (value.check === undefined || isText(value.check)) &&
    isNumber(value.sinceEpochMs) &&
    isOptionalNumber(value.untilEpochMs)
  );
}

function isTold(value: unknown): value is Told {
  return (
    isRecord(value) &&
    [value.openedAtEpochMs, value.lastAtEpochMs, value.changes, value.repeats, value.memberCount].every(isNumber) &&
    isOptionalNumber(value.closedAtEpochMs) &&
    isRoot(value.root) &&
    typeof value.isFlapping === "boolean"
  );
}

function isStoryShaped(value: unknown): boolean {
  return (
    isRecord(value) &&
    TYPES.includes(value.type) &&
    isText(value.incident) &&
    isRoot(value.root) &&
    isDiagnosisShaped(value.diagnosis) &&
    [value.members, value.fine].every(Array.isArray) &&
    isRecord(value.links)
  );
}

function isDiagnosisShaped(value: unknown): boolean {
  return isRecord(value) && [value.findings, value.ruledOut, value.rejected].every(Array.isArray);
}

function isSent(value: unknown): value is Sent {
  return isRecord(value) && isText(value.reason) && isNumber(value.atEpochMs);
}

function isMute(value: unknown): value is Mute {
  return isRecord(value) && isText(value.subject) && isNumber(value.untilEpochMs);
}
