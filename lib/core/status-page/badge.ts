/** The state of one service as a small picture for other pages: its title, and a shape and a word that do not depend on colour. */
import { displayWidth } from "../messages/text-width.ts";
import { type Html, html } from "../render/html.ts";
import { lightPalette } from "../render/palette.ts";
import type { ShownState } from "../render/view.ts";
import { statusTexts } from "./texts.ts";
import type { ServiceView, StatusView } from "./view.ts";

const HEIGHT = 24;
const COLUMN_WIDTH = 7;
const PADDING = 10;
const SHAPE_WIDTH = 18;
const TITLE_COLUMNS_MAX = 40;

/** Drawn, because not every font has them; centred on 0. */
const SHAPES: Readonly<Record<ShownState, Html>> = {
  up: html`<circle r="5" fill="#fff"/>`,
  slow: html`<circle r="4.5" fill="none" stroke="#fff"/><path d="M0 -4.5A4.5 4.5 0 0 0 0 4.5Z" fill="#fff"/>`,
  down: html`<path d="M-4 -4 4 4M4 -4-4 4" stroke="#fff" stroke-width="2.2"/>`,
  none: html`<circle r="4.5" fill="none" stroke="#fff" stroke-width="1.6"/>`,
};

export function badge({ state, title }: ServiceView, { ownLanguage }: Pick<StatusView, "ownLanguage">): string {
  const word = statusTexts(ownLanguage).states[state];
  const [titleWidth, wordWidth] = [Math.min(TITLE_COLUMNS_MAX, displayWidth(title)), displayWidth(word)].map(widthOf);
  const left = (titleWidth ?? 0) + 2 * PADDING;
  const width = left + SHAPE_WIDTH + (wordWidth ?? 0) + 2 * PADDING;
  const texts = [
    html`<text x="${PADDING}" y="16" textLength="${titleWidth ?? 0}" lengthAdjust="spacingAndGlyphs">${title}</text>`,
    html`<text x="${left + PADDING + SHAPE_WIDTH}" y="16" textLength="${wordWidth ?? 0}" lengthAdjust="spacingAndGlyphs">${word}</text>`,
  ];
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${title}: ${word}"><title>${title}: ${word}</title><rect width="${width}" height="${HEIGHT}" rx="5" fill="${lightPalette[state]}"/><path d="M5 0H${left}V${HEIGHT}H5A5 5 0 0 1 0 ${HEIGHT - 5}V5A5 5 0 0 1 5 0Z" fill="${lightPalette.text}"/><g transform="translate(${left + PADDING + 5} 12)">${SHAPES[state]}</g><g fill="#fff" font-family="system-ui,sans-serif" font-size="12">${texts}</g></svg>
`.toString();
}

function widthOf(columns: number): number {
  return columns * COLUMN_WIDTH;
}
