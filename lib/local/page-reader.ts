/** For whom the page is drawn: everybody sees the same, each in the language that was asked for. */
import type { CheckId, Language } from "../core/model/check.ts";
import type { DrawContext, PageContext } from "../core/render/view.ts";
import type { LiveBoard } from "./live-board.ts";

export interface Site {
  readonly board: LiveBoard;
  readonly context: PageContext;
  /** Runs these checks at once, of none all; absent where nobody can. */
  readonly runNow?: (checks: readonly CheckId[]) => void;
}

export function drawContext({ board, context, runNow }: Site, language: Language | undefined): DrawContext {
  const ownLanguage = board.config.language;
  return { ...context, ownLanguage, language: language ?? ownLanguage, canRun: runNow !== undefined };
}
