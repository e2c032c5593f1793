/** `bongsu dev`: watches from this computer until Ctrl-C, with a live page and alarm messages in the terminal. */
import { existsSync } from "node:fs";
import { formatProblem } from "../core/config/format-problem.ts";
import { loadConfigFile } from "../core/config/index.ts";
import type { Config } from "../core/model/check.ts";
import { createResolver } from "../core/net/system-resolver.ts";
import { stateSentence } from "../core/render/state-sentence.ts";
import { startLoopLagMeter } from "../core/run/loop-lag.ts";
import { runCheck } from "../core/run/run-check.ts";
import { systemClock } from "../core/time/clock.ts";
import { LiveBoard } from "../local/live-board.ts";
import { type PageServer, startPageServer } from "../local/page-server.ts";
import { openStore, type Store } from "../local/store.ts";
import { startTour } from "../local/tour.ts";
import { LOCATION, watch } from "../local/watch.ts";
import { ExitCode } from "./exit-code.ts";
import { createLocalSecrets } from "./local-secrets.ts";
import { createLocalSigner } from "./local-signer.ts";

export interface DevOptions {
  /** Without it `checks.yaml`, and where that is missing too, the tour. */
  readonly config?: string;
  /** The page's port; the next free one is taken where it is in use, and 0 takes any. */
  readonly port: number;
  /** Folder of the history. */
  readonly data: string;
  /** Ours, for the first line. */
  readonly version: string;
  readonly write: (text: string) => void;
  /** Ends the watch. */
  readonly signal: AbortSignal;
}

const DEFAULT_CONFIG = "checks.yaml";
/** The summary of the first round waits no longer than this for the slowest check. */
const FIRST_ROUND_MS = 3_000;

/** Exit code: 0 ended by the signal, 2 configuration wrong, 3 could not run. */
export async function dev(options: DevOptions): Promise<number> {
  const startedMs = systemClock.monotonicMs();
  const source = await openSource(options);
  if ("exitCode" in source) return source.exitCode;
  try {
    return await watchSource(source, { ...options, startedMs });
  } finally {
    await source.close();
  }
}

interface Source {
  readonly config: Config;
  /** Where the checks are written, for people. */
  readonly name: string;
  close(): Promise<void>;
}

async function openSource({ config, write }: DevOptions): Promise<Source | { exitCode: number }> {
  if (config === undefined && !existsSync(DEFAULT_CONFIG)) {
    const tour = await startTour(systemClock);
    return { ...tour, name: `the tour (there is no ${DEFAULT_CONFIG} here: npx bongsu init writes one)` };
  }
  const file = config ?? DEFAULT_CONFIG;
  const loaded = await loadConfigFile(file);
  if ("unreadable" in loaded) return { exitCode: complain(loaded.unreadable, write) };
  if ("problems" in loaded) {
    for (const problem of loaded.problems) write(`${formatProblem(problem, loaded.text)}\n\n`);
    return { exitCode: ExitCode.configurationWrong };
  }
  return { config: loaded.config, name: file, close: async () => undefined };
}

interface WatchContext extends DevOptions {
  readonly startedMs: number;
}

async function watchSource(source: Source, context: WatchContext): Promise<number> {
  const { data, write } = context;
  const opened = openStore({ folder: data, onProblem: (sentence) => write(`\n ~ ${sentence}\n`) });
  if ("problem" in opened) return complain(opened.problem, write);
  const { store } = opened;
  try {
    const board = new LiveBoard({ config: source.config, store, clock: systemClock });
    return await serveAndWatch(source, { ...context, store, board });
  } finally {
    store.close();
  }
}

interface Rooms extends WatchContext {
  readonly store: Store;
  readonly board: LiveBoard;
}

async function serveAndWatch(source: Source, rooms: Rooms): Promise<number> {
  const { board, port } = rooms;
  const { name: deployment, timezone } = source.config;
  const page = await startPageServer({ board, context: { deployment, timezone }, clock: systemClock, port });
  if ("problem" in page) return complain(page.problem, rooms.write);
  greet(page, rooms);
  try {
    await runEngine(source, rooms);
  } finally {
    await page.close();
  }
  return ExitCode.allGood;
}

async function runEngine({ config, name }: Source, rooms: Rooms): Promise<void> {
  const { board, signal, store, write } = rooms;
  const resolver = createResolver();
  const loopLag = startLoopLagMeter();
  const ports = { secrets: createLocalSecrets(), signer: createLocalSigner(), resolver, loopLag };
  const base = { location: LOCATION, clock: systemClock, ...ports };
  const firstRound = summariseFirstRound(config, { ...rooms, name });
  try {
    await watch({
      ...{ config, store, board, signal, clock: systemClock },
      run: (check, cancel) => runCheck(check, { ...base, cancel }),
      onOutcome: ({ check }) => firstRound.note(check),
      tell: (lines, { to }) => write(formatMessage(lines, to === "ALARM" ? "✕" : "✓")),
    });
  } finally {
    firstRound.cancel();
    loopLag.stop();
    resolver.close();
  }
}

function greet({ port, url }: PageServer, { data, port: wished, startedMs, version, write }: Rooms): void {
  const seconds = ((systemClock.monotonicMs() - startedMs) / 1_000).toFixed(1);
  const isOther = wished !== 0 && port !== wished;
  write(`bongsu ${version}  ready in ${seconds} s, no AWS account used\n`);
  write(`  page   ${url}${isOther ? `  (port ${wished} is taken)` : ""}\n`);
  write(`  data   ${data}  (embedded, this machine only)\n`);
}

/** Says once how the first round went: when every check has a result, or after a moment with what is there. */
function summariseFirstRound(
  { checks }: Config,
  context: Rooms & { name: string },
): { note(check: string): void; cancel(): void } {
  const { board, name, write } = context;
  const waiting = new Set(checks.map(({ id }) => id));
  const startedMs = systemClock.monotonicMs();
  let isSaid = false;
  const say = () => {
    if (isSaid) return;
    isSaid = true;
    clearTimeout(timer);
    const seconds = ((systemClock.monotonicMs() - startedMs) / 1_000).toFixed(1);
    write(`  checks ${checks.length} from ${name}, first results in ${seconds} s: ${stateSentence(board.board().counts)}\n`);
    if (process.stdin.isTTY) write("  keys   Ctrl-C quit\n");
  };
  const timer = setTimeout(say, FIRST_ROUND_MS);
  const note = (check: string) => {
    waiting.delete(check);
    if (waiting.size === 0) say();
  };
  return { note, cancel: () => clearTimeout(timer) };
}

function formatMessage([head = "", ...lines]: readonly string[], icon: string): string {
  return `\n ${icon} ${head}\n${lines.map((line) => `   ${line}\n`).join("")}`;
}

function complain(problem: string, write: (text: string) => void): number {
  write(`${problem}\n`);
  return ExitCode.couldNotRun;
}
