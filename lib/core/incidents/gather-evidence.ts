/** Asking for the evidence behind what is about to be told: bounded in number and time, and never in the way of the telling. */
import type { Incident, IncidentId } from "../model/incident.ts";
import type { Picture } from "../model/picture.ts";
import type { Story } from "../model/story.ts";
import type { Clock } from "../ports.ts";
import type { Draft } from "./draft.ts";
import { inTime } from "./in-time.ts";

/** What only evidence can tell; what is missing is not known. */
export type StoryParts = Partial<
  Pick<Story, "lead" | "diagnosis" | "trend" | "alarmReason" | "threads" | "ways" | "fine" | "fineCount" | "links">
>;

/** Should never reject; where it does, or takes too long, nothing is known. */
export type Investigate = (incident: Incident, picture: Picture) => Promise<StoryParts>;

export interface InvestigationOptions {
  readonly investigate: Investigate;
  readonly picture: Picture;
  readonly clock: Clock;
}

const INVESTIGATIONS_MAX = 12;
const INVESTIGATION_MS = 20_000;

/** The leading incident of every draft; of a digest also those that nobody has looked at yet. */
export async function gatherEvidence(
  drafts: readonly Draft[],
  { investigate, picture, clock }: InvestigationOptions,
): Promise<Map<IncidentId, StoryParts>> {
  const wanted = new Map(drafts.flatMap(subjects).map((incident) => [incident.id, incident]));
  const chosen = [...wanted.values()].slice(0, INVESTIGATIONS_MAX);
  const found = await Promise.all(
    chosen.map(async (incident): Promise<[IncidentId, StoryParts]> => {
      const parts = await inTime(() => investigate(incident, picture), { timeoutMs: INVESTIGATION_MS, clock });
      return [incident.id, "result" in parts ? parts.result : {}];
    }),
  );
  return new Map(found);
}

function subjects({ reason, items }: Draft): Incident[] {
  const incidents = items.map(({ incident }) => incident);
  return reason === "digest" ? incidents.filter(({ diagnosis }) => diagnosis === undefined) : incidents.slice(0, 1);
}
