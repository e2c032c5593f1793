/** The style sheet of a status page: system fonts, both themes, nothing fetched from anywhere. */
import { darkPalette, lightPalette, paletteVariables } from "../render/palette.ts";

export const statusStyles = `
:root { color-scheme: light; ${paletteVariables(lightPalette, "light")} }
@media (prefers-color-scheme: dark) { :root { color-scheme: dark; ${paletteVariables(darkPalette, "dark")} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "NanumGothic", sans-serif; font-variant-numeric: tabular-nums; word-break: keep-all; overflow-wrap: anywhere; }
main { max-width: 860px; margin: 0 auto; padding: clamp(16px, 4vw, 40px) clamp(14px, 4vw, 32px) 48px; }
a { color: inherit; text-underline-offset: 3px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.up { color: var(--up); } .slow { color: var(--slow); } .down { color: var(--down); } .none { color: var(--none); }
.muted, footer, figcaption { color: var(--muted); font-size: 14px; }
header { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: baseline; }
header h1 { margin: 0; font-size: 18px; font-weight: 600; }
header nav { margin-left: auto; display: flex; gap: 14px; font-size: 14px; color: var(--muted); }
header [aria-current] { color: var(--text); font-weight: 600; text-decoration: none; }
.headline { margin: 20px 0 28px; padding: 20px 22px; background: var(--card); border: 1px solid var(--line); border-left: 6px solid currentColor; border-radius: 12px; }
.headline strong { display: block; font-size: clamp(24px, 5vw, 34px); line-height: 1.2; font-weight: 650; letter-spacing: -.01em; }
.headline span { color: var(--text); } .headline .icon { color: inherit; }
.stale, .was { display: none; } .is-stale .stale { display: block; } .is-stale .was { display: inline; } .is-stale .fresh { display: none; }
.is-stale .badge { color: var(--none); font-weight: 400; }
h2 { margin: 32px 0 10px; font-size: 16px; font-weight: 650; }
ul { list-style: none; margin: 0; padding: 0; }
.card { margin: 0 0 12px; padding: 16px 18px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.card p { margin: 0; } .phase { font-weight: 700; }
.service { display: flex; flex-wrap: wrap; gap: 2px 16px; justify-content: space-between; align-items: baseline; }
.service h3 { margin: 0; font-size: 16px; font-weight: 600; } .badge { font-size: 14px; font-weight: 700; }
figure { margin: 12px 0 0; } .bars { display: block; width: 100%; height: 34px; fill: none; }
.axis { display: flex; justify-content: space-between; }
.past li { padding: 8px 0; border-bottom: 1px solid var(--line); }
details { margin-top: 8px; font-size: 14px; } summary { cursor: pointer; color: var(--muted); }
table { border-collapse: collapse; margin-top: 6px; } th, td { text-align: left; font-weight: 400; padding: 3px 18px 3px 0; } thead th { color: var(--muted); }
footer { margin-top: 36px; } footer p { margin: 0 0 4px; }
`;
