/** One check by itself: the six answers, one run in full, and what happened before. */
import { causeTexts } from "../messages/causes.ts";
import { formatDay, formatMoment, formatSecond } from "../messages/moment.ts";
import { safeStory } from "../messages/safe-story.ts";
import { storyTexts } from "../messages/story-texts.ts";
import type { Check } from "../model/check.ts";
import type { Outcome } from "../model/outcome.ts";
import { responseTimes, warningText } from "./check-row.ts";
import { describeBeats, heartbeatRow, timelineSpan } from "./heartbeat-row.ts";
import { hourMap } from "./hour-map.ts";
import { type Html, html } from "./html.ts";
import { checkPath, pageLink, previewPath } from "./links.ts";
import { pageTexts } from "./page-texts.ts";
import { reasonOfRun } from "./reason-in-words.ts";
import { responseChart } from "./response-chart.ts";
import { runSections, section } from "./run-sections.ts";
import { sixAnswers } from "./six-answers.ts";
import { stateBadge } from "./state-badge.ts";
import type { CheckDetailView, DrawContext } from "./view.ts";

const MINUTE_MS = 60_000;

export function checkDetails(view: CheckDetailView, context: DrawContext): Html {
  const { check, run } = view;
  return html`<article data-check="${check.id}">${heading(view, context)}${sixAnswers(view, context)}
${view.warning !== undefined && html`<p>${warningText(view, context)}</p>`}
${run !== undefined && runHeading(run, view, context)}${run !== undefined && runSections(run, view, context)}
${threadList(view, context)}${rejectedList(view, context)}${past(view, context)}
${failureList(view, context)}${alarmList(view, context)}
</article>`;
}

function heading({ check, state }: CheckDetailView, context: DrawContext): Html {
  const { language } = context;
  const { details } = pageTexts(language);
  const place = check.source === undefined ? [] : [`${details.writtenIn} ${check.source.file}:${check.source.line}`];
  const facts = [check.id, check.kind, details.every(storyTexts(language).span(check.everyMs)), ...place];
  return html`<header><p class="bar">${stateBadge(state, language)}<a class="preview" href="${pageLink(previewPath(check.id), context)}">${details.preview}</a><a class="close" href="${pageLink("/", context)}">✕ ${details.close}</a></p>
<h2 id="drawer-title" tabindex="-1"><bdi>${check.title}</bdi></h2><p class="muted">${facts.join(" · ")}</p></header>`;
}

/** Which run the next sections show, and the way back to the latest. */
function runHeading(run: Outcome, { check, latest }: CheckDetailView, context: DrawContext): Html {
  const { latestRun, runOf } = pageTexts(context.language).details;
  const isEarlier = run.startedAtEpochMs !== latest?.startedAtEpochMs;
  return html`<p class="run-of"><strong>${runOf(momentOf(run, check, context))}</strong>${isEarlier && html` <a class="open" href="${pageLink(checkPath(check.id), context)}">${latestRun}</a>`}</p>`;
}

/** To the second where several runs begin in one minute. */
function momentOf({ startedAtEpochMs: at }: Outcome, { everyMs }: Check, context: DrawContext): string {
  return everyMs < MINUTE_MS ? `${formatDay(at, context)} ${formatSecond(at, context.timezone)}` : formatMoment(at, context);
}

function threadList({ threads }: CheckDetailView, { language }: DrawContext): Html | undefined {
  if (threads.length === 0) return undefined;
  return section(
    pageTexts(language).details.sections.threads,
    html`<ul>${threads.map((sentence) => html`<li>${sentence}</li>`)}</ul>`,
  );
}

/** Causes that were looked at and turned down, each with the number that speaks against it. */
function rejectedList({ story }: CheckDetailView, { language, timezone }: DrawContext): Html | undefined {
  if (story === undefined) return undefined;
  const { columns, noRejected, sections } = pageTexts(language).details;
  const { rejected } = safeStory(story).diagnosis;
  if (rejected.length === 0) return section(sections.rejected, html`<p class="muted">${noRejected}</p>`);
  const texts = causeTexts(language, timezone);
  const rows = rejected.map(({ because, cause }) => html`<tr><td><code>${cause}</code></td><td>${texts.line(because)}</td></tr>`);
  return section(
    sections.rejected,
    html`<table class="data wide"><thead><tr><th>${columns.cause}</th><th>${columns.because}</th></tr></thead><tbody>${rows}</tbody></table>`,
  );
}

function past({ hours, response, slowHours, timeline }: CheckDetailView, context: DrawContext): Html {
  const { language } = context;
  const { details, picture } = pageTexts(language);
  const span = timelineSpan(timeline, language);
  const beats = html`<p>${describeBeats(timeline, language)} ${details.usual}: ${responseTimes(response, language)}</p>${heartbeatRow(timeline, language)}<span class="axis"><span>${picture.ago(span)}</span><span>${picture.now}</span></span>`;
  return html`${section(details.sections.past, html`${beats}${responseChart(timeline, context)}`)}${section(details.sections.hours, hourMap(hours, { verdict: slowHours, language }))}`;
}

function failureList({ check, failures }: CheckDetailView, context: DrawContext): Html {
  const { columns, noFailures, sections } = pageTexts(context.language).details;
  const { measured } = storyTexts(context.language);
  if (failures.length === 0) return section(sections.failures, html`<p class="muted">${noFailures}</p>`);
  const rows = failures.map((run) => {
    const link = pageLink(checkPath(check.id), context, { run: String(run.startedAtEpochMs) });
    return html`<tr><td><a class="open" href="${link}">${momentOf(run, check, context)}</a></td><td><code>${run.failure?.code}</code></td><td>${reasonOfRun(run, { check, ...context })}</td><td>${measured(run.totalMs)}</td></tr>`;
  });
  return section(
    sections.failures,
    html`<table class="data wide"><thead><tr><th>${columns.when}</th><th>${columns.code}</th><th>${columns.why}</th><th>${columns.after}</th></tr></thead><tbody>${rows}</tbody></table>`,
  );
}

function alarmList({ alarms }: CheckDetailView, context: DrawContext): Html | undefined {
  if (alarms.length === 0) return undefined;
  const { columns, sections } = pageTexts(context.language).details;
  const rows = alarms.map(
    ({ atEpochMs, from, to, reason }) =>
      html`<tr><td>${formatMoment(atEpochMs, context)}</td><td>${from} → ${to}</td><td>${storyTexts(context.language).engine(reason)}</td></tr>`,
  );
  return section(
    sections.alarms,
    html`<table class="data wide"><thead><tr><th>${columns.when}</th><th>${columns.state}</th><th>${columns.because}</th></tr></thead><tbody>${rows}</tbody></table>`,
  );
}
