/** One check in the list: state, name, reason, beats, response times, where the time went, and when it runs next. */
import { formatClockTime } from "../messages/local-time.ts";
import { formatTime } from "../messages/moment.ts";
import { safeStory } from "../messages/safe-story.ts";
import { TROUBLES_OF_RUNS, troubleOf } from "../messages/story/matter.ts";
import { reasonOf } from "../messages/story/reason.ts";
import { wordingOf } from "../messages/story/wording.ts";
import { storyTexts } from "../messages/story-texts.ts";
import type { Language } from "../model/check.ts";
import { heartbeatRow, timelineSpan } from "./heartbeat-row.ts";
import { type Html, html } from "./html.ts";
import { checkPath, pageLink } from "./links.ts";
import { pageTexts } from "./page-texts.ts";
import { longestPhase, phaseBar } from "./phase-bar.ts";
import { reasonInWords } from "./reason-in-words.ts";
import { stateBadge } from "./state-badge.ts";
import { type CheckView, type DrawContext, elementId, type ResponseTimes, type Warning } from "./view.ts";

/** Says nothing of the present moment: the same view makes the same row. */
export function checkRow(view: CheckView, context: DrawContext): Html {
  const { check, state, timeline } = view;
  const { language } = context;
  const { picture } = pageTexts(language);
  return html`<tr id="${elementId("row", check.id)}" class="check ${state}${view.warning !== undefined && " has-warning"}" data-check="${check.id}">
<td class="state">${stateBadge(state, language)}</td>
<td class="name">${nameOf(view, context)}</td>
<td class="beats">${heartbeatRow(timeline, language)}<span class="axis"><span>${picture.ago(timelineSpan(timeline, language))}</span><span>${picture.now}</span></span></td>
<td class="response">${responseTimes(view.response, language)}</td>
<td class="time">${lastRun(view, language)}</td>
<td class="next">${nextRun(view, context)}</td>
</tr>`;
}

function nameOf(view: CheckView, context: DrawContext): Html {
  const { check } = view;
  const reason = reasonInWords(view, context);
  const id = check.title === check.id ? undefined : html`<span class="id">${check.id}</span>`;
  const link = html`<a class="open" href="${pageLink(checkPath(check.id), context)}"><bdi>${check.title}</bdi></a>`;
  return html`${link}${id}${reason !== "" && html`<span class="reason">${reason}</span>`}${warningText(view, context)}`;
}

/** `▲ WARNING seems to leak since 04:05 KST`, and below it what is known of it. */
export function warningText(view: CheckView, context: DrawContext): Html | undefined {
  const { language, timezone } = context;
  if (view.warning === undefined) return undefined;
  const { sinceEpochMs, states } = view.warning;
  const { warning, warnings } = pageTexts(language).board;
  const named = states.map((state) => (Object.hasOwn(warnings, state) ? (warnings[state] ?? state) : state));
  const said = warning(named.join(", "), formatTime(sinceEpochMs, timezone));
  return html`<span class="reason warning">▲ ${said}</span>${whyWarned(view.warning, view, context).map((line) => html`<span class="reason">${line}</span>`)}`;
}

/** In the words of its incident where there is one. */
function whyWarned({ evidence }: Warning, { story }: CheckView, { language }: DrawContext): readonly string[] {
  if (story === undefined || TROUBLES_OF_RUNS.includes(troubleOf(story))) return evidence.map(storyTexts(language).engine);
  const safe = safeStory(story);
  return [reasonOf(safe, wordingOf(safe, language))];
}

export function responseTimes({ answers, p50Ms, p95Ms }: ResponseTimes, language: Language): Html {
  const { board } = pageTexts(language);
  const { measured } = storyTexts(language);
  if (p50Ms === undefined) return html`<span class="muted">${board.noAnswers}</span>`;
  const tail = p95Ms === undefined ? board.tooFew(answers) : board.p95(measured(p95Ms), answers);
  return html`<span class="number">${measured(p50Ms)}</span> <span class="muted">${tail}</span>`;
}

function lastRun({ latest }: CheckView, language: Language): Html {
  if (latest === undefined) return html`<span class="muted">${pageTexts(language).board.firstRun}</span>`;
  const longest = longestPhase(latest.phases, language);
  return html`<span class="number">${storyTexts(language).measured(latest.totalMs)}</span>${phaseBar(latest.phases, language)}<span class="muted">${longest}</span>`;
}

/** The script counts down to the moment; without it the moment itself stands there. */
function nextRun({ check, nextDueEpochMs }: CheckView, { canRun, language, timezone }: DrawContext): Html {
  const { nextAt, run, runCheck } = pageTexts(language).board;
  const due =
    nextDueEpochMs === undefined
      ? undefined
      : html`<time class="muted" data-due="${nextDueEpochMs}">${nextAt(formatClockTime(nextDueEpochMs, timezone))}</time>`;
  return html`${due}${canRun && html`<button class="run" form="run" name="check" value="${check.id}" aria-label="${runCheck(check.title)}">${run}</button>`}`;
}
