/** Silence: with an end, for a check, a group or a root. It silences messages, never probing, and no recovery of something told. */
import type { CheckId } from "../model/check.ts";
import type { Incident } from "../model/incident.ts";
import type { Mute } from "../ports.ts";
import { MUTE_MAX_MS, MUTES_MAX } from "./limits.ts";
import { activeMembers } from "./membership.ts";

/** The mutes with one more, which replaces an earlier one of the same subject; it lasts a week at most. */
export function withMute(mutes: readonly Mute[], { mute, nowEpochMs }: { mute: Mute; nowEpochMs: number }): Mute[] {
  const others = mutesInForce(mutes, nowEpochMs).filter(({ subject }) => subject !== mute.subject);
  const bounded = { ...mute, untilEpochMs: Math.min(mute.untilEpochMs, nowEpochMs + MUTE_MAX_MS) };
  return [...others, bounded].slice(-MUTES_MAX);
}

export function mutesInForce(mutes: readonly Mute[], nowEpochMs: number): Mute[] {
  return mutes.filter(({ untilEpochMs }) => untilEpochMs > nowEpochMs);
}

/** Muted is an incident of which all that is in alarm is muted, or its root. */
export function isMuted(incident: Pick<Incident, "root" | "members">, mutes: readonly Mute[]): boolean {
  const subjects = new Set(mutes.map(({ subject }) => subject));
  if (subjects.has(incident.root.name)) return true;
  const active = activeMembers(incident);
  return (
    active.length > 0 && active.every(({ check }) => check !== undefined && namesOf(check).some((name) => subjects.has(name)))
  );
}

/** `acme/prod/api`: itself, `acme/prod`, `acme`. */
function namesOf(check: CheckId): string[] {
  const parts = check.split("/");
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}
