/** What one run of an address has shown, and how to keep it as a check. */
import type { Outcome } from "../model/outcome.ts";
import { type Html, html } from "./html.ts";
import { pageLink } from "./links.ts";
import { pageTexts } from "./page-texts.ts";
import { runSections, section } from "./run-sections.ts";
import { sixAnswers } from "./six-answers.ts";
import { stateBadge } from "./state-badge.ts";
import type { CheckDetailView, DrawContext } from "./view.ts";

export interface TriedView extends CheckDetailView {
  /** As it was asked for. */
  readonly address: string;
  readonly run: Outcome;
}

export function triedAddress(view: TriedView, context: DrawContext): Html {
  const { address, run, state } = view;
  const badge = stateBadge(state, context.language);
  return html`<article>${heading(address, { badge, context })}${sixAnswers(view, context)}${keepIt(view, context)}${runSections(run, view, context)}</article>`;
}

/** An address that cannot be run, in a sentence. */
export function refusedAddress({ address, refusal }: { address: string; refusal: string }, context: DrawContext): Html {
  return html`<article>${heading(address, { badge: undefined, context })}<p>${refusal}</p></article>`;
}

function heading(title: string, { badge, context }: { badge: Html | undefined; context: DrawContext }): Html {
  const { details, tried } = pageTexts(context.language);
  return html`<header><p class="bar">${badge}<a class="close" href="${pageLink("/", context)}">✕ ${details.close}</a></p>
<h2 id="drawer-title" tabindex="-1"><bdi>${title}</bdi></h2><p class="muted">${tried.once}</p></header>`;
}

function keepIt({ address, check: { id, kind } }: TriedView, { language }: DrawContext): Html {
  const { details, tried } = pageTexts(language);
  const target = kind === "tcp" ? address.replace(/^tcp:\/\//i, "") : address;
  // A text of JSON is one of YAML too.
  const lines = `  - id: ${id}\n    ${kind}: ${JSON.stringify(target)}`;
  return section(
    tried.keep,
    html`<p><code>npx bongsu init</code> ${tried.writes}</p><pre id="lines">${lines}</pre><p><button class="needs-script" type="button" data-copy="lines">${details.copy}</button></p>`,
  );
}
