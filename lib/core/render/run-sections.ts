/** One run: where its time went, what was expected of it, what was asked and what came back. */
import { storyTexts } from "../messages/story-texts.ts";
import type { Language } from "../model/check.ts";
import type { Evidence, Outcome } from "../model/outcome.ts";
import { type Html, type HtmlChild, html } from "./html.ts";
import { pageTexts } from "./page-texts.ts";
import type { CheckDetailView, DrawContext, ExpectationView } from "./view.ts";
import { waterfall } from "./waterfall.ts";

export function runSections(run: Outcome, view: CheckDetailView, { language }: DrawContext): Html {
  const { sections } = pageTexts(language).details;
  const { usual, usualTotalMs } = view;
  const time = waterfall(run.phases, {
    totalMs: run.totalMs,
    usual,
    language,
    ...(usualTotalMs !== undefined && { usualTotalMs }),
  });
  return html`${time !== undefined && section(sections.time, time)}${section(sections.expectations, expectationTable(view.expectations, language))}${section(sections.exchange, exchange(run, { language, repeat: view.repeat }))}`;
}

export function section(title: string, body: HtmlChild): Html {
  return html`<section><h3>${title}</h3>${body}</section>`;
}

function expectationTable(expectations: readonly ExpectationView[], language: Language): Html {
  const { actual, expected, noExpectations, result, results } = pageTexts(language).details;
  const { engine } = storyTexts(language);
  if (expectations.length === 0) return html`<p class="muted">${noExpectations}</p>`;
  const rows = expectations.map(
    (one) =>
      html`<tr class="${one.result}"><td>${results[one.result]}</td><td><code>${one.expected}</code></td><td><code>${one.actual === undefined ? "–" : engine(one.actual)}</code></td></tr>`,
  );
  return html`<table class="data wide"><thead><tr><th>${result}</th><th>${expected}</th><th>${actual}</th></tr></thead><tbody>${rows}</tbody></table>`;
}

interface Repeatable {
  readonly language: Language;
  readonly repeat: string | undefined;
}

function exchange({ evidence, facts }: Outcome, { language, repeat }: Repeatable): Html {
  const { details } = pageTexts(language);
  const entries = Object.entries(asked(evidence, language)).map(
    ([label, lines]) =>
      lines.length > 0 && html`<div><dt>${label}</dt><dd>${lines.map((line) => html`<pre>${line}</pre>`)}</dd></div>`,
  );
  return html`<dl class="exchange">${entries}<div><dt>${details.exchange.repeat}</dt><dd>${repeatOf(repeat, language)}</dd></div></dl><p class="muted">${details.masked}</p>${factTable(facts, language)}`;
}

function asked(evidence: Evidence, language: Language): Readonly<Record<string, readonly string[]>> {
  const { details, states } = pageTexts(language);
  const { certificate, exchange: labels } = details;
  const { measured } = storyTexts(language);
  const { addresses = [], attempts = [], notes = [], redirects = [] } = evidence;
  const seen = evidence.certificate;
  return {
    [labels.request]: present(evidence.request),
    [labels.address]: present(evidence.address),
    [labels.certificate]: seen === undefined ? [] : [certificate({ ...seen, daysLeft: Math.floor(seen.daysLeft) })],
    [labels.redirects]: redirects,
    [labels.addresses]: addresses.map(({ address, code, status, totalMs }) =>
      [address, states[status === "unknown" ? "none" : status], measured(totalMs), ...present(code)].join(" · "),
    ),
    [labels.attempts]: attempts.map(({ code, message, totalMs }) => `${code}: ${message} (${measured(totalMs)})`),
    [labels.notes]: notes,
    [labels.says]: present(evidence.body),
  };
}

function present(text: string | undefined): string[] {
  return text === undefined || text === "" ? [] : [text];
}

function repeatOf(repeat: string | undefined, language: Language): Html {
  const { copy, noCurl } = pageTexts(language).details;
  if (repeat === undefined) return html`<span class="muted">${noCurl}</span>`;
  return html`<pre id="repeat">${repeat}</pre><button class="needs-script" type="button" data-copy="repeat">${copy}</button>`;
}

function factTable(facts: Outcome["facts"], language: Language): Html | undefined {
  const { columns, exchange: labels } = pageTexts(language).details;
  const rows = Object.entries(facts).map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${String(value)}</td></tr>`);
  if (rows.length === 0) return undefined;
  return html`<details id="facts"><summary>${labels.facts}</summary><table class="data wide"><thead><tr><th>${columns.name}</th><th>${columns.value}</th></tr></thead><tbody>${rows}</tbody></table></details>`;
}
