/** What an open page must change to be up to date again: drawn fragments by element id, and the order of its rows. */
import { boardOrder } from "../core/render/board.ts";
import { checkDetails } from "../core/render/check-details.ts";
import { checkRow } from "../core/render/check-row.ts";
import type { Html } from "../core/render/html.ts";
import { favicon } from "../core/render/page.ts";
import { tabTitle } from "../core/render/state-badge.ts";
import { headline } from "../core/render/state-sentence.ts";
import { type BoardView, type CheckView, countStates, elementId, type PageContext } from "../core/render/view.ts";
import type { LiveBoard } from "./live-board.ts";

/** `board`: the list of all checks; otherwise the page of one check. */
export type PageName = { readonly board: true } | { readonly check: string };

export interface PageUpdate {
  readonly title: string;
  readonly icon: string;
  readonly parts: Readonly<Record<string, string>>;
  /** Parent element and its children, in order. */
  readonly order: readonly (readonly [string, readonly string[]])[];
}

const drawnRows = new WeakMap<CheckView, Html>();

/** A row is drawn once for each view, however many pages are open. */
export function drawRow(view: CheckView, context: PageContext): Html {
  const drawn = drawnRows.get(view) ?? checkRow(view, context);
  drawnRows.set(view, drawn);
  return drawn;
}

/** `sinceVersion`: of the board, as the page shows it now. */
export function buildUpdate(
  board: LiveBoard,
  options: { page: PageName; sinceVersion: number; context: PageContext },
): PageUpdate {
  const { page, context } = options;
  const changed = board.changedSince(options.sinceVersion);
  if ("board" in page) return boardUpdate(board, { changed, context });
  const details = changed.includes(page.check) ? board.details(page.check) : undefined;
  const parts: Record<string, string> = details === undefined ? {} : { details: checkDetails(details, context).toString() };
  return { ...tab(countStates(board.views())), parts, order: [] };
}

function boardUpdate(board: LiveBoard, { changed, context }: { changed: readonly string[]; context: PageContext }): PageUpdate {
  const view = board.board();
  const rows = changed.flatMap((id) => board.view(id) ?? []);
  const drawn = rows.map((row) => [elementId("row", row.check.id), drawRow(row, context).toString()] as const);
  const parts = Object.fromEntries([["headline", headline(view, context.timezone).toString()], ...drawn]);
  return { ...tab(view.counts), parts, order: boardOrder(view) };
}

function tab(counts: BoardView["counts"]): Pick<PageUpdate, "title" | "icon"> {
  return { title: tabTitle(counts), icon: favicon(counts) };
}
