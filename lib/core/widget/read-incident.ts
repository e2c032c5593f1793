/** The incident that a check belongs to at present, as far as the store tells it: nobody looks for evidence anew while people wait. */
import { activeMembers } from "../incidents/membership.ts";
import { tellStory } from "../incidents/story.ts";
import type { Incident } from "../model/incident.ts";
import type { Story } from "../model/story.ts";
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
    return worst === undefined ? {} : { story: storyOf(worst, check, options) };
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

/** The causes are those of the incident, so that it is led by its root where that is a check. */
function storyOf(incident: Incident, asked: WidgetCheck, { manifest, nowEpochMs, timezone }: IncidentOptions): Story {
  const { root, sequence } = incident;
  const id = root.kind === "check" ? root.name : asked.id;
  const title = manifest.checks.find((check) => check.id === id)?.title ?? id;
  const draft = { reason: "open", items: [{ incident, reason: "open" }], lines: [] } as const;
  const evidenceOf = () => ({ lead: { id, title, location: asked.from } });
  const context = { deployment: manifest.deployment, timezone, nowEpochMs, sequence, evidenceOf };
  return tellStory(incident, { draft, context });
}
