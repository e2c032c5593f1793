/** An incident as the store keeps it -> the story that people were told: nobody looks for evidence anew while somebody waits. */
import { tellStory } from "../incidents/story.ts";
import type { CheckId } from "../model/check.ts";
import type { Incident } from "../model/incident.ts";
import type { Story } from "../model/story.ts";
import type { WidgetCheck, WidgetManifest } from "./manifest.ts";

export interface IncidentStoryOptions {
  readonly manifest: WidgetManifest;
  /** IANA name, or an offset. */
  readonly timezone: string;
  readonly nowEpochMs: number;
  /** Whoever asks of a check is told of it by that check, unless the root is another. */
  readonly asked?: WidgetCheck;
}

/** Of one that is over, how it ended. */
export function incidentStory(incident: Incident, { asked, manifest, nowEpochMs, timezone }: IncidentStoryOptions): Story {
  const reason = incident.state === "closed" ? "close" : "open";
  const draft = { reason, items: [{ incident, reason }], lines: [] } as const;
  const id = leadOf(incident, asked);
  const known = asked?.id === id ? asked : manifest.checks.find((check) => check.id === id);
  const evidenceOf = () =>
    id === undefined ? {} : { lead: { id, title: known?.title ?? id, location: known?.from ?? asked?.from ?? "region" } };
  const { sequence } = incident;
  return tellStory(incident, { draft, context: { deployment: manifest.deployment, timezone, nowEpochMs, sequence, evidenceOf } });
}

/** The causes are those of the incident, so that it is led by its root where that is a check. */
function leadOf({ members, root }: Incident, asked: WidgetCheck | undefined): CheckId | undefined {
  if (root.kind === "check") return root.name;
  return asked?.id ?? members.find(({ check }) => check !== undefined)?.check;
}
