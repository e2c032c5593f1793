/** The list of all checks by group, worst first: one table, readable without style or script. */
import { checkRow } from "./check-row.ts";
import { type Html, html } from "./html.ts";
import { headline } from "./state-sentence.ts";
import { type BoardView, elementId, type GroupView, type PageContext } from "./view.ts";

/** `row`: drawn rows, where the caller keeps them. */
export function boardBody(board: BoardView, context: PageContext & { row?: (view: GroupView["checks"][number]) => Html }): Html {
  const row = context.row ?? ((view) => checkRow(view, context));
  return html`${headline(board, context.timezone)}
<table class="board" id="board">
<thead><tr><th scope="col">State</th><th scope="col">Check</th><th scope="col">History</th><th scope="col">Usual answer</th><th scope="col">Last run</th></tr></thead>
${board.groups.map(({ group, checks }) => html`<tbody id="${groupElementId(group)}">${groupHeading(group)}${checks.map(row)}</tbody>`)}
</table>
<p class="legend"><span>● OK</span><span>◐ SLOW</span><span>✕ DOWN</span><span>○ NO DATA</span><span>In the history a full bar is down, a broken one slow, a short one fine, a dot no data.</span></p>`;
}

function groupElementId(group: string): string {
  return elementId("group", group);
}

function groupHeading(group: string): Html | undefined {
  return group === "" ? undefined : html`<tr class="group"><th colspan="5" scope="rowgroup">${group}</th></tr>`;
}

/** Every parent element and its children in order, for a page that must be sorted anew. */
export function boardOrder({ groups }: BoardView): [string, string[]][] {
  const rows = groups.map(({ group, checks }): [string, string[]] => [
    groupElementId(group),
    checks.map(({ check }) => elementId("row", check.id)),
  ]);
  return [["board", groups.map(({ group }) => groupElementId(group))], ...rows];
}
