/** The shell of a page: one file, nothing fetched from elsewhere, readable without script. */
import type { Language } from "../model/check.ts";
import { Html, html } from "./html.ts";
import { languageSwitch, type PageAddress } from "./language-switch.ts";
import { pageLink } from "./links.ts";
import { pageTexts } from "./page-texts.ts";
import type { Key } from "./page-texts-contract.ts";
import { lightPalette } from "./palette.ts";
import { STATE_ICONS, tabTitle } from "./state-badge.ts";
import { styles } from "./styles.ts";
import { type DrawContext, SHOWN_STATES, type ShownState, type StateCounts } from "./view.ts";

export interface PageShell extends DrawContext, PageAddress {
  readonly counts: StateCounts;
  readonly body: Html;
  /** What is shown beside the list: one check, or a preview of its alert. */
  readonly drawer?: Html;
  /** Names this page's own style and script in its content security policy. */
  readonly nonce: string;
  /** Our own source text, never anything from outside. */
  readonly script: string;
  /** Where the script gets its updates. */
  readonly eventsPath: string;
  readonly nowEpochMs: number;
}

export function renderPage(shell: PageShell): string {
  const { body, counts, drawer, language, nonce, note, script } = shell;
  const texts = pageTexts(language);
  const wordsOfScript = JSON.stringify({ ...texts.script, themes: texts.banner.themes, units: texts.units });
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${tabTitle(counts)}</title>
<link rel="icon" id="favicon" href="${favicon(counts)}">
<style nonce="${nonce}">${new Html(styles)}</style>
<script nonce="${nonce}">${new Html(script)}</script>
</head>
<body data-events="${shell.eventsPath}" data-home="${pageLink("/", shell)}" data-now="${shell.nowEpochMs}" data-words="${wordsOfScript}">
${banner(shell)}
<aside id="drawer" aria-labelledby="drawer-title"${drawer === undefined && html` hidden`}>${drawer}</aside>
<main>${note !== undefined && html`<p class="note" role="note">${note}</p>`}${body}</main>
${help(language)}${shell.canRun && html`<form id="run" method="post" action="${pageLink("/run", shell)}"></form>`}
<p id="status" role="status" aria-live="polite"></p>
</body>
</html>
`.toString();
}

function banner(shell: PageShell): Html {
  const { canRun, deployment, language } = shell;
  const texts = pageTexts(language).banner;
  const runAll = canRun && html`<button form="run" name="check" value="">${texts.runAll}</button>`;
  return html`<div class="banner"><strong>bongsu</strong><span>${deployment}</span><span>${texts.fromHere}</span><span class="lost" role="status">${texts.lost}</span><span class="tools">${runAll}<button id="theme" class="needs-script" type="button">${texts.theme}: <span>${texts.themes.auto}</span></button><button id="help-open" class="needs-script" type="button">? ${texts.help}</button>${languageSwitch(shell, shell)}</span></div>`;
}

const KEYS: readonly (readonly [keys: string, Key])[] = [
  ["j k", "move"],
  ["Enter", "open"],
  ["Esc", "closing"],
  ["f", "failing"],
  ["/", "search"],
  ["r", "run"],
  ["p", "preview"],
  ["t", "theme"],
  ["?", "help"],
];

function help(language: Language): Html {
  const texts = pageTexts(language).keys;
  const rows = KEYS.map(
    ([keys, key]) => html`<div><dt>${keys.split(" ").map((one) => html`<kbd>${one}</kbd> `)}</dt><dd>${texts[key]}</dd></div>`,
  );
  return html`<dialog id="help" aria-labelledby="help-title"><h2 id="help-title">${texts.title}</h2><dl>${rows}</dl><form method="dialog"><button>${texts.close}</button></form></dialog>`;
}

/** An icon of the worst state, as a data URL: its shape changes, not only its colour. */
export function favicon(counts: StateCounts): string {
  const state = worstState(counts);
  const label = `<text x="16" y="25" font-size="28" text-anchor="middle" fill="${lightPalette[state]}">${STATE_ICONS[state]}</text>`;
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${label}</svg>`)}`;
}

function worstState(counts: StateCounts): ShownState {
  return SHOWN_STATES.find((state) => counts[state] > 0) ?? "none";
}
