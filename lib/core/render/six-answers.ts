/** The six answers of one check, in their order: what, since when, why, how we know, how wide, what next. */
import { formatMoment } from "../messages/moment.ts";
import { safeStory } from "../messages/safe-story.ts";
import { bodyOf, evidenceOf, patternOf } from "../messages/story/how-known.ts";
import { relatedOf } from "../messages/story/how-wide.ts";
import { sinceOf } from "../messages/story/since-when.ts";
import { whatOf } from "../messages/story/what.ts";
import { linksOf, nextStepsOf } from "../messages/story/what-next.ts";
import { causesOf, ruledOutOf } from "../messages/story/why.ts";
import { type Wording, wordingOf } from "../messages/story/wording.ts";
import type { Language } from "../model/check.ts";
import type { Story } from "../model/story.ts";
import { type Html, type HtmlChild, html } from "./html.ts";
import { pageTexts } from "./page-texts.ts";
import { reasonInWords } from "./reason-in-words.ts";
import type { CheckDetailView, DrawContext } from "./view.ts";

type Question = "what" | "since" | "why" | "known" | "wide" | "next";
type Answers = Readonly<Partial<Record<Question, readonly HtmlChild[]>>>;

const QUESTIONS = ["what", "since", "why", "known", "wide", "next"] as const satisfies readonly Question[];

export function sixAnswers(view: CheckDetailView, context: DrawContext): Html {
  return answerList(view.story === undefined ? withoutStory(view, context) : ofStory(view.story, context), context.language);
}

/** Of a story alone. */
export function answersOfStory(story: Story, language: Language): Html {
  return answerList(ofStory(story, { language }), language);
}

function answerList(found: Answers, language: Language): Html {
  const { answers } = pageTexts(language).details;
  const entries = QUESTIONS.flatMap((question) => {
    const lines = found[question] ?? [];
    return lines.length === 0
      ? []
      : html`<div><dt>${answers[question]}</dt><dd>${lines.map((line) => html`<p>${line}</p>`)}</dd></div>`;
  });
  return html`<dl class="answers">${entries}</dl>`;
}

function ofStory(unsafe: Story, { language }: Pick<DrawContext, "language">): Answers {
  const story = safeStory(unsafe);
  const wording = wordingOf(story, language);
  return {
    what: whatOf(story, wording),
    since: [sinceOf(story, wording)],
    why: causesIn(story, wording),
    known: [
      ...evidenceOf(story, wording),
      ...(bodyOf(story) === undefined ? [] : [wording.texts.answers.body(bodyOf(story) ?? "")]),
      ...patternOf(story, wording),
    ],
    wide: relatedOf(story, wording),
    next: [
      ...nextStepsOf(story, wording),
      ...linksOf(story, wording).map(({ label, url }) => html`<a href="${url}" rel="noreferrer">${label}</a>`),
    ],
  };
}

/** The probable cause, the others that fit, and what was ruled out. */
function causesIn(story: Story, wording: Wording): string[] {
  const { answers } = wording.texts;
  const causes = causesOf(story, wording).map(({ confidence, says }) => answers.held(confidence, says));
  const ruledOut = ruledOutOf(story, wording);
  return [
    ...(causes.length === 0 ? [answers.causeUnknown] : causes),
    ...(ruledOut === undefined ? [] : [answers.ruledOut(ruledOut)]),
  ];
}

/** Of a check that is fine, or of which nothing is known. */
function withoutStory(view: CheckDetailView, context: DrawContext): Answers {
  const { details } = pageTexts(context.language);
  const { check, latest, sinceEpochMs, state } = view;
  const reason = reasonInWords(view, context);
  return {
    what: [
      ...(state === "up" ? [details.fine] : []),
      ...(latest?.evidence.request === undefined ? [] : [latest.evidence.request]),
    ],
    since: state === "up" || sinceEpochMs === undefined ? [] : [formatMoment(sinceEpochMs, context)],
    why: reason === "" ? [] : [reason],
    next: check.runbook === undefined ? [] : [html`<a href="${check.runbook}" rel="noreferrer">${details.runbook}</a>`],
  };
}
