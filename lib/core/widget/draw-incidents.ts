/** Incidents as people were told of them: how each stands, what it is and why, since when and for how long. */
import { CLOSED_KEPT_MS } from "../incidents/limits.ts";
import { formatMoment } from "../messages/moment.ts";
import { safeStory } from "../messages/safe-story.ts";
import { headlineOf } from "../messages/story/headline.ts";
import { lengthMs } from "../messages/story/matter.ts";
import { causesOf } from "../messages/story/why.ts";
import { wordingOf } from "../messages/story/wording.ts";
import { storyTexts } from "../messages/story-texts.ts";
import { type Html, html } from "../render/html.ts";
import { excuse, frame, said } from "./frame.ts";
import type { WidgetManifest } from "./manifest.ts";
import { textWithPopup } from "./popup.ts";
import type { IncidentList, ListedIncident } from "./read-incidents.ts";
import { widgetTexts } from "./texts.ts";
import type { Viewer } from "./viewer.ts";

export interface IncidentsOptions {
  readonly viewer: Viewer;
  readonly manifest: WidgetManifest;
  /** Of the widget itself: a headline calls it again. */
  readonly functionArn: string;
}

export function drawIncidents(found: IncidentList | { readonly unread: string }, options: IncidentsOptions): string {
  const { manifest, viewer } = options;
  const { incidents, incidentsUnread } = widgetTexts(viewer.language);
  if (!manifest.tellsPeople) return frame(viewer, said(incidents.nobodyTold));
  if ("unread" in found) return excuse(viewer, incidentsUnread(found.unread));
  const { listed, openCount, total } = found;
  const kept = incidents.kept(storyTexts(viewer.language).span(CLOSED_KEPT_MS));
  return frame(viewer, [
    said(incidents.open(openCount)),
    html`<p class="muted">${kept}</p>`,
    listed.length > 0 && table(listed, options),
    total > listed.length && html`<p class="muted">${incidents.hidden(total - listed.length)}</p>`,
  ]);
}

function table(listed: readonly ListedIncident[], options: IncidentsOptions): Html {
  const { columns } = widgetTexts(options.viewer.language).incidents;
  const heads = [columns.state, columns.what, columns.since, columns.length].map((head) => html`<th>${head}</th>`);
  const rows = listed.map((incident) => drawRow(incident, options));
  return html`<table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table>`;
}

function drawRow({ state, story: unsafe }: ListedIncident, { functionArn, manifest, viewer }: IncidentsOptions): Html {
  const { language, timezone } = viewer;
  const story = safeStory(unsafe);
  const wording = wordingOf(story, language);
  const told = headlineOf(story, wording);
  const check = manifest.checks.find(({ id }) => id === story.lead?.id);
  const what = check === undefined ? html`<bdi>${told}</bdi>` : textWithPopup(told, { check, functionArn });
  const [cause] = causesOf(story, wording).map(({ confidence, says }) => wording.texts.answers.held(confidence, says));
  const colour = state === "over" ? "up" : story.severity === "critical" ? "down" : "slow";
  return html`<tr><td><span class="badge ${colour}">${widgetTexts(language).incidents.states[state]}</span></td><td class="what">${what}<span class="id muted">${[cause ?? [], story.incident].flat().join(" ")}</span></td><td>${formatMoment(story.sinceEpochMs, { timezone, language })}</td><td>${wording.texts.span(lengthMs(story))}</td></tr>`;
}
