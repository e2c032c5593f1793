/** How long all must be well before an incident is over. */
import type { CheckId } from "../model/check.ts";
import type { Incident } from "../model/incident.ts";
import type { WatchedCheck } from "../model/picture.ts";
import { FLAPPING, GOOD_RUNS, STEADY_MS } from "./limits.ts";

type Checks = ReadonlyMap<CheckId, Pick<WatchedCheck, "everyMs">>;

export interface Quiet {
  readonly quietEpochMs: number;
  readonly checks: Checks;
  readonly nowEpochMs: number;
}

export function isSteady(incident: Incident, { quietEpochMs, checks, nowEpochMs }: Quiet): boolean {
  return nowEpochMs - quietEpochMs >= steadyMs(incident, checks);
}

/** Runs are counted from the moment the alarms went back: those before it were part of the alarms' own judgement. */
function steadyMs({ isFlapping, members }: Pick<Incident, "isFlapping" | "members">, checks: Checks): number {
  if (isFlapping) return FLAPPING.steadyMs;
  const intervalsMs = members.map(({ check }) => checks.get(check ?? "")?.everyMs ?? STEADY_MS);
  return Math.min(STEADY_MS, GOOD_RUNS * Math.max(0, ...intervalsMs));
}
