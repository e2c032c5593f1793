/** A board with a day of history behind it, for tests of pages. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Check, Config, Language } from "../../lib/core/model/check.ts";
import type { Outcome } from "../../lib/core/model/outcome.ts";
import type { Clock } from "../../lib/core/ports.ts";
import { systemClock } from "../../lib/core/time/clock.ts";
import { LiveBoard } from "../../lib/local/live-board.ts";
import { type PageServer, startPageServer } from "../../lib/local/page-server.ts";
import { openStore, type Store } from "../../lib/local/store.ts";

export interface ServedBoard extends AsyncDisposable {
  readonly board: LiveBoard;
  readonly store: Store;
  readonly page: PageServer;
  /** Stores and shows an outcome that was due so long ago. */
  add(outcome: Outcome, agoMs?: number): void;
}

export interface BoardOptions {
  readonly language?: Language;
  readonly clock?: Clock;
  readonly runNow?: (checks: readonly string[]) => void;
  readonly statusPages?: NonNullable<Config["statusPages"]>;
}

/** `fill` runs before the board reads the store, as history of an earlier start. */
export async function serveBoard(
  checks: readonly Check[],
  fill?: (add: ServedBoard["add"]) => void,
  { clock = systemClock, language = "en", runNow, statusPages }: BoardOptions = {},
): Promise<ServedBoard> {
  const folder = mkdtempSync(path.join(tmpdir(), "bongsu-board-"));
  const opened = openStore({ folder, onProblem: fail });
  if ("problem" in opened) return fail(opened.problem);
  const { store } = opened;
  const dueOf = (outcome: Outcome, agoMs: number) => {
    const dueEpochMs = clock.epochMs() - agoMs;
    return { outcome: { ...outcome, startedAtEpochMs: dueEpochMs }, dueEpochMs };
  };
  fill?.((outcome, agoMs = 0) => store.addOutcome(dueOf(outcome, agoMs)));
  const base = { name: "acme", timezone: "Asia/Seoul", language, contacts: [], operators: [], checks };
  const config: Config = { ...base, ...(statusPages !== undefined && { statusPages }) };
  const board = new LiveBoard({ config, store, clock });
  const context = { deployment: config.name, timezone: config.timezone };
  const page = await startPageServer({ board, context, clock, port: 0, ...(runNow && { runNow }) });
  if ("problem" in page) return fail(page.problem);
  const add = (outcome: Outcome, agoMs = 0) => {
    store.addOutcome(dueOf(outcome, agoMs));
    board.record(dueOf(outcome, agoMs));
  };
  const dispose = async () => {
    await page.close();
    store.close();
    rmSync(folder, { recursive: true });
  };
  return { board, store, page, add, [Symbol.asyncDispose]: dispose };
}

function fail(sentence: string): never {
  throw new Error(sentence);
}
