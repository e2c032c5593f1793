/** When to look again although no alarm moves: an opening is ready to be told, a recovery may be steady. */
import type { Incident } from "../model/incident.ts";
import { GATHER_MAX_MS, GATHER_QUIET_MS, STEADY_MS } from "./limits.ts";
import { quietSinceEpochMs } from "./membership.ts";

/** The next such moment, at most a gathering or a steady time away; `undefined` where nothing is under way. */
export function lookAgainAtEpochMs(incidents: readonly Incident[], nowEpochMs: number): number | undefined {
  const moments = incidents.flatMap((incident) => momentsOf(incident)).filter((atEpochMs) => atEpochMs > nowEpochMs);
  return moments.length === 0 ? undefined : Math.min(...moments);
}

function momentsOf(incident: Incident): number[] {
  const { state, openedAtEpochMs } = incident;
  if (state === "gathering") return [openedAtEpochMs + GATHER_QUIET_MS, openedAtEpochMs + GATHER_MAX_MS];
  const quietEpochMs = quietSinceEpochMs(incident);
  return state === "closing" && quietEpochMs !== undefined ? [quietEpochMs + STEADY_MS] : [];
}
