/** Who belongs to an incident: alarms join, come back, go off again, or turn out to belong elsewhere. */
import { type Incident, MEMBERS_KEPT_MAX, type Member } from "../model/incident.ts";
import type { AlarmState } from "../model/picture.ts";

export interface Membership {
  /** In alarm for this incident's root. */
  readonly claimed: readonly AlarmState[];
  /** Every alarm by name, as it stands. */
  readonly states: ReadonlyMap<string, AlarmState>;
  /** Names of alarms that are in alarm for whatever root. */
  readonly active: ReadonlySet<string>;
  readonly nowEpochMs: number;
}

export function updateMembers(incident: Pick<Incident, "members" | "memberCount">, membership: Membership) {
  const claimed = new Map(membership.claimed.map((state) => [state.alarm.name, state]));
  const staying = incident.members.flatMap((member) =>
    updateMember(member, { ...membership, isClaimed: claimed.has(member.alarm) }),
  );
  const known = new Set(staying.map(({ alarm }) => alarm));
  const joining = membership.claimed.filter(({ alarm }) => !known.has(alarm.name)).map(toMember);
  const members = [...staying, ...joining].slice(0, MEMBERS_KEPT_MAX);
  const isBounded = members.length === MEMBERS_KEPT_MAX;
  // Who came too late to be kept is seen only while in alarm.
  const memberCount = isBounded ? Math.max(incident.memberCount, staying.length + joining.length) : members.length;
  return { members, memberCount };
}

function updateMember(member: Member, { isClaimed, states, active, nowEpochMs }: Membership & { isClaimed: boolean }): Member[] {
  const { untilEpochMs, ...rest } = member;
  const state = states.get(member.alarm);
  if (isClaimed) return [untilEpochMs === undefined ? member : { ...rest, sinceEpochMs: state?.sinceEpochMs ?? nowEpochMs }];
  if (active.has(member.alarm)) return [];
  if (untilEpochMs !== undefined) return [member];
  const backAtEpochMs = state?.state === "OK" ? state.sinceEpochMs : nowEpochMs;
  return [{ ...rest, untilEpochMs: Math.max(backAtEpochMs, member.sinceEpochMs) }];
}

function toMember({ alarm, sinceEpochMs }: AlarmState): Member {
  const { name, topic, check } = alarm;
  return { alarm: name, topic, ...(check !== undefined && { check }), sinceEpochMs };
}

export function activeMembers({ members }: Pick<Incident, "members">): Member[] {
  return members.filter(({ untilEpochMs }) => untilEpochMs === undefined);
}

/** When the last member came back; `undefined` while one is in alarm. */
export function quietSinceEpochMs({ members }: Pick<Incident, "members">): number | undefined {
  if (members.some(({ untilEpochMs }) => untilEpochMs === undefined)) return undefined;
  return Math.max(0, ...members.map(({ untilEpochMs = 0 }) => untilEpochMs));
}
