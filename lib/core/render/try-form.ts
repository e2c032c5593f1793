/** One field for an address that is no check: the first result needs no file. */
import { type Html, html } from "./html.ts";
import { TRY_PATH } from "./links.ts";
import { pageTexts } from "./page-texts.ts";
import type { DrawContext } from "./view.ts";

export function tryForm({ language, ownLanguage }: DrawContext): Html {
  const { button, field } = pageTexts(language).tried;
  const kept = language !== ownLanguage && html`<input type="hidden" name="lang" value="${language}">`;
  return html`<form id="try" action="${TRY_PATH}"><label for="address">${field}</label><input id="address" name="url" type="text" inputmode="url" autocomplete="url" spellcheck="false" required placeholder="https://api.example.com/health">${kept}<button>${button}</button></form>`;
}
