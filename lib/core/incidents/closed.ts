/** Closed incidents stay for a while, slimmer: for the recovery that is still to be told, for flapping, for the summary. */
import type { Incident } from "../model/incident.ts";
import { CLOSED_KEPT_MAX, CLOSED_KEPT_MS } from "./limits.ts";

/** As many as a story shows. */
const MEMBERS_OF_CLOSED_MAX = 20;

/** Those whose recovery nobody was told of yet go last. */
export function keepClosed(incidents: readonly Incident[], nowEpochMs: number): Incident[] {
  const young = incidents.filter(({ closedAtEpochMs = nowEpochMs, state }) => {
    return state === "closed" && nowEpochMs - closedAtEpochMs < CLOSED_KEPT_MS;
  });
  const urgency = (incident: Incident) => Number(hasUntoldRecovery(incident));
  const newestFirst = young.toSorted(
    (one, other) => urgency(other) - urgency(one) || (other.closedAtEpochMs ?? 0) - (one.closedAtEpochMs ?? 0),
  );
  return newestFirst.slice(0, CLOSED_KEPT_MAX).map(slim);
}

export function hasUntoldRecovery({ told }: Incident): boolean {
  return Object.values(told).some(({ closedAtEpochMs }) => closedAtEpochMs === undefined);
}

function slim(incident: Incident): Incident {
  if (incident.members.length <= MEMBERS_OF_CLOSED_MAX) return incident;
  return { ...incident, members: incident.members.slice(0, MEMBERS_OF_CLOSED_MAX) };
}
