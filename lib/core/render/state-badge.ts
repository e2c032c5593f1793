/** A state is a shape and a word; the colour only repeats them. */
import type { Language } from "../model/check.ts";
import { type Html, html } from "./html.ts";
import { pageTexts } from "./page-texts.ts";
import type { ShownState, StateCounts } from "./view.ts";

export const STATE_ICONS: Readonly<Record<ShownState, string>> = { up: "●", slow: "◐", down: "✕", none: "○" };

export function stateBadge(state: ShownState, language: Language): Html {
  return html`<span class="badge ${state}"><span class="icon" aria-hidden="true">${STATE_ICONS[state]}</span>${pageTexts(language).states[state]}</span>`;
}

/** `✕1 ◐1 bongsu`: what is wrong stands in the tab. */
export function tabTitle(counts: StateCounts): string {
  const bad = (["down", "slow", "none"] as const).filter((state) => counts[state] > 0);
  return [...bad.map((state) => `${STATE_ICONS[state]}${counts[state]}`), "bongsu"].join(" ");
}
