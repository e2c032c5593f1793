/** `bongsu dev`: watches from this computer until Ctrl-C, with a live page and alarm messages in the terminal. */
import { createThreadDumper } from "../core/analysis/thread-dumper.ts";
import type { Story } from "../core/model/story.ts";
import { createResolver } from "../core/net/system-resolver.ts";
import { stateSentence } from "../core/render/state-sentence.ts";
import { startLoopLagMeter } from "../core/run/loop-lag.ts";
import { runCheck } from "../core/run/run-check.ts";
import { systemClock } from "../core/time/clock.ts";
import { LiveBoard } from "../local/live-board.ts";
import { RunRequests } from "../local/page-run-requests.ts";
import { type PageServer, startPageServer } from "../local/page-server.ts";
import { openStore, type Store } from "../local/store.ts";
import { inRealTime } from "../local/tour/fast-time.ts";
import { LOCATION, watch } from "../local/watch.ts";
import { openSource, type Source } from "./dev-source.ts";
import { ExitCode } from "./exit-code.ts";
import { createLocalSecrets } from "./local-secrets.ts";

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

interface WatchContext extends DevOptions {
  readonly startedMs: number;
}

async function watchSource(source: Source, context: WatchContext): Promise<number> {
  const { data, write } = context;
  const opened = openStore({ ...(source.isKept && { folder: data }), onProblem: (sentence) => write(`\n ~ ${sentence}\n`) });
  if ("problem" in opened) return complain(opened.problem, write);
  const { store } = opened;
  try {
    const board = new LiveBoard({ config: source.config, store, clock: source.clock });
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
  const note = source.notes.find(({ isOnPage }) => isOnPage)?.sentence;
  const context = { deployment, timezone, ...(note !== undefined && { note }) };
  const requests = new RunRequests();
  const runNow = (ids: readonly string[]) => requests.ask(ids);
  const page = await startPageServer({ board, context, clock: source.measuringClock, port, runNow });
  if ("problem" in page) return complain(page.problem, rooms.write);
  greet(page, { ...rooms, source });
  try {
    await runEngine(source, { ...rooms, requests });
  } finally {
    await page.close();
  }
  return ExitCode.allGood;
}

async function runEngine(source: Source, rooms: Rooms & { requests: RunRequests }): Promise<void> {
  const { board, requests, signal, store, write } = rooms;
  const { clock, config, measuringClock, signer, speed } = source;
  const resolver = createResolver();
  const loopLag = startLoopLagMeter();
  const ports = { secrets: createLocalSecrets(), signer, resolver, loopLag };
  const base = { location: LOCATION, clock: measuringClock, ...ports };
  const firstRound = summariseFirstRound(source, rooms);
  try {
    await watch({
      ...{ config, store, board, requests, signal, clock, speed },
      run: (check, cancel) => runCheck(inRealTime(check, speed), { ...base, cancel }),
      dumper: createThreadDumper({ ...base, cancel: signal }),
      onOutcome: ({ check }) => firstRound.note(check),
      tell: (lines, story) => write(formatMessage(lines, iconOf(story))),
      onProblem: (sentence) => write(`\n ~ ${sentence}\n`),
    });
  } finally {
    firstRound.cancel();
    loopLag.stop();
    resolver.close();
  }
}

function greet({ port, url }: PageServer, rooms: Rooms & { source: Source }): void {
  const { data, port: wished, source, startedMs, version, write } = rooms;
  const seconds = ((systemClock.monotonicMs() - startedMs) / 1_000).toFixed(1);
  const isOther = wished !== 0 && port !== wished;
  write(`bongsu ${version}  ready in ${seconds} s, no AWS account used\n`);
  write(`  page   ${url}${isOther ? `  (port ${wished} is taken)` : ""}\n`);
  write(`  data   ${source.isKept ? `${data}  (embedded, this machine only)` : "in memory, forgotten at the end"}\n`);
  for (const { label, sentence } of source.notes) write(`  ${label.padEnd(6)} ${sentence}\n`);
}

/** Says once how the first round went: when every check has a result, or after a moment with what is there. */
function summariseFirstRound(
  { config: { checks }, name }: Source,
  { board, write }: Rooms,
): { note(check: string): void; cancel(): void } {
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

function iconOf({ severity, type }: Story): string {
  if (type === "resolved") return "✓";
  return severity === "critical" ? "✕" : "~";
}

function formatMessage([head = "", ...lines]: readonly string[], icon: string): string {
  return `\n ${icon} ${head}\n${lines.map((line) => `   ${line}\n`).join("")}`;
}

function complain(problem: string, write: (text: string) => void): number {
  write(`${problem}\n`);
  return ExitCode.couldNotRun;
}
