/** Openings and recoveries of critical incidents: each waits a little for others of the same moment. */
import type { Incident, Line } from "../model/incident.ts";
import { GATHER_MAX_MS, GATHER_QUIET_MS } from "./limits.ts";
import { isUnfinished } from "./told.ts";

export interface LineView {
  readonly line: Line;
  /** Critical ones that concern the line. */
  readonly incidents: readonly Incident[];
  /** Muted; what concerns it is not opened. */
  readonly isSilenced: (incident: Incident) => boolean;
  readonly nowEpochMs: number;
}

/** Those to be told now as opened: none while more may come, all of them once it is quiet or high time. */
export function openingsDue({ line, incidents, isSilenced, nowEpochMs }: LineView): Incident[] {
  const waiting = incidents.filter(
    (incident) => isActive(incident) && incident.told[line] === undefined && !isSilenced(incident),
  );
  const agesMs = waiting.map(({ openedAtEpochMs }) => nowEpochMs - openedAtEpochMs);
  const isReady = Math.min(...agesMs) >= GATHER_QUIET_MS || Math.max(...agesMs) >= GATHER_MAX_MS;
  return isReady ? waiting : [];
}

/** Recoveries of what this line was told, once no other is under way, or when one has waited for long enough. */
export function recoveriesDue({ line, incidents, nowEpochMs }: Omit<LineView, "isSilenced">): Incident[] {
  const told = incidents.filter((incident) => isUnfinished(incident, line));
  const waiting = told.filter(({ state }) => state === "closed");
  const isOtherUnderWay = told.some(({ state }) => state === "closing");
  const hasWaited = waiting.some(({ closedAtEpochMs = 0 }) => nowEpochMs - closedAtEpochMs >= GATHER_MAX_MS);
  return isOtherUnderWay && !hasWaited ? [] : waiting;
}

export function isActive({ state }: Incident): boolean {
  return state === "gathering" || state === "open";
}
