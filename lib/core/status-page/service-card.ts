/** One service: its state now, and its last days. */
import { formatMoment } from "../messages/moment.ts";
import type { Language } from "../model/check.ts";
import { type Html, html } from "../render/html.ts";
import { STATE_ICONS } from "../render/state-badge.ts";
import { availabilityText } from "./availability.ts";
import { badDayTable, dayBars } from "./bars.ts";
import { statusTexts } from "./texts.ts";
import type { ServiceView, StatusView } from "./view.ts";

export function serviceCard(service: ServiceView, { timezone }: StatusView, language: Language): Html {
  const texts = statusTexts(language);
  const { days, sinceEpochMs, state, title } = service;
  const since = sinceEpochMs === undefined ? "" : ` ${texts.since(formatMoment(sinceEpochMs, { timezone, language }))}`;
  return html`<li class="card"><div class="service"><h3><bdi>${title}</bdi></h3><span class="badge ${state}"><span class="was">${texts.lastKnown} </span><span aria-hidden="true">${STATE_ICONS[state]}</span> ${texts.states[state]}${since}</span></div>
<figure>${dayBars(service, language)}<figcaption><span class="axis"><span>${texts.daysAgo(days.length - 1)}</span><span>${texts.today}</span></span>${availabilityText(service, texts)}</figcaption></figure>${badDayTable(service, language)}</li>`;
}
