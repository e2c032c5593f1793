/** Incidents as customers are told them: what does not work, since when, until when. */
import { formatMoment, formatTime } from "../messages/moment.ts";
import { storyTexts } from "../messages/story-texts.ts";
import type { Language } from "../model/check.ts";
import { type Html, html } from "../render/html.ts";
import { STATE_ICONS } from "../render/state-badge.ts";
import { statusTexts } from "./texts.ts";
import type { IncidentView, StatusView } from "./view.ts";

export function openIncidents(view: StatusView, language: Language): Html | undefined {
  const { nextAtEpochMs, open, timezone } = view;
  if (open.length === 0) return undefined;
  const texts = statusTexts(language);
  const cards = open.map(
    (incident) =>
      html`<li class="card"><p class="phase ${stateOf(incident)}"><span aria-hidden="true">${STATE_ICONS[stateOf(incident)]}</span> ${texts.phases[incident.phase]}</p>${impactOf(incident, language).map((line) => html`<p>${line}</p>`)}<p class="muted">${began(incident, view, language)}. <span class="fresh">${texts.nextUpdate(formatTime(nextAtEpochMs, timezone))}</span></p></li>`,
  );
  return html`<h2>${texts.headings.open}</h2><ul>${cards}</ul>`;
}

export function pastIncidents({ past, timezone }: StatusView, language: Language): Html {
  const texts = statusTexts(language);
  const lines = past.map((incident) => {
    const state = stateOf(incident);
    return html`<li><span class="${state}" aria-hidden="true">${STATE_ICONS[state]}</span> ${impactOf(incident, language).join(" ")}<br><span class="muted">${texts.phases[incident.phase]} · ${lasted(incident, timezone, language)}</span></li>`;
  });
  const list = lines.length === 0 ? html`<p class="muted">${texts.noPast}</p>` : html`<ul class="past">${lines}</ul>`;
  return html`<h2>${texts.headings.past}</h2>${list}`;
}

/** What it means for customers; never what failed on our side. */
export function impactOf({ down, slow }: IncidentView, language: Language): string[] {
  const texts = statusTexts(language);
  return [
    ...(down.length > 0 ? [texts.cannotUse(texts.list(down))] : []),
    ...(slow.length > 0 ? [texts.answersSlowly(texts.list(slow))] : []),
  ];
}

/** `Sun 22 Nov 17:21 KST, for 19 min` */
export function lasted({ endedAtEpochMs, startedAtEpochMs }: IncidentView, timezone: string, language: Language): string {
  const moment = formatMoment(startedAtEpochMs, { timezone, language });
  return statusTexts(language).lasted({
    moment,
    span: spanOf((endedAtEpochMs ?? startedAtEpochMs) - startedAtEpochMs, language),
  });
}

function began({ startedAtEpochMs }: IncidentView, { timezone, writtenAtEpochMs }: StatusView, language: Language): string {
  const moment = formatMoment(startedAtEpochMs, { timezone, language });
  return statusTexts(language).began({ moment, span: spanOf(writtenAtEpochMs - startedAtEpochMs, language) });
}

function spanOf(spanMs: number, language: Language): string {
  return storyTexts(language).span(Math.max(0, spanMs));
}

function stateOf({ down }: IncidentView): "down" | "slow" {
  return down.length > 0 ? "down" : "slow";
}
