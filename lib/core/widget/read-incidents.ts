/** All incidents that the store keeps: the open ones first, then those that are over, each newest first. */
import { beganAtEpochMs } from "../incidents/began.ts";
import type { Incident } from "../model/incident.ts";
import type { Story } from "../model/story.ts";
import { incidentStory } from "./incident-story.ts";
import type { IncidentOptions } from "./read-incident.ts";

/** More nobody reads; `bongsu incidents` lists all. */
const INCIDENTS_LISTED_MAX = 20;

export type ListedState = "open" | "acknowledged" | "over";

export interface ListedIncident {
  readonly state: ListedState;
  readonly story: Story;
}

export interface IncidentList {
  readonly listed: readonly ListedIncident[];
  /** Listed or not. */
  readonly openCount: number;
  readonly total: number;
}

/** Never rejects. */
export async function readIncidentList(options: IncidentOptions): Promise<IncidentList | { readonly unread: string }> {
  try {
    return listOf(await options.readIncidents(), options);
  } catch (error) {
    return { unread: error instanceof Error ? error.message : String(error) };
  }
}

function listOf(incidents: readonly Incident[], options: IncidentOptions): IncidentList {
  const [open = [], over = []] = [false, true].map((isOver) =>
    incidents.filter(({ state }) => (state === "closed") === isOver).toSorted((one, other) => moment(other) - moment(one)),
  );
  const listed = [...open, ...over].slice(0, INCIDENTS_LISTED_MAX).map((incident) => ({
    state: stateOf(incident, options.nowEpochMs),
    story: incidentStory(incident, options),
  }));
  return { listed, openCount: open.length, total: incidents.length };
}

/** By which one is newer than another. */
function moment(incident: Incident): number {
  return incident.closedAtEpochMs ?? beganAtEpochMs(incident);
}

function stateOf({ acknowledgedUntilEpochMs = 0, state }: Incident, nowEpochMs: number): ListedState {
  if (state === "closed") return "over";
  return acknowledgedUntilEpochMs > nowEpochMs ? "acknowledged" : "open";
}
