/**
 * A message for Slack through Amazon Q Developer in chat applications: a custom notification, as JSON. All messages of an incident
 * share its thread, where the channel's preferences allow threads.
 */
import type { Language } from "../model/check.ts";
import type { Story, StoryType } from "../model/story.ts";
import { safeStory } from "./safe-story.ts";
import { cutSlackText, slackLink, slackText } from "./slack-text.ts";
import { briefOf } from "./story/brief.ts";
import { headlineOf } from "./story/headline.ts";
import { troubledRun } from "./story/matter.ts";
import { groupOf } from "./story/name.ts";
import { stateOf } from "./story/state.ts";
import { linksOf, nextStepsOf } from "./story/what-next.ts";
import { type Wording, wordingOf } from "./story/wording.ts";

export const SLACK_TITLE_MAX = 250;
export const SLACK_DESCRIPTION_MAX = 8_000;
/** Of one answer, so that no other is crowded out. */
const ANSWER_MAX = 1_500;
const STEP_MAX = 500;
const SUMMARY_MAX = 250;
const ENTRIES_MAX = 20;

const ICONS: Readonly<Record<StoryType, string>> = {
  down: ":x:",
  storm: ":x:",
  "partly-down": ":warning:",
  slow: ":warning:",
  certificate: ":warning:",
  leak: ":warning:",
  "slow-hour": ":warning:",
  log: ":warning:",
  "no-data": ":grey_question:",
  prober: ":grey_question:",
  resolved: ":white_check_mark:",
  flapping: ":arrows_counterclockwise:",
  reminder: ":x:",
  digest: ":clipboard:",
  drill: ":mega:",
};

/** As the documentation of Amazon Q Developer's custom notifications gives it. */
export interface CustomNotification {
  readonly version: "1.0";
  readonly source: "custom";
  readonly id: string;
  readonly content: {
    readonly textType: "client-markdown";
    readonly title: string;
    readonly description: string;
    readonly nextSteps: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    /** The incident: what went down and what came back stand in one thread. */
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
  };
}

/** Title at most 250 and description at most 8,000 characters. To be published as `JSON.stringify` gives it. */
export function renderSlack(story: Story, language: Language): CustomNotification {
  const safe = safeStory(story);
  const wording = wordingOf(safe, language);
  return {
    version: "1.0",
    source: "custom",
    id: `${safe.incident}-${safe.sequence}`,
    content: {
      textType: "client-markdown",
      title: `${ICONS[safe.type]} ${cutSlackText(headlineOf(safe, wording), SLACK_TITLE_MAX - ICONS[safe.type].length - 1)}`,
      description: descriptionOf(safe, wording),
      nextSteps: nextStepsFor(safe, wording),
      keywords: keywordsOf(safe),
    },
    metadata: {
      threadId: safe.incident,
      summary: cutSlackText(`${stateOf(safe, wording)} ${safe.lead?.id ?? safe.root.name}`, SUMMARY_MAX),
      eventType: `bongsu.${safe.type}`,
    },
  };
}

/** Whole answers only: one more than fits is left out. */
function descriptionOf(story: Story, wording: Wording): string {
  const lines = briefOf(story, wording)
    .slice(0, ENTRIES_MAX)
    .map(({ label, text }) => `*${capital(wording.texts.labels[label])}* ${cutSlackText(text, ANSWER_MAX)}`);
  let description = "";
  for (const line of lines) {
    const longer = description === "" ? line : `${description}\n${line}`;
    if (longer.length > SLACK_DESCRIPTION_MAX) break;
    description = longer;
  }
  return description;
}

function nextStepsFor(story: Story, wording: Wording): string[] {
  const hasSteps = story.type !== "resolved" && story.type !== "digest" && !(story.type === "drill" && story.about === undefined);
  const steps = hasSteps ? nextStepsOf(story, wording).map((step) => cutSlackText(step, STEP_MAX)) : [];
  return [...steps, ...linksOf(story, wording).map(slackLink)];
}

/** What somebody would search for: the group, the kind of failure, the cause. */
function keywordsOf(story: Story): string[] {
  const code = troubledRun(story)?.failure?.code;
  const causes = story.diagnosis.findings.map(({ cause }) => cause);
  return [...new Set([groupOf(story), ...(code === undefined ? [] : [code]), ...causes].map(slackText))];
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
