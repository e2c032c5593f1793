/** Style of the list. Rows are grids of their own, so that a browser draws only those that are in sight. */
export const boardStyles = `
#incidents { margin-top: 20px; padding: 14px 20px; border: 1px solid var(--line); border-left: 4px solid var(--down); border-radius: 10px; background: var(--card); }
#incidents h2 { margin: 0 0 6px; font-size: 15px; } #incidents ul { margin: 0; padding-left: 18px; }
#broken { margin-bottom: 24px; padding: 14px 20px; border: 1px solid var(--line); border-left: 4px solid var(--down); border-radius: 10px; background: var(--card); }
#broken h2 { margin: 0; font-size: 17px; overflow-wrap: anywhere; } #broken h2 span { color: var(--down); } #broken p { margin: 4px 0 12px; } #broken pre + pre { margin-top: 8px; }
#broken pre { white-space: pre; overflow-x: auto; overflow-wrap: normal; }
#try { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; margin-top: 20px; } #try label { font-weight: 600; } #try input { flex: 1 1 280px; max-width: 620px; }
.toolbar { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: center; margin-top: 20px; } .toolbar input[type="search"] { width: 240px; }
#board { margin-top: 16px; }
.group { margin-bottom: 14px; background: var(--card); border: 1px solid var(--line); border-radius: 14px; overflow: hidden; }
.group > summary { padding: 12px 20px; cursor: pointer; overflow-wrap: anywhere; }
.group table, .group thead, .group tbody { display: block; width: 100%; }
.group tr { display: grid; grid-template-columns: 118px minmax(200px, 1fr) minmax(200px, 28%) 176px 150px 118px; }
.group thead { border-top: 1px solid var(--line); } .group thead tr { border-left: 3px solid transparent; }
.group ~ .group thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.group th { text-align: left; font-size: 13px; font-weight: 600; color: var(--muted); padding: 8px 14px; }
.group td { padding: 12px 14px; min-width: 0; }
.group th:first-child, .group td:first-child { padding-left: 20px; }
tr.check { color: var(--text); border-top: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 81px; border-left: 3px solid transparent; transition: background-color .6s; }
tr.check.down { border-left-color: var(--down); } tr.check.slow { border-left-color: var(--slow); }
tr.check.fresh { background: color-mix(in srgb, var(--accent) 6%, transparent); }
tr.check:focus-within, tr.check[aria-current] { background: color-mix(in srgb, var(--accent) 8%, transparent); }
.name a { font-weight: 600; font-size: 16px; overflow-wrap: anywhere; }
.name .id { display: block; overflow-wrap: anywhere; }
.response span, .time span { display: block; }
.next time { display: block; margin-bottom: 4px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 12px 4px 0; color: var(--muted); font-size: 13px; }
@media (max-width: 1000px) {
  .group thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .group tr { grid-template-columns: 118px 1fr; } tr.check { contain-intrinsic-size: auto 200px; padding: 8px 0; }
  .group td { padding: 4px 14px; } .group td:first-child { grid-column: 1; } .group .name { grid-column: 2; } .group .beats { grid-column: 1 / -1; padding-left: 20px; }
  .group .response, .group .next { padding-left: 20px; }
}
`;
