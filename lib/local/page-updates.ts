/** What an open page must change to be up to date again: drawn fragments by element id, and the order of its rows. */
import { boardOrder, groupSummary, incidentList } from "../core/render/board.ts";
import { checkRow } from "../core/render/check-row.ts";
import type { Html } from "../core/render/html.ts";
import { favicon } from "../core/render/page.ts";
import { tabTitle } from "../core/render/state-badge.ts";
import { headline } from "../core/render/state-sentence.ts";
import { type CheckView, type DrawContext, elementId } from "../core/render/view.ts";
import type { LiveBoard } from "./live-board.ts";

export interface PageUpdate {
  readonly title: string;
  readonly icon: string;
  readonly nowEpochMs: number;
  readonly parts: Readonly<Record<string, string>>;
  /** Parent element and its children, in order. */
  readonly order: readonly (readonly [string, readonly string[]])[];
}

const drawnRows = new WeakMap<CheckView, Map<string, Html>>();

/** A row is drawn once for each view and language, however many pages are open. */
export function drawRow(view: CheckView, context: DrawContext): Html {
  const ofView = drawnRows.get(view) ?? new Map<string, Html>();
  const drawn = ofView.get(context.language) ?? checkRow(view, context);
  drawnRows.set(view, ofView.set(context.language, drawn));
  return drawn;
}

export interface UpdateOptions {
  /** Of the board, as the page shows it now. */
  readonly sinceVersion: number;
  readonly context: DrawContext;
  readonly nowEpochMs: number;
}

export function buildUpdate(board: LiveBoard, { context, nowEpochMs, sinceVersion }: UpdateOptions): PageUpdate {
  const view = board.board();
  const changed = new Set(board.changedSince(sinceVersion));
  const groups = view.groups.filter(({ checks }) => checks.some(({ check }) => changed.has(check.id)));
  const rows = groups.flatMap(({ checks }) => checks.filter(({ check }) => changed.has(check.id)));
  const drawn: [string, Html][] = [
    ["headline", headline(view, context)],
    ["incidents", incidentList(view, context)],
    ...groups.map((group): [string, Html] => [elementId("summary", group.group), groupSummary(group, context)]),
    ...rows.map((row): [string, Html] => [elementId("row", row.check.id), drawRow(row, context)]),
  ];
  return {
    ...{ title: tabTitle(view.counts), icon: favicon(view.counts), nowEpochMs, order: boardOrder(view) },
    parts: Object.fromEntries(drawn.map(([id, markup]) => [id, markup.toString()])),
  };
}
