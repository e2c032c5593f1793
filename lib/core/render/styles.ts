/** The style sheet of the pages: system fonts, both themes, nothing fetched from anywhere. */
import { darkPalette, lightPalette, paletteVariables } from "./palette.ts";
import { boardStyles } from "./styles-board.ts";
import { drawerStyles } from "./styles-drawer.ts";

const light = `color-scheme: light; ${paletteVariables(lightPalette, "light")}`;
const dark = `color-scheme: dark; ${paletteVariables(darkPalette, "dark")}`;

/** A theme that was chosen goes before that of the system. */
const themes = `
:root { ${light} }
@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { ${dark} } }
:root[data-theme="dark"] { ${dark} }
`;

const ground = `
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html:not(.scripted) .needs-script { display: none; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "NanumGothic", sans-serif; font-variant-numeric: tabular-nums; word-break: keep-all; }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: 3px; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
button, input[type="search"], input[type="text"] { font: inherit; font-size: 14px; color: var(--text); background: var(--card); border: 1px solid var(--muted); border-radius: 8px; padding: 4px 10px; }
::placeholder { color: var(--muted); opacity: 1; }
button { cursor: pointer; } button:disabled { cursor: not-allowed; color: var(--muted); border-style: dashed; }
.quiet { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.muted, .id, .axis { color: var(--muted); font-size: 13px; }
.up { color: var(--up); } .slow { color: var(--slow); } .down { color: var(--down); } .none { color: var(--none); }
.banner { display: flex; gap: 8px 20px; flex-wrap: wrap; align-items: center; padding: 10px clamp(16px, 4vw, 48px); border-bottom: 1px solid var(--line); color: var(--muted); font-size: 14px; }
.banner strong { color: var(--text); }
.banner .tools { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; margin-left: auto; }
.language[aria-current] { color: var(--text); font-weight: 600; text-decoration: none; }
.banner .lost { display: none; color: var(--down); font-weight: 600; }
.is-lost .banner .lost { display: block; } .is-lost main, .is-lost #drawer { opacity: .75; }
main { max-width: 1480px; margin: 0 auto; padding: clamp(20px, 3vw, 40px) clamp(16px, 4vw, 48px) 64px; }
h1 { margin: 0; font-size: clamp(26px, 3.6vw, 38px); line-height: 1.2; font-weight: 650; letter-spacing: -.02em; overflow-wrap: anywhere; text-wrap: balance; }
.worst { margin: 8px 0 0; font-size: 17px; color: var(--muted); overflow-wrap: anywhere; max-width: 90ch; }
.note { margin: 0 0 20px; padding: 10px 16px; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
#status { position: fixed; left: 50%; bottom: 20px; translate: -50%; margin: 0; padding: 8px 16px; border-radius: 8px; background: var(--text); color: var(--ground); }
#status:empty { display: none; }
#help { border: 1px solid var(--line); border-radius: 14px; background: var(--card); color: var(--text); padding: 24px; }
#help::backdrop { background: rgb(0 0 0 / .4); }
#help dl div { display: grid; grid-template-columns: 90px 1fr; } #help dd { margin: 0; } #help h2 { margin: 0; font-size: 18px; }
kbd { display: inline-block; min-width: 22px; padding: 0 5px; text-align: center; font: 13px ui-monospace, monospace; border: 1px solid var(--muted); border-radius: 5px; }
pre, code { font: 13px/1.5 ui-monospace, "SF Mono", "D2Coding", monospace; overflow-wrap: anywhere; }
pre { margin: 0; padding: 10px 14px; border-radius: 8px; background: var(--ground); white-space: pre-wrap; }
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
`;

const pictures = `
.badge { display: inline-flex; gap: 7px; align-items: center; font-size: 13px; font-weight: 700; letter-spacing: .04em; white-space: nowrap; }
.badge .icon { font-size: 17px; line-height: 1; width: 17px; text-align: center; }
.heartbeat { display: block; width: 100%; height: 28px; fill: none; }
.axis { display: flex; justify-content: space-between; font-size: 12px; }
.phases { display: block; width: 100%; height: 8px; margin: 6px 0 4px; }
.phase { fill: currentColor; }
.dns { color: var(--dns); } .connect { color: var(--connect); } .tls { color: var(--tls); } .server { color: var(--server); } .transfer { color: var(--transfer); } .other { color: var(--other); }
.usual { fill: none; stroke: var(--text); stroke-width: 1.5; stroke-dasharray: 4 3; }
.key { display: inline-block; width: 10px; height: 10px; margin-right: 8px; border-radius: 3px; background: currentColor; }
.chart { margin: 12px 0; max-width: 860px; } .chart svg { display: block; width: 100%; height: auto; }
.chart .grid { stroke: var(--line); fill: none; } .chart .tick { fill: var(--muted); font-size: 12px; }
.chart .line { fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.p50 { color: var(--accent); } .p95 { color: var(--slow); } .line.p95 { stroke-dasharray: 1 4; }
figcaption { color: var(--muted); font-size: 13px; } figcaption .key { margin-left: 12px; } figcaption .key:first-child { margin-left: 0; }
.sample { display: inline-flex; align-items: center; gap: 4px; margin-right: 12px; } .chart .sample svg { width: 18px; height: 18px; }
.number { font-size: 16px; font-weight: 600; }
.reason { display: block; margin-top: 4px; font-size: 14px; overflow-wrap: anywhere; } .warning { color: var(--slow); font-weight: 600; }
`;

export const styles = themes + ground + pictures + boardStyles + drawerStyles;
