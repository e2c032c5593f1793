/** A message in a terminal: a headline, then a label and its answer a line. */
import type { Language } from "../model/check.ts";
import type { Story } from "../model/story.ts";
import { safeStory } from "./safe-story.ts";
import { briefOf } from "./story/brief.ts";
import { headlineOf } from "./story/headline.ts";
import { linksOf, nextStepsOf } from "./story/what-next.ts";
import { type Wording, wordingOf } from "./story/wording.ts";
import { padEndTo } from "./text-width.ts";

const LABEL_COLUMNS = 6;

/** Without line breaks and control characters; lines are as long as what they say. */
export function renderTerminal(story: Story, language: Language): string[] {
  const safe = safeStory(story);
  const wording = wordingOf(safe, language);
  const { labels } = wording.texts;
  return [
    headlineOf(safe, wording),
    ...briefOf(safe, wording).map(({ label, text }) => line(labels[label], text)),
    ...nextOf(safe, wording).map((step) => line(labels.next, step)),
  ];
}

function nextOf(story: Story, wording: Wording): string[] {
  const hasSteps = story.type !== "resolved" && story.type !== "digest" && !(story.type === "drill" && story.about === undefined);
  return [
    ...(hasSteps ? nextStepsOf(story, wording) : []),
    ...linksOf(story, wording).map(({ label, url }) => `${label} ${url}`),
  ];
}

function line(label: string, text: string): string {
  return `${padEndTo(label, LABEL_COLUMNS)}${text}`;
}
