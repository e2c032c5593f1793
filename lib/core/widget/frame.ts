/** What stands around every picture: our own ground and colours, whatever the console's are. */
import { type Html, type HtmlChild, html } from "../render/html.ts";
import { darkPalette, lightPalette, paletteVariables } from "../render/palette.ts";
import { widgetTexts } from "./texts.ts";
import type { Viewer } from "./viewer.ts";

const NARROW_PX = 640;

/** Every rule stands below our own class, since the console's page is around it. */
const RULES = `
.bongsu { background: var(--card); color: var(--text); padding: 8px 12px; font: 14px/1.45 system-ui, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "NanumGothic", sans-serif; font-variant-numeric: tabular-nums; word-break: keep-all; }
.bongsu p { margin: 0 0 6px; } .bongsu .said { font-size: 18px; font-weight: 650; } .bongsu h2 { margin: 16px 0 4px; font-size: 15px; }
.bongsu .up { color: var(--up); } .bongsu .slow { color: var(--slow); } .bongsu .down { color: var(--down); } .bongsu .none { color: var(--none); }
.bongsu .muted { color: var(--muted); font-size: 13px; }
.bongsu .badge { font-size: 13px; font-weight: 700; white-space: nowrap; } .bongsu .icon { display: inline-block; width: 20px; font-size: 16px; }
.bongsu .heartbeat { display: block; width: 100%; height: 28px; fill: none; }
.bongsu table { width: 100%; border-collapse: collapse; color: inherit; font: inherit; } .bongsu th { text-align: left; font-size: 12px; color: var(--muted); font-weight: 600; }
.bongsu th, .bongsu td { padding: 4px 8px 4px 0; border-bottom: 1px solid var(--line); vertical-align: middle; }
.bongsu .history { width: 55%; } .bongsu .name { color: var(--text); font-weight: 600; overflow-wrap: anywhere; cursor: pointer; text-decoration: underline; text-decoration-color: var(--muted); }
.bongsu .id { display: block; overflow-wrap: anywhere; } .bongsu .what { overflow-wrap: anywhere; }
.bongsu .chart { margin: 4px 0; max-width: 860px; } .bongsu .chart > svg { display: block; width: 100%; height: auto; } .bongsu .tick { fill: var(--muted); font-size: 12px; }
.bongsu figcaption { color: var(--muted); font-size: 13px; } .bongsu .sample { display: inline-block; margin-right: 12px; } .bongsu .sample svg { width: 16px; height: 16px; vertical-align: middle; }
.bongsu .data { font-size: 12px; } .bongsu .neighbour { display: inline-block; margin-right: 12px; overflow-wrap: anywhere; }
.bongsu .answers { margin: 0 0 8px; } .bongsu .answers div { display: grid; grid-template-columns: 110px minmax(0, 1fr); gap: 12px; } .bongsu .answers dt { color: var(--muted); } .bongsu .answers dd { margin: 0; overflow-wrap: anywhere; } .bongsu .answers p { margin: 0 0 2px; }
`;
const NARROW_RULES = ".bongsu .usual { display: none; } .bongsu .history { width: 45%; }";

export function frame({ theme, widthPx }: Viewer, children: HtmlChild): string {
  const palette = theme === "dark" ? darkPalette : lightPalette;
  const variables = `.bongsu { color-scheme: ${theme}; ${paletteVariables(palette, theme)} }`;
  const rules = [variables, RULES, ...(widthPx < NARROW_PX ? [NARROW_RULES] : [])].join("");
  // A style sheet knows no entities, and this one holds nothing foreign.
  return `<div class="bongsu cwdb-no-default-styles"><style>${rules}</style>${html`${children}`}</div>`;
}

/** A sentence instead of the picture, and where else to look. */
export function excuse(viewer: Viewer, sentence: string): string {
  return frame(viewer, [said(sentence), html`<p>${widgetTexts(viewer.language).elsewhere}</p>`]);
}

export function said(sentence: string): Html {
  return html`<p class="said">${sentence}</p>`;
}
