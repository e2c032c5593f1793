/** What a status page keeps of incidents: when, which checks, how far. Never why: causes are for those who run the service. */
import type { AlarmTopic } from "../alarms/topics.ts";
import type { CheckId } from "../model/check.ts";
import type { Incident, IncidentId, Member } from "../model/incident.ts";

export const INCIDENT_PHASES = ["investigating", "identified", "monitoring", "resolved"] as const;
export type IncidentPhase = (typeof INCIDENT_PHASES)[number];

export interface KeptIncident {
  readonly id: IncidentId;
  readonly openedAtEpochMs: number;
  readonly startedAtEpochMs: number;
  readonly endedAtEpochMs?: number;
  readonly phase: IncidentPhase;
  readonly downChecks: readonly CheckId[];
  readonly slowChecks: readonly CheckId[];
}

const KEPT_MS = 90 * 86_400_000;
const KEPT_MAX = 500;
const SHOWN_TOPICS: readonly string[] = ["down", "slow"] satisfies AlarmTopic[];

/** Newest first. One that is gone from the ledger unfinished has nobody left to say when it ended: it ended by now. */
export function keepIncidents(
  kept: readonly KeptIncident[],
  incidents: readonly Incident[],
  { nowEpochMs, shown }: { readonly nowEpochMs: number; readonly shown: ReadonlySet<CheckId> },
): KeptIncident[] {
  const fresh = incidents.flatMap((incident) => toKept(incident, shown));
  const isFresh = new Set(fresh.map(keyOf));
  const others = kept.filter((incident) => !isFresh.has(keyOf(incident))).map((incident) => ended(incident, nowEpochMs));
  return [...fresh, ...others]
    .filter(({ endedAtEpochMs = nowEpochMs }) => endedAtEpochMs > nowEpochMs - KEPT_MS)
    .toSorted((one, other) => other.startedAtEpochMs - one.startedAtEpochMs)
    .slice(0, KEPT_MAX);
}

/** Short ids come again. */
function keyOf({ id, openedAtEpochMs }: KeptIncident): string {
  return `${id} ${openedAtEpochMs}`;
}

function ended(incident: KeptIncident, nowEpochMs: number): KeptIncident {
  return incident.endedAtEpochMs === undefined ? { ...incident, phase: "resolved", endedAtEpochMs: nowEpochMs } : incident;
}

function toKept(incident: Incident, shown: ReadonlySet<CheckId>): KeptIncident[] {
  const members = incident.members.filter(({ check = "", topic }) => shown.has(check) && SHOWN_TOPICS.includes(topic));
  const checksOf = (topic: AlarmTopic) => [...new Set(members.flatMap((one) => (one.topic === topic ? (one.check ?? []) : [])))];
  if (members.length === 0) return [];
  const endedAtEpochMs = incident.state === "closed" ? endOf(members, incident) : undefined;
  const { id, openedAtEpochMs } = incident;
  const downChecks = checksOf("down");
  return [
    {
      ...{ id, openedAtEpochMs, startedAtEpochMs: startOf(members, incident), phase: phaseOf(incident), downChecks },
      slowChecks: checksOf("slow").filter((check) => !downChecks.includes(check)),
      ...(endedAtEpochMs !== undefined && { endedAtEpochMs }),
    },
  ];
}

/** The first failed run, if it was one of a check that is shown: as people are told it. */
function startOf(members: readonly Member[], { failingSinceEpochMs, members: all, openedAtEpochMs }: Incident): number {
  const [first, ofAll] = [members, all].map((some) => Math.min(...some.map(({ sinceEpochMs }) => sinceEpochMs)));
  return first === ofAll ? (failingSinceEpochMs ?? openedAtEpochMs) : (first ?? openedAtEpochMs);
}

function endOf(members: readonly Member[], { closedAtEpochMs = 0 }: Incident): number {
  return Math.max(...members.map(({ untilEpochMs = closedAtEpochMs }) => untilEpochMs));
}

/** Identified only where a second signal has confirmed the cause. */
function phaseOf({ diagnosis, state }: Incident): IncidentPhase {
  if (state === "closed") return "resolved";
  if (state === "closing") return "monitoring";
  return diagnosis?.findings[0]?.confidence === "confirmed" ? "identified" : "investigating";
}
