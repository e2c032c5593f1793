/** The state of everything in one sentence: the largest text of the page. */
import { formatLocalTime } from "../messages/local-time.ts";
import { type Html, html } from "./html.ts";
import type { BoardView, CheckView, StateCounts } from "./view.ts";

/** `1 down, 1 slow, 3 fine.` */
export function stateSentence(counts: StateCounts): string {
  const total = counts.down + counts.slow + counts.none + counts.up;
  if (total === 0) return "Nothing is checked yet.";
  if (counts.up === total) return total === 1 ? "The one check is fine." : `All ${total} checks are fine.`;
  const words = { down: "down", slow: "slow", none: "without data", up: "fine" } as const;
  const parts = (["down", "slow", "none", "up"] as const).flatMap((state) =>
    counts[state] > 0 ? `${counts[state]} ${words[state]}` : [],
  );
  return `${parts.join(", ")}.`;
}

export function headline(board: BoardView, timezone: string): Html {
  return html`<header id="headline"><h1>${stateSentence(board.counts)}</h1>${board.worst !== undefined && worstLine(board.worst, timezone)}</header>`;
}

function worstLine({ check, reason, sinceEpochMs }: CheckView, timezone: string): Html {
  const since = sinceEpochMs === undefined ? "" : ` Since ${formatLocalTime(sinceEpochMs, timezone)}.`;
  return html`<p class="worst"><bdi>${check.title}</bdi>: ${asSentence(reason)}${since}</p>`;
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
