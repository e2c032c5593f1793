/** An e-mail: a subject, then the six answers in sections. Mail is shown in a proportional font: no columns, no tables. */
import type { Language } from "../model/check.ts";
import type { Story } from "../model/story.ts";
import { fitLines, type Section } from "./fit-lines.ts";
import { formatNumber } from "./number-text.ts";
import { safeStory } from "./safe-story.ts";
import { digestOf } from "./story/digest.ts";
import { bodyOf, evidenceOf, hasUsual, patternOf, phasesOf } from "./story/how-known.ts";
import { relatedOf } from "./story/how-wide.ts";
import { openingOf } from "./story/opening.ts";
import { backOf, causeThenOf, changedOf, nowOf, othersBackOf, wasOf } from "./story/recovery.ts";
import { sinceOf } from "./story/since-when.ts";
import { whatOf } from "./story/what.ts";
import { linksOf, nextStepsOf, quietOf, whyYouOf } from "./story/what-next.ts";
import { causesOf, ruledOutOf } from "./story/why.ts";
import { type Wording, wordingOf } from "./story/wording.ts";
import { subjectOf } from "./subject.ts";

export const MAIL_LINES_MAX = 50;
export const MAIL_COLUMNS_MAX = 76;

export interface Email {
  /** Less than 100 characters, one line. */
  readonly subject: string;
  /** At most 50 lines of 76 columns; only the address of a page may be longer, on a line of its own. */
  readonly body: string;
}

export function renderEmail(story: Story, language: Language): Email {
  const safe = safeStory(story);
  const wording = wordingOf(safe, language);
  const leftOut = (count: number) => wording.texts.leftOut(formatNumber(count));
  const lines = fitLines(sectionsOf(safe, wording), { columns: MAIL_COLUMNS_MAX, lines: MAIL_LINES_MAX, leftOut });
  return { subject: subjectOf(safe, wording), body: lines.join("\n") };
}

function sectionsOf(story: Story, wording: Wording): Section[] {
  if (story.type === "resolved") return sectionsOfRecovery(story, wording);
  if (story.type === "digest") return sectionsOfDigest(story, wording);
  if (story.type === "drill" && story.about === undefined) return sectionsOfDrill(story, wording);
  return sectionsOfTrouble(story, wording);
}

/** In the order in which people ask; `worth` is the order in which they could do without. */
function sectionsOfTrouble(story: Story, wording: Wording): Section[] {
  const { headings } = wording.texts;
  const phases = phasesOf(story, wording).map(({ remark, time }) => (remark === undefined ? time : `${time}, ${remark}`));
  return [
    { items: openingOf(story, wording), worth: 100, kept: 4 },
    { heading: headings.since, items: [sinceOf(story, wording)], worth: 90, kept: 1 },
    { heading: headings.what, items: whatOf(story, wording), worth: 60, kept: 1 },
    causeSection(story, wording),
    { heading: headings.evidence, items: evidenceItems(story, wording), worth: 50, kept: 1 },
    { heading: hasUsual(story) ? headings.usualPhases : headings.phases, items: phases, worth: 20, kept: 0 },
    { heading: headings.pattern, items: patternOf(story, wording), worth: 30, kept: 0 },
    { heading: headings.related, items: relatedOf(story, wording), worth: 40, kept: 0 },
    { heading: headings.next, items: numbered(nextStepsOf(story, wording)), worth: 70, kept: 1 },
    { heading: headings.links, items: linkItems(story, wording), worth: 65, kept: 0 },
    { items: [whyYouOf(story, wording), ...quietOf(story, wording)].filter((line) => line !== undefined), worth: 10, kept: 0 },
  ];
}

/** Never left out: that nothing is known is an answer too. */
function causeSection(story: Story, wording: Wording): Section {
  const { answers, headings } = wording.texts;
  const [best, ...others] = causesOf(story, wording);
  const ruledOut = ruledOutOf(story, wording);
  const items = [
    best?.says ?? answers.causeUnknown,
    ...others.map(({ confidence, says }) => answers.held(confidence, says)),
    ...(ruledOut === undefined ? [] : [answers.ruledOut(ruledOut)]),
  ];
  const heading = best === undefined ? headings.cause : `${headings.cause} (${best.confidence})`;
  return { heading, items, worth: 80, kept: 1 };
}

function evidenceItems(story: Story, wording: Wording): string[] {
  const body = bodyOf(story);
  return [...(body === undefined ? [] : [wording.texts.answers.body(body)]), ...evidenceOf(story, wording)];
}

function sectionsOfRecovery(story: Story, wording: Wording): Section[] {
  const { recovery } = wording.texts;
  const now = nowOf(story, wording);
  const changed = changedOf(story, wording);
  const items = [
    backOf(story, wording),
    recovery.was(wasOf(story, wording)),
    causeThenOf(story, wording),
    now && recovery.now(now),
    changed && recovery.changed(changed),
    ...othersBackOf(story, wording),
  ].filter((line) => line !== undefined);
  return [
    { items, worth: 1, kept: 3 },
    { items: linkItems(story, wording), worth: 0, kept: 0 },
  ];
}

function sectionsOfDigest(story: Story, wording: Wording): Section[] {
  const { open, over, summary } = digestOf(story, wording);
  const { digest } = wording.texts;
  return [
    { items: [summary], worth: 4, kept: 1 },
    { heading: digest.open, items: numbered(open), worth: 3, kept: 1 },
    { heading: digest.over, items: numbered(over), worth: 1, kept: 0 },
    { items: linkItems(story, wording), worth: 2, kept: 0 },
  ];
}

function sectionsOfDrill(story: Story, wording: Wording): Section[] {
  const { openings } = wording.texts;
  const sent = openings.drillAlone(story.deployment, wording.moment(story.toldAtEpochMs));
  return [
    { items: [openings.drill, sent], worth: 1, kept: 2 },
    { items: linkItems(story, wording), worth: 0, kept: 0 },
  ];
}

function linkItems(story: Story, wording: Wording): string[] {
  return linksOf(story, wording).map(({ label, url }) => `${label} ${url}`);
}

function numbered(items: readonly string[]): string[] {
  return items.length < 2 ? [...items] : items.map((item, index) => `${index + 1}. ${item}`);
}
