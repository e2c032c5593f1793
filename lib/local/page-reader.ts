/** For whom the page is drawn: everybody sees the same, each in the language that was asked for. */
import type { CheckId, Language } from "../core/model/check.ts";
import type { BrokenConfig } from "../core/render/broken-config.ts";
import type { DrawContext, PageContext } from "../core/render/view.ts";
import type { LiveBoard } from "./live-board.ts";
import type { TryAddress } from "./page-tried.ts";

export interface Site {
  readonly board: LiveBoard;
  readonly context: PageContext;
  /** Runs these checks at once, of none all; absent where nobody can. */
  readonly runNow?: (checks: readonly CheckId[]) => void;
  /** Where the checks have been changed so that they cannot be read; the board is still that of before. */
  readonly broken?: BrokenConfig;
  /** Runs an address that is no check, once; absent where there is no need, since there are checks. */
  readonly tryAddress?: TryAddress;
}

export function drawContext({ board, context, runNow }: Site, language: Language | undefined): DrawContext {
  const ownLanguage = board.config.language;
  return { ...context, ownLanguage, language: language ?? ownLanguage, canRun: runNow !== undefined };
}
