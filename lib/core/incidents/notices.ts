/** Drafts -> notices, one a contact: what reached one is not sent again because another could not be reached. */
import type { Incident, IncidentId, Line, Notice } from "../model/incident.ts";
import type { Story } from "../model/story.ts";
import type { Decision } from "./decide.ts";
import { type Draft, isNews } from "./draft.ts";
import type { StoryParts } from "./gather-evidence.ts";
import { DIGEST_EVERY_MS } from "./limits.ts";
import { channelOf, contactOf } from "./lines.ts";
import { tellStory } from "./story.ts";

export interface NoticeContext {
  readonly deployment: string;
  readonly timezone: string;
  readonly nowEpochMs: number;
  readonly evidence: ReadonlyMap<IncidentId, StoryParts>;
}

/** The incidents remember the diagnosis that people are told. */
export interface Written {
  readonly incidents: readonly Incident[];
  readonly notices: readonly Notice[];
}

export function writeNotices({ drafts, incidents }: Decision, context: NoticeContext): Written {
  const evidenceOf = ({ id }: Incident) => context.evidence.get(id) ?? {};
  const sequences = new Map<IncidentId, number>();
  const notices = drafts.flatMap((draft, at) => {
    const lead = draft.items[0]?.incident;
    if (lead === undefined) return [];
    const sequence = (sequences.get(lead.id) ?? lead.sequence) + 1;
    for (const { incident } of draft.items.filter(isNews)) {
      sequences.set(incident.id, (sequences.get(incident.id) ?? incident.sequence) + 1);
    }
    const story = tellStory(lead, { draft, context: { ...context, sequence, evidenceOf } });
    return addressed(story, { draft, id: noticeId(story, { at, nowEpochMs: context.nowEpochMs }), context });
  });
  return { incidents: incidents.map((incident) => remember(incident, evidenceOf(incident))), notices };
}

/** A digest belongs to no incident: its hour names it. */
function noticeId({ type, incident, sequence }: Story, { at, nowEpochMs }: { at: number; nowEpochMs: number }): string {
  if (type !== "digest") return `${incident}-${sequence}`;
  return `digest-${Math.floor(nowEpochMs / DIGEST_EVERY_MS)}-${at + 1}`;
}

function addressed(story: Story, { draft, id, context }: { draft: Draft; id: string; context: NoticeContext }): Notice[] {
  const byContact = Map.groupBy<string, Line>(draft.lines, contactOf);
  return [...byContact].map(([contact, lines]) => ({
    id: `${id}/${contact}`,
    reason: draft.reason,
    contact,
    channels: lines.map(channelOf),
    story,
    writtenAtEpochMs: context.nowEpochMs,
    claimedUntilEpochMs: 0,
    attempts: 0,
  }));
}

function remember(incident: Incident, { diagnosis }: StoryParts): Incident {
  if (diagnosis === undefined || diagnosis.findings.length === 0) return incident;
  return { ...incident, diagnosis: { ...diagnosis, rejected: [] } };
}
