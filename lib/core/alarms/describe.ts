/** The description of an alarm: what it means, what to do first, and where to look. It is all that CloudWatch's own mail says. */
import { alarmTexts } from "../messages/alarm-texts.ts";
import type { Language } from "../model/check.ts";
import type { AlarmTopic } from "./topics.ts";

/** CloudWatch's limit. */
export const DESCRIPTION_CHARACTERS_MAX = 1_024;
const TITLE_CHARACTERS_MAX = 120;
const DETAIL_CHARACTERS_MAX = 200;

export interface AlarmLinks {
  /** Address of the runbook without the section: the topic is appended as its anchor. */
  readonly runbookUrl: string;
  readonly dashboardUrl?: string;
}

export interface DescriptionInput {
  readonly topic: AlarmTopic;
  /** A check's id, a shard, a function, a queue, a place, a deployment; where it stands for several checks, what they are all of. */
  readonly subject: string;
  readonly standsForSeveral?: boolean;
  /** What a command names in its place. */
  readonly named?: string;
  /** For people, where it says more than the subject. */
  readonly title?: string;
  /** What exactly is watched. */
  readonly detail?: string;
  readonly ownRunbook?: string;
}

/** Lines in the language of the deployment. A runbook of one's own too long to fit is left out, never cut into a dead link. */
export function describeAlarm(input: DescriptionInput, options: { language: Language; links: AlarmLinks }): string {
  const { topics, several, labels } = alarmTexts(options.language);
  const { means, first } = topics[input.topic];
  const { runbookUrl, dashboardUrl } = options.links;
  const head = [
    ...titleLine(input),
    ...detailLine(input),
    ...(input.standsForSeveral ? [means(several(input.subject)), labels.which] : [means(input.subject)]),
    `${labels.first} ${first(input.named ?? input.subject)}`,
  ];
  const own = input.ownRunbook === undefined ? [] : [`${labels.ownRunbook} ${input.ownRunbook}`];
  const links = [
    `${labels.runbook} ${runbookUrl}#${input.topic}`,
    ...(dashboardUrl === undefined ? [] : [`${labels.dashboard} ${dashboardUrl}`]),
  ];
  const whole = [...head, ...own, ...links].join("\n");
  return whole.length <= DESCRIPTION_CHARACTERS_MAX ? whole : [...head, ...links].join("\n").slice(0, DESCRIPTION_CHARACTERS_MAX);
}

function titleLine({ title, subject }: DescriptionInput): string[] {
  return title === undefined || title === subject ? [] : [shorten(title, TITLE_CHARACTERS_MAX)];
}

function detailLine({ detail }: DescriptionInput): string[] {
  return detail === undefined ? [] : [shorten(detail, DETAIL_CHARACTERS_MAX)];
}

/** Never in the middle of a character. */
function shorten(text: string, charactersMax: number): string {
  const letters = [...text];
  return letters.length <= charactersMax ? text : `${letters.slice(0, charactersMax - 1).join("")}…`;
}
