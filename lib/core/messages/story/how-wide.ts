/** How wide it is: who else is in alarm, and who is not though it might be. */
import { STORY_TYPES, type Story, type StoryMember } from "../../model/story.ts";
import { formatNumber } from "../number-text.ts";
import { isAlike, isBundle, isStorm } from "./matter.ts";
import type { Wording } from "./wording.ts";

const NAMES_MAX = 5;
export function relatedOf(story: Story, wording: Wording): string[] {
  const { answers } = wording.texts;
  return [
    ...placesOf(story, wording),
    ...othersInAlarm(story, wording),
    ...(story.fine.length === 0 ? [] : [answers.fine(namesOf(story.fine, { count: story.fineCount, wording }))]),
    ...(isMixed(story) && story.lead ? [answers.ofLead(story.lead.id)] : []),
    ...(isBundle(story) ? [answers.bundle(formatNumber(story.folded ?? 0), story.lead?.id ?? story.root.name)] : []),
  ];
}

/** Cause, evidence and times are told of one that may not be like the others. */
function isMixed(story: Story): boolean {
  return isStorm(story) && !isBundle(story) && !isAlike(story);
}

/** From where it fails and from where it does not, if there is something to compare and the evidence does not say it. */
function placesOf({ diagnosis, lead }: Story, { texts }: Wording): string[] {
  const { failing = [], fine = [] } = lead?.seen ?? {};
  const isSaid = diagnosis.findings.some(({ evidence }) => evidence.some(({ line }) => line === "fails-from"));
  if (isSaid || failing.length === 0 || fine.length === 0) return [];
  return [texts.answers.seenFrom(texts.list(failing), texts.list(fine))];
}

/** How many checks besides the lead are in alarm. */
export function othersCount({ lead, memberCount, members }: Story): number {
  return memberCount - (members.some(({ check }) => check === lead?.id) ? 1 : 0);
}

/** A storm has named them all already. */
function othersInAlarm(story: Story, wording: Wording): string[] {
  if (isStorm(story)) return [];
  const others = story.members.filter(({ check }) => check !== story.lead?.id);
  const byState = Map.groupBy(others, ({ topic }) => stateOfTopic(topic, wording));
  const unnamed = Math.max(0, othersCount(story) - others.length);
  return [...byState].map(([state, members], index) => {
    const names = members.map(({ check }) => check);
    const count = names.length + (index === 0 ? unnamed : 0);
    return `${wording.texts.answers.too(state, namesOf(names, { count, wording }))}${sinceOf(members, wording)}`;
  });
}

/** Said where all are told by one moment. */
function sinceOf(members: readonly StoryMember[], { texts, time }: Wording): string {
  const moments = new Set(members.map(({ sinceEpochMs }) => time(sinceEpochMs)));
  const [moment] = moments;
  return moments.size === 1 && moment !== undefined ? texts.subject.since(moment) : "";
}

/** Topics of alarms on checks are mostly called as their stories are. */
function stateOfTopic(topic: string, { texts }: Wording): string {
  const type = topic === "limit-near" ? "leak" : STORY_TYPES.find((known) => known === topic);
  return type === undefined ? topic : texts.states[type];
}

export interface NameListOptions {
  /** Of all, also those without a name here. */
  readonly count: number;
  readonly wording: Wording;
}

/** `acme/a, acme/b and 3 more` */
export function namesOf(names: readonly string[], { count, wording: { texts } }: NameListOptions): string {
  const shown = names.slice(0, NAMES_MAX);
  const others = count - shown.length;
  return others > 0 ? texts.andMore(shown.join(", "), formatNumber(others)) : texts.list(shown);
}
