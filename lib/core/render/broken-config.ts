/** A configuration that cannot be used: the same lines as in the terminal, with place and cure. */
import { type Html, html } from "./html.ts";
import { pageTexts } from "./page-texts.ts";
import type { DrawContext } from "./view.ts";

export interface BrokenConfig {
  readonly file: string;
  /** Several lines each, as `bongsu validate` prints them. */
  readonly problems: readonly string[];
  /** Whether the checks of before go on. */
  readonly hasChecks: boolean;
}

export function brokenConfig({ file, hasChecks, problems }: BrokenConfig, { language }: DrawContext): Html {
  const { heading, nothingRuns, othersRun } = pageTexts(language).broken;
  return html`<section id="broken" role="alert"><h2><span aria-hidden="true">✕</span> ${heading(file)}</h2><p>${hasChecks ? othersRun : nothingRuns}</p>${problems.map((problem) => html`<pre tabindex="0">${problem}</pre>`)}</section>`;
}
