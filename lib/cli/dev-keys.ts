/** What the keys of `bongsu dev` do: run now, show what fails, preview an alert, open the page. */
import { renderTable, type TableRow } from "../core/messages/run-table.ts";
import type { Config } from "../core/model/check.ts";
import { previewPath } from "../core/render/links.ts";
import { stateSentence } from "../core/render/state-sentence.ts";
import type { CheckView } from "../core/render/view.ts";
import { systemClock } from "../core/time/clock.ts";
import type { Engine } from "./dev-engine.ts";
import { devLine } from "./dev-line.ts";
import type { KeyActions } from "./keyboard.ts";
import { openInBrowser } from "./open-in-browser.ts";
import { exampleMessages, previewText } from "./preview.ts";
import { terminalStyle } from "./terminal-style.ts";

export const KEYS_LINE = "r run now   f failing now   p alert preview   o open   q quit";

export interface DevKeysOptions {
  /** What runs at this moment; nothing while the configuration is wrong. */
  readonly running: () => { readonly engine: Engine; readonly config: Config } | undefined;
  readonly pageUrl: string;
  readonly write: (text: string) => void;
  /** How wide lines may be now. */
  readonly columns?: (() => number) | undefined;
  readonly quit: () => void;
}

export function devKeys(options: DevKeysOptions): KeyActions {
  const { pageUrl, quit, running, write } = options;
  const withEngine = (act: (engine: Engine, config: Config) => void) => () => {
    const now = running();
    if (now === undefined || now.config.checks.length === 0)
      write(`\n${devLine({ label: "keys", sentence: "No check runs here." })}`);
    else act(now.engine, now.config);
  };
  const rounds = new Set<Engine>();
  return {
    r: withEngine((engine, { checks }) => {
      if (!rounds.has(engine)) void runAll(engine, { checks, rounds, ...options });
    }),
    f: withEngine(({ board }) => write(`\n${failingNow(board.views(), stateSentence(board.board().counts)).join("\n")}\n`)),
    p: withEngine((engine, config) => write(`\n${alertPreview(engine, config, options)}`)),
    o: () => openInBrowser(pageUrl, (sentence) => write(`\n ~ ${sentence}\n`)),
    q: quit,
  };
}

interface Round extends DevKeysOptions, Pick<Config, "checks"> {
  /** Engines that are at it: who is impatient is not told twice. */
  readonly rounds: Set<Engine>;
}

async function runAll(engine: Engine, { checks, columns, rounds, running, write }: Round): Promise<void> {
  const startedMs = systemClock.monotonicMs();
  rounds.add(engine);
  write(`\n${devLine({ label: "run", sentence: checks.length === 1 ? "the one check, now" : `${checks.length} checks, now` })}`);
  await engine.runNow(checks.map(({ id }) => id));
  rounds.delete(engine);
  if (running()?.engine !== engine) return;
  const seconds = ((systemClock.monotonicMs() - startedMs) / 1_000).toFixed(1);
  const sentence = `results in ${seconds} s: ${stateSentence(engine.board.board().counts)}`;
  write(devLine({ label: "run", sentence }, columns?.()));
}

const FAILING_SHOWN_MAX = 50;
const TABLE_STATES = { down: "down", slow: "slow", none: "silent" } as const;

/** The table of `bongsu run`, of those alone that are not fine. */
function failingNow(views: readonly CheckView[], sentence: string): string[] {
  const rows = views.flatMap(rowOf);
  if (rows.length === 0) return [` ${sentence}`];
  const more = rows.length - FAILING_SHOWN_MAX;
  const table = renderTable(rows.slice(0, FAILING_SHOWN_MAX), terminalStyle({ hasColor: false }, false));
  return [` ${sentence}`, "", ...table, ...(more > 0 ? [`   and ${more} more, on the page`] : [])];
}

/** Of which nothing is known because it has not run yet, nothing is told. */
function rowOf({ check: { id }, latest, reason: note, state }: CheckView): TableRow[] {
  if (state === "up" || latest === undefined) return [];
  return [{ id, state: TABLE_STATES[state], run: latest, ...(note !== "" && { note }) }];
}

/** Of the worst check: what its owner would be told. */
function alertPreview({ board }: Engine, config: Config, { columns, pageUrl }: DevKeysOptions): string {
  const view = board.board().worst ?? board.views()[0];
  if (view === undefined) return "";
  const { check, state } = view;
  const as = [state === "slow" ? ("slow" as const) : ("down" as const)];
  const messages = exampleMessages(check, config, { as, channels: ["email", "sms"] });
  const rest = devLine(
    { label: "more", sentence: `Slack, recovery and digest: ${pageUrl}${previewPath(check.id)}` },
    columns?.(),
  );
  return `${previewText(messages, check)}\n${rest}`;
}
