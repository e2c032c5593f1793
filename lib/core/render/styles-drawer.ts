/** Style of what is shown beside the list: one check, or a preview of its alert. */
export const drawerStyles = `
#drawer { position: fixed; z-index: 1; inset: 0 0 0 auto; width: min(820px, 100%); overflow-y: auto; overscroll-behavior: contain; padding: 20px clamp(16px, 3vw, 32px) 48px; background: var(--card); border-left: 1px solid var(--line); box-shadow: -12px 0 40px rgb(0 0 0 / .18); }
#drawer .bar { display: flex; gap: 16px; align-items: center; margin: 0 0 8px; } #drawer .bar .close { margin-left: auto; }
#drawer h2 { margin: 0; font-size: 26px; line-height: 1.25; font-weight: 650; overflow-wrap: anywhere; }
#drawer .note { margin: 12px 0 0; }
#drawer h3 { margin: 0 0 8px; font-size: 16px; font-weight: 650; }
#drawer section { margin-top: 24px; overflow-x: auto; }
#drawer .run-of { margin: 28px 0 -8px; padding-top: 16px; border-top: 1px solid var(--line); }
.answers, .exchange { display: grid; gap: 10px; margin: 18px 0 0; }
.answers { padding: 16px 18px; background: var(--ground); border-radius: 12px; }
.answers div, .exchange div { display: grid; grid-template-columns: 120px minmax(0, 1fr); gap: 14px; }
.answers dt, .exchange dt { color: var(--muted); } .answers dd, .exchange dd { margin: 0; overflow-wrap: anywhere; }
.answers p { margin: 0 0 2px; } .exchange pre + pre { margin-top: 4px; } .exchange button { margin-top: 6px; }
.data { border-collapse: collapse; font-size: 14px; }
.data.wide { width: 100%; }
.data th, .data td { text-align: left; vertical-align: top; padding: 5px 20px 5px 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.data th { font-weight: 600; white-space: nowrap; }
.data thead tr > * { border-top: 0; color: var(--muted); }
.data tr.unmet td:first-child { color: var(--down); font-weight: 600; } .data tr.slow { color: inherit; } .data tr.slow td:first-child { color: var(--slow); font-weight: 600; } .data tr.held td:first-child { color: var(--up); }
#drawer details { margin-top: 10px; } #drawer summary { cursor: pointer; color: var(--muted); }
.tabs { display: flex; flex-wrap: wrap; gap: 8px; margin: 16px 0 0; }
.tabs a { padding: 5px 14px; border: 1px solid var(--muted); border-radius: 999px; text-decoration: none; }
.tabs a[aria-current] { background: var(--text); color: var(--ground); border-color: var(--text); font-weight: 600; }
@media (max-width: 600px) { .answers div, .exchange div { grid-template-columns: minmax(0, 1fr); gap: 0; } }
`;
