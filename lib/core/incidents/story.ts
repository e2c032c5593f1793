/** A draft and its evidence -> the story that is told. */
import type { Diagnosis } from "../model/diagnosis.ts";
import type { Incident, Member } from "../model/incident.ts";
import type { DigestEntry, Story, StoryMember, StoryType, Trouble } from "../model/story.ts";
import { beganAtEpochMs } from "./began.ts";
import type { Draft, DraftReason } from "./draft.ts";
import { countRecentFlips } from "./flips.ts";
import type { StoryParts } from "./gather-evidence.ts";
import { DIGEST_ENTRIES_MAX, FLAPPING } from "./limits.ts";
import { activeMembers, quietSinceEpochMs } from "./membership.ts";

export interface StoryContext {
  readonly deployment: string;
  readonly timezone: string;
  readonly nowEpochMs: number;
  /** Of the leading incident, the number of this message in it. */
  readonly sequence: number;
  readonly evidenceOf: (incident: Incident) => StoryParts;
}

const MEMBERS_SHOWN = 20;
/** So many members of one shared root make a storm. */
const STORM_FROM = 3;
const NOTHING_KNOWN: Diagnosis = { findings: [], ruledOut: [], rejected: [] };

export function tellStory(lead: Incident, { draft, context }: { draft: Draft; context: StoryContext }): Story {
  const { deployment, timezone, nowEpochMs, sequence, evidenceOf } = context;
  const incidents = draft.items.map(({ incident }) => incident);
  const { lead: leadCheck, links = {}, fine = [], fineCount = fine.length, diagnosis, ...evidence } = evidenceOf(lead);
  const untilEpochMs = draft.reason === "close" ? latestQuiet(incidents) : undefined;
  return {
    ...kindOfStory(lead, draft),
    ...{ deployment, timezone, incident: lead.id, sequence, severity: lead.severity, toldAtEpochMs: nowEpochMs },
    root: lead.root,
    sinceEpochMs: Math.min(...incidents.map(beganAtEpochMs)),
    ...(untilEpochMs !== undefined && { untilEpochMs }),
    ...(leadCheck !== undefined && { lead: leadCheck }),
    diagnosis: diagnosis ?? lead.diagnosis ?? NOTHING_KNOWN,
    ...evidence,
    ...(lead.isFlapping && { flips: { count: countRecentFlips(lead, nowEpochMs), overMs: FLAPPING.windowMs } }),
    members: incidents.flatMap((incident) => storyMembers(incident, draft.reason)).slice(0, MEMBERS_SHOWN),
    memberCount: incidents.reduce((sum, { memberCount }) => sum + memberCount, 0),
    ...{ fine, fineCount, links },
    ...(incidents.length > 1 && draft.reason !== "digest" && { folded: incidents.length }),
    ...(draft.reason === "digest" && { digest: digestEntries(draft, { evidenceOf, nowEpochMs }) }),
  };
}

const TROUBLE_OF_TOPIC: Readonly<Record<string, Trouble>> = {
  down: "down",
  "partly-down": "partly-down",
  slow: "slow",
  certificate: "certificate",
  leak: "leak",
  "limit-near": "leak",
  log: "log",
  "slow-hour": "slow-hour",
};

function kindOfStory(lead: Incident, { reason, items }: Draft): Pick<Story, "type" | "about"> {
  const about = items.length > 1 && reason !== "digest" ? "storm" : troubleOf(lead);
  if (reason === "digest") return { type: "digest" };
  const type = typeOfStory(lead, { reason, about });
  return type === about ? { type } : { type, about };
}

function typeOfStory(lead: Incident, { reason, about }: { reason: DraftReason; about: Trouble }): StoryType {
  if (reason === "close") return "resolved";
  if (reason === "repeat") return "reminder";
  return lead.isFlapping ? "flapping" : about;
}

function troubleOf(incident: Incident): Trouble {
  const { root, members, memberCount } = incident;
  if (root.kind === "prober") return members.some(({ topic }) => topic === "silent") ? "no-data" : "prober";
  if (root.kind !== "check" && memberCount >= STORM_FROM) return "storm";
  const active = activeMembers(incident);
  const shown = active.length === 0 ? members : active;
  const own = shown.filter(({ check }) => check === root.name);
  const [worst] = (own.length === 0 ? shown.slice(0, 1) : own).toSorted((one, other) => rankOf(one) - rankOf(other));
  return TROUBLE_OF_TOPIC[worst?.topic ?? ""] ?? "down";
}

/** What is down is told as down, whatever else it does. */
function rankOf({ topic }: Member): number {
  return topic === "down" ? 0 : 1;
}

/** Those in alarm; of a recovery all that came back. Alarms without a check are shown by the root. */
function storyMembers(incident: Incident, reason: DraftReason): StoryMember[] {
  const active = activeMembers(incident);
  const shown = reason === "close" || active.length === 0 ? incident.members : active;
  const rootFirst = shown.toSorted(
    (one, other) => Number(other.check === incident.root.name) - Number(one.check === incident.root.name),
  );
  return rootFirst.flatMap(({ check, topic, sinceEpochMs, untilEpochMs }) =>
    check === undefined ? [] : [{ check, topic, sinceEpochMs, ...(untilEpochMs !== undefined && { untilEpochMs }) }],
  );
}

function digestEntries(
  { items }: Draft,
  { evidenceOf, nowEpochMs }: Pick<StoryContext, "evidenceOf" | "nowEpochMs">,
): DigestEntry[] {
  return items.slice(0, DIGEST_ENTRIES_MAX).map(({ incident }) => {
    const [first] = incident.members;
    const untilEpochMs = incident.state === "closed" ? (quietSinceEpochMs(incident) ?? nowEpochMs) : undefined;
    return {
      incident: incident.id,
      type: troubleOf(incident),
      ...(first?.check !== undefined && { check: first.check }),
      sinceEpochMs: beganAtEpochMs(incident),
      ...(untilEpochMs !== undefined && { untilEpochMs }),
      diagnosis: evidenceOf(incident).diagnosis ?? incident.diagnosis ?? NOTHING_KNOWN,
    };
  });
}

function latestQuiet(incidents: readonly Incident[]): number {
  return Math.max(...incidents.map((incident) => quietSinceEpochMs(incident) ?? incident.closedAtEpochMs ?? 0));
}
