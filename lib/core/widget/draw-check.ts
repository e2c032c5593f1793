/** One check by itself: how it stands, its last day, its last weeks, and its hours of the day. */
import { safeStory } from "../messages/safe-story.ts";
import { headlineOf } from "../messages/story/headline.ts";
import { wordingOf } from "../messages/story/wording.ts";
import { storyTexts } from "../messages/story-texts.ts";
import type { Language } from "../model/check.ts";
import { heartbeatRow, timelineSpan } from "../render/heartbeat-row.ts";
import { hourMap } from "../render/hour-map.ts";
import { type Html, html } from "../render/html.ts";
import { answersOfStory } from "../render/six-answers.ts";
import { stateBadge } from "../render/state-badge.ts";
import { excuse, frame } from "./frame.ts";
import { shownName } from "./manifest.ts";
import type { CheckPicture, Span } from "./read-check.ts";
import type { FoundIncident } from "./read-incident.ts";
import type { Neighbours } from "./read-neighbours.ts";
import { widgetTexts } from "./texts.ts";
import type { Viewer } from "./viewer.ts";

export interface CheckDrawing extends CheckPicture {
  readonly incident: FoundIncident;
  readonly neighbours: Neighbours;
}

export function drawCheck(drawing: CheckDrawing, viewer: Viewer): string {
  const { check, incident, neighbours, state, spans, hours, slowHours, unread } = drawing;
  const { language } = viewer;
  const texts = widgetTexts(language);
  const isBlank = spans.every(({ runs }) => runs === 0);
  if (unread !== undefined && isBlank) return excuse(viewer, texts.failed(unread));
  const usual = hours.usualMs === undefined ? undefined : texts.usual(storyTexts(language).measured(hours.usualMs));
  return frame(viewer, [
    html`<p class="said">${stateBadge(state, language)} <bdi>${shownName(check)}</bdi></p>`,
    html`<p class="muted">${[shownName(check) === check.id ? [] : check.id, usual ?? []].flat().join(", ")}</p>`,
    drawNeighbours(neighbours, language),
    drawIncident(incident, language),
    unread !== undefined && html`<p>${texts.unread(1, unread)}</p>`,
    spans.map((span) => drawSpan(span, language)),
    html`<h2>${texts.hours}</h2>`,
    hourMap(hours, { verdict: slowHours, language }),
  ]);
}

/** The six answers, in the words of the message that people were sent. */
function drawIncident(found: FoundIncident, language: Language): Html | undefined {
  const texts = widgetTexts(language);
  if ("unread" in found) return html`<p>${texts.incidentsUnread(found.unread)}</p>`;
  if (found.story === undefined) return undefined;
  const story = safeStory(found.story);
  const told = headlineOf(story, wordingOf(story, language));
  return html`<h2>${texts.incident(story.incident)}</h2><p><bdi>${told}</bdi></p>${answersOfStory(story, language)}`;
}

/** One line: what could not be read is told apart from what has no data. */
function drawNeighbours({ rows, others }: Neighbours, language: Language): Html | undefined {
  const texts = widgetTexts(language);
  if (rows.length === 0) return undefined;
  const [gone] = rows.flatMap(({ unread }) => unread ?? []);
  const items = rows
    .filter(({ unread }) => unread === undefined)
    .map(
      ({ check, state }) => html`<span class="neighbour">${stateBadge(state, language)} <bdi>${shownName(check)}</bdi></span> `,
    );
  const more = others > 0 && html`<span class="muted">${texts.moreOnHost(others)}</span>`;
  const said = gone !== undefined && html`<span class="muted">${texts.unread(rows.length - items.length, gone)}</span>`;
  return html`<p>${texts.sameHost} ${items}${more}${said}</p>`;
}

function drawSpan({ timeline, runs, goodRuns }: Span, language: Language): Html {
  const texts = widgetTexts(language);
  const counted =
    runs === 0 ? texts.noRuns : texts.availability(formatAvailability(goodRuns / runs), runs.toLocaleString("en-US"));
  return html`<h2>${texts.last(timelineSpan(timeline, language))}</h2><p class="muted">${counted}</p>${heartbeatRow(timeline, language)}`;
}

/** 0.99999 -> `99.99 %`: only what never failed is 100. */
function formatAvailability(share: number): string {
  return `${Math.floor(share * 10_000) / 100} %`;
}
