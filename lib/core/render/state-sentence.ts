/** The state of everything in one sentence: the largest text of the page. */
import { formatTime } from "../messages/moment.ts";
import type { Language } from "../model/check.ts";
import { type Html, html } from "./html.ts";
import { pageTexts } from "./page-texts.ts";
import { reasonInWords } from "./reason-in-words.ts";
import { type BoardView, type CheckView, type DrawContext, SHOWN_STATES, type StateCounts } from "./view.ts";

/** `1 down, 1 slow, 3 fine.` */
export function stateSentence(counts: StateCounts, language: Language = "en"): string {
  const { sentence } = pageTexts(language);
  const total = counts.down + counts.slow + counts.none + counts.up;
  if (total === 0) return sentence.nothing;
  return counts.up === total ? sentence.allFine(total) : `${countedStates(counts, language)}.`;
}

/** `1 down, 3 fine`: only states that occur. */
export function countedStates(counts: StateCounts, language: Language): string {
  const { counted } = pageTexts(language).sentence;
  return SHOWN_STATES.flatMap((state) => (counts[state] > 0 ? counted[state](counts[state]) : [])).join(", ");
}

export function headline(board: BoardView, context: DrawContext): Html {
  const said = [stateSentence(board.counts, context.language), ...warningCount(board, context.language)].join(" ");
  return html`<header id="headline"><h1>${said}</h1>${board.worst !== undefined && worstLine(board.worst, context)}</header>`;
}

function warningCount({ groups }: BoardView, language: Language): string[] {
  const count = groups.flatMap(({ checks }) => checks).filter(({ warning }) => warning !== undefined).length;
  return count === 0 ? [] : [pageTexts(language).sentence.warnings(count)];
}

function worstLine(view: CheckView, context: DrawContext): Html {
  const { check, sinceEpochMs } = view;
  const { sentence } = pageTexts(context.language);
  const started = sinceEpochMs === undefined ? [] : [sentence.started(formatTime(sinceEpochMs, context.timezone))];
  return html`<p class="worst"><bdi>${check.title}</bdi>: ${[reasonInWords(view, context), ...started].join(", ")}.</p>`;
}
