/** `bongsu dev`: watches from this computer until Ctrl-C, with a live page and alarm messages in the terminal. */
import { isDeepStrictEqual } from "node:util";
import { systemClock } from "../core/time/clock.ts";
import { LiveBoard } from "../local/live-board.ts";
import type { Site } from "../local/page-reader.ts";
import { type PageServer, startPageServer } from "../local/page-server.ts";
import { openStore, type Store } from "../local/store.ts";
import { type Engine, startEngine } from "./dev-engine.ts";
import { type DevKeysOptions, devKeys, KEYS_LINE } from "./dev-keys.ts";
import { devLine } from "./dev-line.ts";
import type { GoodReading, Reading } from "./dev-reading.ts";
import { openSource, type Source } from "./dev-source.ts";
import { ExitCode } from "./exit-code.ts";
import { type Keyboard, listenToKeys } from "./keyboard.ts";
import { tryAddress } from "./try-address.ts";

export interface DevOptions {
  /** Without it `checks.yaml`, and where that is missing too, the tour. */
  readonly config?: string;
  /** The page's port; the next free one is taken where it is in use, and 0 takes any. */
  readonly port: number;
  /** Folder of the history. */
  readonly data: string;
  /** Ours, for the first line. */
  readonly version: string;
  /** Whether somebody sits at this terminal: then a configuration that is wrong at the start is waited for. Default false. */
  readonly isAttended?: boolean;
  readonly write: (text: string) => void;
  /** How wide lines may be, whenever one is written. Default 80. */
  readonly columns?: () => number;
  /** Keys of whoever sits at this terminal. */
  readonly keyboard?: Keyboard;
  /** Ends the watch. */
  readonly signal: AbortSignal;
}

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
  const opened = openStore({ ...(source.isOwn && { folder: data }), onProblem: (sentence) => write(`\n ~ ${sentence}\n`) });
  if ("problem" in opened) return complain(opened.problem, write);
  const { store } = opened;
  try {
    return await serveAndWatch(source, { ...context, store });
  } finally {
    store.close();
  }
}

interface Rooms extends WatchContext {
  readonly store: Store;
}

async function serveAndWatch(source: Source, rooms: Rooms): Promise<number> {
  const { port, store, write } = rooms;
  const blank = blankBoard(source, store);
  const site = siteOf(source, { board: blank, reading: source.reading, running: undefined });
  const page = await startPageServer({ ...site, clock: source.measuringClock, port });
  if ("problem" in page) return complain(page.problem, write);
  greet(page, { ...rooms, source });
  try {
    return await followReadings(source, { ...rooms, page, blank });
  } finally {
    await page.close();
  }
}

interface Follower extends Rooms {
  readonly page: PageServer;
  /** Shown as long as there was no configuration that could be used. */
  readonly blank: LiveBoard;
}

const NOTHING_RUNS = "nothing runs until this is right";
const OTHERS_RUN = "the checks that ran before keep running";

interface Running {
  readonly engine: Engine;
  readonly reading: GoodReading;
}

/** What can be used takes the place of what ran before; what cannot is shown, and changes nothing. */
async function followReadings(source: Source, { blank, page, ...rooms }: Follower): Promise<number> {
  let running: Running | undefined;
  let reading: Reading | undefined = source.reading;
  const stopKeys = watchKeys(() => running && { engine: running.engine, config: running.reading.config }, { ...rooms, page });
  try {
    while (reading !== undefined) {
      if ("config" in reading) running = await runInstead(running, reading, { ...rooms, source });
      else rooms.write(`\n${reading.problems.join("\n\n")}\n\n  ${running === undefined ? NOTHING_RUNS : OTHERS_RUN}\n`);
      page.show(siteOf(source, { running, reading, board: running?.engine.board ?? blank }));
      reading = await nextReading(source, { running, signal: rooms.signal });
    }
  } finally {
    stopKeys();
    await running?.engine.stop();
  }
  return running === undefined ? ExitCode.configurationWrong : ExitCode.allGood;
}

/** Returns what ends it. */
function watchKeys(running: DevKeysOptions["running"], { columns, keyboard, page, write }: Omit<Follower, "blank">): () => void {
  if (keyboard === undefined) return () => undefined;
  const { quit } = keyboard;
  return listenToKeys(keyboard, devKeys({ running, pageUrl: page.url, write, columns, quit }));
}

async function runInstead(
  before: Running | undefined,
  reading: GoodReading,
  { columns, source, store, write }: Rooms & { readonly source: Source },
): Promise<Running> {
  if (before !== undefined) {
    if (isDeepStrictEqual(before.reading, reading)) return before;
    write(`\n  ${source.name} has changed\n`);
    await before.engine.stop();
  }
  for (const note of reading.notes) write(devLine(note, columns?.()));
  return { reading, engine: startEngine({ ...source, store, write, columns, config: reading.config }) };
}

/** A fault of ours in what runs ends the watch. */
async function nextReading(
  source: Source,
  { running, signal }: { readonly running: Running | undefined; readonly signal: AbortSignal },
): Promise<Reading | undefined> {
  const faults = running === undefined ? [] : [running.engine.ended.then(() => undefined)];
  return await Promise.race([source.next(signal), ...faults]);
}

interface Showing {
  readonly board: LiveBoard;
  readonly reading: Reading;
  readonly running: Running | undefined;
}

function siteOf(source: Source, { board, reading, running }: Showing): Site {
  const { checks, name: deployment, timezone } = board.config;
  const note = running?.reading.notes.find(({ isOnPage }) => isOnPage)?.sentence;
  const hasChecks = checks.length > 0;
  return {
    board,
    context: { deployment, timezone, ...(note !== undefined && { note }) },
    ...(running !== undefined && hasChecks && { runNow: running.engine.runNow }),
    ...("problems" in reading && { broken: { file: source.name, problems: reading.problems, hasChecks } }),
    ...(!(source.isOwn && hasChecks) && { tryAddress }),
  };
}

/** Before there are any checks. */
function blankBoard({ clock, name }: Source, store: Store): LiveBoard {
  const { timeZone: timezone } = Intl.DateTimeFormat().resolvedOptions();
  return new LiveBoard({ config: { name, timezone, language: "en", contacts: [], operators: [], checks: [] }, store, clock });
}

function greet({ port, url }: PageServer, rooms: Rooms & { source: Source }): void {
  const { columns, data, keyboard, port: wished, source, startedMs, version, write } = rooms;
  const seconds = ((systemClock.monotonicMs() - startedMs) / 1_000).toFixed(1);
  const isOther = wished !== 0 && port !== wished;
  const lines = [
    { label: "page", sentence: `${url}${isOther ? `  (port ${wished} is taken)` : ""}` },
    { label: "data", sentence: source.isOwn ? `${data}  (embedded, this machine only)` : "in memory, forgotten at the end" },
    ...(keyboard === undefined ? [] : [{ label: "keys", sentence: KEYS_LINE }]),
  ];
  write(`bongsu ${version}  ready in ${seconds} s, no AWS account used\n`);
  for (const line of lines) write(devLine(line, columns?.()));
}

function complain(problem: string, write: (text: string) => void): number {
  write(`${problem}\n`);
  return ExitCode.couldNotRun;
}
