/** Since when something is wrong, which is earlier than its alarm: that one waited for several failed runs. */
import type { CheckId } from "../model/check.ts";
import type { Incident } from "../model/incident.ts";
import type { AlarmState, WatchedCheck } from "../model/picture.ts";
import { failingChecks } from "./failing.ts";

/** What people are told: the first failed run where it is known, else the first alarm. */
export function beganAtEpochMs({
  openedAtEpochMs,
  failingSinceEpochMs = openedAtEpochMs,
}: Pick<Incident, "openedAtEpochMs" | "failingSinceEpochMs">): number {
  return Math.min(openedAtEpochMs, failingSinceEpochMs);
}

interface Claimed {
  readonly claimed: readonly AlarmState[];
  readonly checks: ReadonlyMap<CheckId, WatchedCheck>;
}

/** Learned while nobody was told; afterwards it stays what people have read. */
export function withFirstFailure(incident: Incident, { claimed, checks }: Claimed): Incident {
  if (incident.state !== "gathering") return incident;
  const failures = failingChecks(claimed, checks).flatMap(({ check }) => check.failingSinceEpochMs ?? []);
  return earliestFailure(incident, failures);
}

export function earliestFailure(incident: Incident, failuresEpochMs: readonly number[]): Incident {
  const { failingSinceEpochMs: known } = incident;
  const moments = known === undefined ? failuresEpochMs : [known, ...failuresEpochMs];
  return moments.length === 0 ? incident : { ...incident, failingSinceEpochMs: Math.min(...moments) };
}
