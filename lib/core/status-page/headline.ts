/** How things are, in an icon, a word and a sentence; and beside it, hidden, what stands there once the page is too old. */
import { formatMoment } from "../messages/moment.ts";
import type { Language } from "../model/check.ts";
import { type Html, html } from "../render/html.ts";
import { STATE_ICONS } from "../render/state-badge.ts";
import type { ShownState } from "../render/view.ts";
import { statusTexts } from "./texts.ts";
import type { Overall, StatusView } from "./view.ts";

const STATES = {
  operational: "up",
  degraded: "slow",
  partial: "down",
  major: "down",
  unknown: "none",
} as const satisfies Record<Overall, ShownState>;

/** The state whose shape and colour the whole page has. */
export function overallState({ overall }: Pick<StatusView, "overall">): ShownState {
  return STATES[overall];
}

/** `3 of 5 services do not work.` */
export function statusSentence({ overall, services }: StatusView, language: Language): string {
  const state = STATES[overall];
  const bad = services.filter((service) => service.state === state).length;
  return statusTexts(language).sentence(overall, { bad, all: services.length });
}

export function headline(view: StatusView, language: Language): Html {
  const texts = statusTexts(language);
  const state = overallState(view);
  const written = formatMoment(view.writtenAtEpochMs, { timezone: view.timezone, language });
  return html`<div class="headline fresh ${state}" role="status"><strong><span class="icon" aria-hidden="true">${STATE_ICONS[state]}</span> ${texts.overall[view.overall]}</strong><span>${statusSentence(view, language)}</span></div>
<div class="headline stale none" role="status"><strong><span class="icon" aria-hidden="true">${STATE_ICONS.none}</span> ${texts.stale(written)}</strong><span>${texts.staleWhy}</span></div>`;
}
