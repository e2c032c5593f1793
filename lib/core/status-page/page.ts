/** A status page as one file: nothing fetched from elsewhere, no cookies, readable without script. */
import { createHash } from "node:crypto";
import type { Language } from "../model/check.ts";
import { Html, html } from "../render/html.ts";
import { favicon } from "../render/page.ts";
import { STATE_ICONS } from "../render/state-badge.ts";
import { countStates } from "../render/view.ts";
import { freshScript } from "./fresh-script.ts";
import { headline, overallState } from "./headline.ts";
import { openIncidents, pastIncidents } from "./incident-list.ts";
import { footer } from "./page-footer.ts";
import { serviceCard } from "./service-card.ts";
import { statusStyles } from "./styles.ts";
import { statusTexts } from "./texts.ts";
import type { StatusView } from "./view.ts";

const LANGUAGES = ["en", "ko"] as const satisfies Language[];

/** What the page may do: its own style and script, and asking for itself anew. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src '${hashOf(statusStyles)}'`,
  `script-src '${hashOf(freshScript)}'`,
  "connect-src 'self'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

export function statusPage(view: StatusView, language: Language): string {
  const texts = statusTexts(language);
  const title = view.title ?? texts.untitled;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${CONTENT_SECURITY_POLICY}">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${STATE_ICONS[overallState(view)]} ${texts.overall[view.overall]} – ${title}</title>
<link rel="icon" href="${favicon(countStates(view.services))}">
<link rel="alternate" type="application/atom+xml" href="feed.xml">
<noscript><meta http-equiv="refresh" content="60"></noscript>
<style>${new Html(statusStyles)}</style>
</head>
<body>
<main data-written="${view.writtenAtEpochMs}" data-fresh="${view.freshForMs}">
<header><h1><bdi>${title}</bdi></h1><nav>${languageLinks(view, language)}</nav></header>
${headline(view, language)}
${openIncidents(view, language)}
<h2>${texts.headings.services}</h2>
<ul>${view.services.map((service) => serviceCard(service, view, language))}</ul>
<p class="muted">${texts.legend}</p>
${pastIncidents(view, language)}
${footer(view, language)}
</main>
<script>${new Html(freshScript)}</script>
</body>
</html>
`.toString();
}

/** The page's own language has the plain name, so that its address is the one that is given away. */
export function pageFileName(language: Language, { ownLanguage }: Pick<StatusView, "ownLanguage">): string {
  return language === ownLanguage ? "index.html" : `${language}.html`;
}

function languageLinks(view: StatusView, shown: Language): Html[] {
  return LANGUAGES.map((language) => {
    const isCurrent = language === shown && html` aria-current="page"`;
    return html`<a href="${pageFileName(language, view)}" lang="${language}" hreflang="${language}"${isCurrent}>${statusTexts(language).language}</a>`;
  });
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
