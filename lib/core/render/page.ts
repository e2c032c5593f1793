/** The shell of a page: one file, nothing fetched from elsewhere, readable without script. */
import { Html, html } from "./html.ts";
import { lightPalette } from "./palette.ts";
import { STATE_ICONS, tabTitle } from "./state-badge.ts";
import { styles } from "./styles.ts";
import { SHOWN_STATES, type ShownState, type StateCounts } from "./view.ts";

export interface PageShell {
  readonly deployment: string;
  readonly counts: StateCounts;
  readonly body: Html;
  /** Names this page's own style and script in its content security policy. */
  readonly nonce: string;
  /** Our own source text, never anything from outside. */
  readonly script: string;
  /** Where the script gets its updates. */
  readonly eventsPath: string;
}

export function renderPage({ deployment, counts, body, nonce, script, eventsPath }: PageShell): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${tabTitle(counts)}</title>
<link rel="icon" id="favicon" href="${favicon(counts)}">
<style nonce="${nonce}">${new Html(styles)}</style>
</head>
<body data-events="${eventsPath}">
<div class="banner"><strong>bongsu</strong><span>${deployment}</span><span>Runs from this computer, not from AWS.</span><span class="lost" role="status">Connection lost: this page no longer changes.</span></div>
<main>${body}</main>
<script nonce="${nonce}">${new Html(script)}</script>
</body>
</html>
`.toString();
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
