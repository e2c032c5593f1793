/** The list of all checks by group, worst first: a plain table a group, readable without style or script. */
import { formatMoment } from "../messages/moment.ts";
import { safeStory } from "../messages/safe-story.ts";
import { headlineOf } from "../messages/story/headline.ts";
import { wordingOf } from "../messages/story/wording.ts";
import type { Story } from "../model/story.ts";
import { type BrokenConfig, brokenConfig } from "./broken-config.ts";
import { checkRow } from "./check-row.ts";
import { type Html, html } from "./html.ts";
import { checkPath, pageLink } from "./links.ts";
import { pageTexts } from "./page-texts.ts";
import { STATE_ICONS } from "./state-badge.ts";
import { countedStates, headline } from "./state-sentence.ts";
import { tryForm } from "./try-form.ts";
import { type BoardView, countStates, type DrawContext, elementId, type GroupView, SHOWN_STATES } from "./view.ts";

export interface BoardOptions extends DrawContext {
  /** Drawn rows, where the caller keeps them. */
  readonly row?: (view: GroupView["checks"][number]) => Html;
  /** The configuration as it is written now, where it cannot be used. */
  readonly broken?: BrokenConfig;
  /** Whether addresses can be tried that are no checks. */
  readonly canTry?: boolean;
}

export function boardBody(board: BoardView, options: BoardOptions): Html {
  const { broken, canTry } = options;
  return html`${broken !== undefined && brokenConfig(broken, options)}${headline(board, options)}${canTry && tryForm(options)}${incidentList(board, options)}${toolbar(board, options)}
<div id="board">${board.groups.map((group) => groupTable(group, options))}</div>
${board.groups.length > 0 && legend(options)}`;
}

export function incidentList({ incidents = [] }: BoardView, context: DrawContext): Html {
  const title = html`<h2>${pageTexts(context.language).board.incidents}</h2>`;
  const items = incidents.map((story) => incidentItem(safeStory(story), context));
  return html`<section id="incidents"${items.length === 0 && html` hidden`}>${title}<ul>${items}</ul></section>`;
}

function incidentItem(story: Story, context: DrawContext): Html {
  const { language, timezone } = context;
  const said = headlineOf(story, wordingOf(story, language));
  const since = formatMoment(story.sinceEpochMs, { timezone, language });
  const check = story.lead?.id;
  const shown =
    check === undefined
      ? html`<bdi>${said}</bdi>`
      : html`<a class="open" href="${pageLink(checkPath(check), context)}"><bdi>${said}</bdi></a>`;
  return html`<li>${shown} <span class="muted">${since} · ${story.incident}</span></li>`;
}

/** Only a script can make use of it. */
function toolbar({ groups }: BoardView, { language }: DrawContext): Html {
  const { failingOnly, find } = pageTexts(language).board;
  return html`<div class="toolbar needs-script"${groups.length === 0 && html` hidden`}><label><span class="quiet">${find}</span><input id="find" type="search" placeholder="${find}" autocomplete="off" spellcheck="false"></label><label><input id="failing" type="checkbox"> ${failingOnly}</label><span id="shown" class="muted" role="status"></span></div>`;
}

function groupTable({ group, checks }: GroupView, options: BoardOptions): Html {
  const row = options.row ?? ((view) => checkRow(view, options));
  const { columns } = pageTexts(options.language).board;
  const heads = [columns.state, columns.check, columns.history, columns.usual, columns.last, columns.next];
  return html`<details class="group" id="${elementId("group", group)}" open>${groupSummary({ group, checks }, options)}
<table aria-label="${nameOf(group, options)}"><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody id="${elementId("rows", group)}">${checks.map(row)}</tbody></table></details>`;
}

/** Name and what is in it: enough to read when it is folded. */
export function groupSummary({ group, checks }: GroupView, context: DrawContext): Html {
  return html`<summary id="${elementId("summary", group)}"><strong>${nameOf(group, context)}</strong> <span class="muted">${countedStates(countStates(checks), context.language)}</span></summary>`;
}

function nameOf(group: string, { language }: DrawContext): string {
  return group === "" ? pageTexts(language).board.noGroup : group;
}

function legend({ language }: DrawContext): Html {
  const { board, states } = pageTexts(language);
  const words = SHOWN_STATES.toReversed().map((state) => html`<span>${STATE_ICONS[state]} ${states[state]}</span>`);
  return html`<p class="legend">${words}<span>${board.legend}</span></p>`;
}

/** Every parent element and its children in order, for a page that must be sorted anew. */
export function boardOrder({ groups }: BoardView): [string, string[]][] {
  const rows = groups.map(({ group, checks }): [string, string[]] => [
    elementId("rows", group),
    checks.map(({ check }) => elementId("row", check.id)),
  ]);
  return [["board", groups.map(({ group }) => elementId("group", group))], ...rows];
}
