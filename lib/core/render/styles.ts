/** The style sheet of the pages: system fonts, both themes, nothing fetched from anywhere. */
import { darkPalette, lightPalette, paletteVariables } from "./palette.ts";

export const styles = `
:root { color-scheme: light dark; ${paletteVariables(lightPalette)} --dns: #8fa8c8; --connect: #6b8fc0; --tls: #7a72c4; --server: #2f6fce; --transfer: #3b9aa8; --other: #8b94a3; }
@media (prefers-color-scheme: dark) { :root { ${paletteVariables(darkPalette)} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", sans-serif; font-variant-numeric: tabular-nums; }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: 3px; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 4px; }
.muted, .id, .axis { color: var(--muted); font-size: 13px; }
.banner { display: flex; gap: 8px 20px; flex-wrap: wrap; align-items: center; padding: 12px clamp(16px, 4vw, 48px); border-bottom: 1px solid var(--line); color: var(--muted); font-size: 14px; }
.banner strong { color: var(--text); letter-spacing: .01em; }
.banner .lost { display: none; margin-left: auto; color: var(--down); font-weight: 600; }
.is-lost .banner .lost { display: block; }
.is-lost main { opacity: .75; }
main { max-width: 1320px; margin: 0 auto; padding: clamp(24px, 4vw, 48px) clamp(16px, 4vw, 48px) 64px; }
h1 { margin: 0; font-size: clamp(28px, 4vw, 40px); line-height: 1.2; font-weight: 650; letter-spacing: -.02em; overflow-wrap: anywhere; text-wrap: balance; }
h2 { margin: 0 0 16px; font-size: 18px; font-weight: 650; }
h3 { margin: 24px 0 8px; font-size: 14px; font-weight: 650; }
.worst { margin: 10px 0 0; font-size: 17px; color: var(--muted); overflow-wrap: anywhere; max-width: 80ch; }
.up { color: var(--up); } .slow { color: var(--slow); } .down { color: var(--down); } .none { color: var(--none); }
.badge { display: inline-flex; gap: 7px; align-items: center; font-size: 13px; font-weight: 700; letter-spacing: .04em; white-space: nowrap; }
.badge .icon { font-size: 17px; line-height: 1; width: 17px; text-align: center; }
.board { width: 100%; margin-top: 36px; border-collapse: separate; border-spacing: 0; background: var(--card); border: 1px solid var(--line); border-radius: 14px; overflow: hidden; }
.board th { text-align: left; font-size: 13px; font-weight: 600; color: var(--muted); padding: 12px 16px; }
.board td { padding: 18px 16px; vertical-align: top; border-top: 1px solid var(--line); }
.board tr.check { color: var(--text); }
.board tr.group th { padding: 18px 16px 8px; color: var(--text); border-top: 1px solid var(--line); }
.board tr.group + tr td { border-top: 0; }
.board td.state { width: 116px; box-shadow: inset 3px 0 0 transparent; padding-left: 20px; }
.board tr.down td.state { box-shadow: inset 3px 0 0 var(--down); }
.board tr.slow td.state { box-shadow: inset 3px 0 0 var(--slow); }
.board th:first-child { padding-left: 20px; }
.board tr.check td { transition: background-color .6s; }
.board tr.fresh td { background-color: color-mix(in srgb, var(--accent) 9%, transparent); }
.name { min-width: 220px; }
.name a { font-weight: 600; font-size: 16px; overflow-wrap: anywhere; }
.name .id, .name .reason, .response span, .time span { display: block; }
.name .id { overflow-wrap: anywhere; }
.name .reason { margin-top: 4px; font-size: 14px; overflow-wrap: anywhere; max-width: 52ch; }
.beats { width: 30%; min-width: 220px; }
.axis { display: flex; justify-content: space-between; font-size: 12px; }
.heartbeat { display: block; width: 100%; height: 28px; }
.beat, .phase { fill: currentColor; }
.beat.none { opacity: .6; }
.number { font-size: 16px; font-weight: 600; }
.response, .time { white-space: nowrap; }
.time { width: 170px; }
.phases { display: block; width: 100%; height: 8px; margin: 6px 0 4px; border-radius: 4px; }
.dns { color: var(--dns); } .connect { color: var(--connect); } .tls { color: var(--tls); } .server { color: var(--server); } .transfer { color: var(--transfer); } .other { color: var(--other); }
.key { display: inline-block; width: 10px; height: 10px; margin-right: 8px; border-radius: 3px; background: currentColor; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 16px 4px 0; color: var(--muted); font-size: 13px; }
article header { margin: 20px 0 28px; }
.badge-line { margin: 0 0 6px; }
section { margin-top: 24px; padding: 24px; background: var(--card); border: 1px solid var(--line); border-radius: 14px; overflow-x: auto; }
.answers { display: grid; gap: 10px; margin: 0; padding: 24px; background: var(--card); border: 1px solid var(--line); border-radius: 14px; }
.answers div { display: grid; grid-template-columns: 120px 1fr; gap: 16px; }
.answers dt { color: var(--muted); } .answers dd { margin: 0; overflow-wrap: anywhere; }
.answers .number { font-size: inherit; margin-right: 8px; }
.data { border-collapse: collapse; font-size: 14px; }
.data.wide { width: 100%; }
.data th, .data td { text-align: left; vertical-align: top; padding: 6px 24px 6px 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.data th { font-weight: 600; white-space: nowrap; }
.data tr:first-child > * { border-top: 0; }
pre { margin: 0; padding: 14px 16px; border-radius: 10px; background: var(--ground); white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, "SF Mono", "D2Coding", monospace; }
details { margin-top: 16px; } summary { cursor: pointer; color: var(--muted); } details table { margin-top: 10px; }
.chart { margin: 28px 0 0; max-width: 960px; } .chart svg { display: block; width: 100%; height: auto; }
.chart .grid { stroke: var(--line); fill: none; } .chart .tick { fill: var(--muted); font-size: 12px; }
.chart .line { fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.p50 { color: var(--accent); } .p95 { color: var(--slow); stroke-dasharray: 1 4; }
figcaption { color: var(--muted); font-size: 13px; } figcaption .key { margin-left: 12px; } figcaption .key:first-child { margin-left: 0; }
@media (max-width: 900px) {
  .board thead { display: none; } .board, .board tbody, .board tr, .board td { display: block; }
  .board tr.check { padding: 14px 0; border-top: 1px solid var(--line); } .board td, .board td.state { width: auto; padding: 4px 20px; border: 0; }
  .board tr.group th { display: block; } .answers div { grid-template-columns: 1fr; gap: 0; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
`;
