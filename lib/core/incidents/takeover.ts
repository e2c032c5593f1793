/** When a wider root is found: incidents that it explains become one, which keeps the id that people know. */
import { type Incident, MEMBERS_KEPT_MAX, type Told } from "../model/incident.ts";
import { earliestFailure } from "./began.ts";
import { type Claim, claimKey } from "./claims.ts";
import { linesOf } from "./lines.ts";
import { isKnown } from "./told.ts";

/**
 * An incident whose alarms all belong to one other root now goes over to it. Of several that meet there the one that people
 * know best goes on; what was told of the others counts as told of it.
 */
export function takeOver(incidents: readonly Incident[], claims: ReadonlyMap<string, Claim>): Incident[] {
  const keyOfAlarm = new Map([...claims].flatMap(([key, { states }]) => states.map(({ alarm }) => [alarm.name, key] as const)));
  const meeting = Map.groupBy(incidents, (incident) => destination(incident, keyOfAlarm));
  return [...meeting].flatMap(([key, members]) => {
    const [heir, ...others] = members.toSorted(byFame);
    if (heir === undefined) return [];
    const claim = claims.get(key);
    const { root, confidence } = claim ?? heir;
    return [others.reduce(absorb, { ...heir, root, confidence })];
  });
}

/** A fault of ours that people know of ends as what it was: what is still down then was hidden by it, not caused. */
function destination(incident: Incident, keyOfAlarm: ReadonlyMap<string, string>): string {
  if (incident.root.kind === "prober" && isKnown(incident)) return claimKey(incident);
  const keys = new Set(incident.members.flatMap(({ alarm }) => keyOfAlarm.get(alarm) ?? []));
  const [only] = keys;
  return keys.size === 1 && only !== undefined ? only : claimKey(incident);
}

function byFame(one: Incident, other: Incident): number {
  return (
    Number(isKnown(other)) - Number(isKnown(one)) || one.openedAtEpochMs - other.openedAtEpochMs || (one.id < other.id ? -1 : 1)
  );
}

function absorb(heir: Incident, other: Incident): Incident {
  const known = new Set(heir.members.map(({ alarm }) => alarm));
  const newcomers = other.members.filter(({ alarm }) => !known.has(alarm));
  return {
    ...earliestFailure(heir, other.failingSinceEpochMs === undefined ? [] : [other.failingSinceEpochMs]),
    openedAtEpochMs: Math.min(heir.openedAtEpochMs, other.openedAtEpochMs),
    members: [...heir.members, ...newcomers].slice(0, MEMBERS_KEPT_MAX),
    memberCount: heir.memberCount + newcomers.length,
    contacts: [...new Set([...heir.contacts, ...other.contacts])].toSorted(),
    flipsEpochMs: moreRestless(heir, other).flipsEpochMs,
    isFlapping: heir.isFlapping || other.isFlapping,
    told: mergeTold(heir.told, other.told),
  };
}

/** That several went off one after the other is one outage and no flapping. */
function moreRestless(heir: Incident, other: Incident): Incident {
  return other.flipsEpochMs.length > heir.flipsEpochMs.length ? other : heir;
}

function mergeTold(heir: Incident["told"], other: Incident["told"]): Incident["told"] {
  const both = linesOf(heir).flatMap((line) => {
    const told = mergeLine(heir[line], other[line]);
    return told === undefined ? [] : [[line, told] as const];
  });
  return { ...other, ...Object.fromEntries(both) };
}

function mergeLine(heir: Told | undefined, other: Told | undefined): Told | undefined {
  if (heir === undefined || other === undefined) return heir ?? other;
  return {
    ...heir,
    openedAtEpochMs: Math.min(heir.openedAtEpochMs, other.openedAtEpochMs),
    lastAtEpochMs: Math.max(heir.lastAtEpochMs, other.lastAtEpochMs),
    changes: Math.max(heir.changes, other.changes),
    repeats: Math.max(heir.repeats, other.repeats),
  };
}
