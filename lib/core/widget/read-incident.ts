/** The incident that a check belongs to at present, as far as the store tells it: nobody looks for evidence anew while people wait. */
import { activeMembers } from "../incidents/membership.ts";
import type { Incident } from "../model/incident.ts";
import type { Story } from "../model/story.ts";
import { incidentStory } from "./incident-story.ts";
import type { WidgetCheck, WidgetManifest } from "./manifest.ts";

/** Incidents as they are kept; rejects when they cannot be read. */
export type ReadIncidents = () => Promise<readonly Incident[]>;

export interface IncidentOptions {
  readonly readIncidents: ReadIncidents;
  readonly manifest: WidgetManifest;
  readonly timezone: string;
  readonly nowEpochMs: number;
}

export type FoundIncident = { readonly story?: Story } | { readonly unread: string };

/** Never rejects. */
export async function readIncident(check: WidgetCheck, options: IncidentOptions): Promise<FoundIncident> {
  try {
    const worst = (await options.readIncidents()).filter((incident) => isAbout(incident, check)).toSorted(bySeverity)[0];
    return worst === undefined ? {} : { story: incidentStory(worst, { ...options, asked: check }) };
  } catch (error) {
    return { unread: error instanceof Error ? error.message : String(error) };
  }
}

function isAbout(incident: Incident, { id }: WidgetCheck): boolean {
  return incident.state !== "closed" && activeMembers(incident).some((member) => member.check === id);
}

function bySeverity(one: Incident, other: Incident): number {
  return (
    Number(other.severity === "critical") - Number(one.severity === "critical") || one.openedAtEpochMs - other.openedAtEpochMs
  );
}
