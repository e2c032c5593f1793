/** Incidents that are open in the store, told as they stand: what the page shows after a restart until people are told something new. */
import { gatherEvidence, type Investigate } from "../core/incidents/gather-evidence.ts";
import { tellStory } from "../core/incidents/story.ts";
import type { Config } from "../core/model/check.ts";
import type { Incident } from "../core/model/incident.ts";
import type { Story } from "../core/model/story.ts";
import type { Clock, PictureSource } from "../core/ports.ts";
import type { Store } from "./store.ts";

export interface OpenIncidentOptions {
  readonly config: Pick<Config, "name" | "timezone">;
  readonly store: Store;
  readonly pictures: PictureSource;
  readonly investigate: Investigate;
  readonly clock: Clock;
}

/** The oldest first. Rejects where the store does. */
export async function openStories({ clock, config, investigate, pictures, store }: OpenIncidentOptions): Promise<Story[]> {
  const { incidents } = await store.incidents.read();
  const open = incidents
    .filter(({ state }) => state === "open" || state === "closing")
    .toSorted((one, other) => one.openedAtEpochMs - other.openedAtEpochMs);
  const drafts = open.map((incident) => ({ incident, draft: draftOf(incident) }));
  const asked = { investigate, picture: await pictures.read(), clock };
  const evidence = await gatherEvidence(
    drafts.map(({ draft }) => draft),
    asked,
  );
  const { name: deployment, timezone } = config;
  const evidenceOf = ({ id }: Incident) => evidence.get(id) ?? {};
  const context = { deployment, timezone, nowEpochMs: clock.epochMs(), evidenceOf };
  return drafts.map(({ draft, incident }) =>
    tellStory(incident, { draft, context: { ...context, sequence: incident.sequence } }),
  );
}

/** Nobody is told: there are no lines. */
function draftOf(incident: Incident) {
  return { reason: "open", items: [{ incident, reason: "open" }], lines: [] } as const;
}
