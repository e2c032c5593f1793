/** Subject of an e-mail: state, name, reason and moment, always less than 100 characters. */
import type { Story, Trouble } from "../model/story.ts";
import { cutEnd, cutMiddle } from "./cut.ts";
import { formatNumber } from "./number-text.ts";
import { digestOf } from "./story/digest.ts";
import { isStorm, lengthMs, troubleOf } from "./story/matter.ts";
import { groupOf, nameOf } from "./story/name.ts";
import { flipsOf } from "./story/opening.ts";
import { reasonOf } from "./story/reason.ts";
import { stateOf } from "./story/state.ts";
import type { Wording } from "./story/wording.ts";

/** SNS takes less than 100. */
export const SUBJECT_MAX = 99;
/** Of a name that has to be cut. */
const NAME_MIN = 24;
/** Troubles of which the beginning says something that their reason does not. */
const TOLD_WITH_BEGINNING: readonly Trouble[] = ["down", "storm", "prober"];

export function subjectOf(story: Story, wording: Wording): string {
  const head = `[${stateOf(story, wording)}${howMuch(story, wording)}] `;
  const { end = "", name, rest } = partsOf(story, wording);
  const room = SUBJECT_MAX - head.length - end.length - ": ".length;
  const shownName = cutMiddle(name, Math.max(NAME_MIN, room - rest.length));
  return `${head}${shownName}: ${cutEnd(rest, room - shownName.length)}${end}`;
}

/** How many are down, or how long it has lasted. */
function howMuch(story: Story, { texts }: Wording): string {
  if (story.type === "reminder") return ` ${texts.span(lengthMs(story))}`;
  return isStorm(story) && story.type !== "resolved" ? ` x${formatNumber(story.memberCount)}` : "";
}

interface Parts {
  readonly name: string;
  readonly rest: string;
  readonly end?: string;
}

function partsOf(story: Story, wording: Wording): Parts {
  const { span, subject } = wording.texts;
  const name = isStorm(story) ? groupOf(story) : nameOf(story, wording);
  const isDrillAlone = story.type === "drill" && story.about === undefined;
  if (story.type === "digest") return { name: story.deployment, rest: digestCounts(story, wording) };
  if (isDrillAlone) return { name: story.deployment, rest: subject.drill };
  const reason = reasonOf(story, wording);
  if (story.type === "resolved") return { name, rest: subject.back(span(lengthMs(story)), reason) };
  if (story.type === "flapping") return { name, rest: flipsOf(story, wording) };
  const hasBeginning = story.type !== "reminder" && TOLD_WITH_BEGINNING.includes(troubleOf(story));
  return { name, rest: reason, ...(hasBeginning && { end: subject.since(wording.time(story.sinceEpochMs)) }) };
}

function digestCounts(story: Story, wording: Wording): string {
  const { open, over } = digestOf(story, wording);
  return wording.texts.subject.digest(formatNumber(open.length), formatNumber(over.length));
}
