/** Everything of `bongsu dev` that belongs to one configuration: its board, its runs, its alarms. Another one gets another engine. */
import { createThreadDumper } from "../core/analysis/thread-dumper.ts";
import type { Config } from "../core/model/check.ts";
import { createResolver } from "../core/net/system-resolver.ts";
import { stateSentence } from "../core/render/state-sentence.ts";
import { startLoopLagMeter } from "../core/run/loop-lag.ts";
import { runCheck } from "../core/run/run-check.ts";
import { systemClock } from "../core/time/clock.ts";
import { LiveBoard } from "../local/live-board.ts";
import { RunRequests } from "../local/page-run-requests.ts";
import type { Store } from "../local/store.ts";
import { inRealTime } from "../local/tour/fast-time.ts";
import { LOCATION, watch } from "../local/watch.ts";
import { devLine } from "./dev-line.ts";
import type { Source } from "./dev-source.ts";
import { createLocalSecrets } from "./local-secrets.ts";

export interface EngineOptions extends Pick<Source, "name" | "clock" | "speed" | "measuringClock" | "signer"> {
  readonly config: Config;
  readonly store: Store;
  readonly write: (text: string) => void;
  /** How wide lines may be, whenever one is written. Default 80. */
  readonly columns?: (() => number) | undefined;
}

export interface Engine {
  readonly board: LiveBoard;
  /** Runs these checks beside their schedule; resolves when they have ended. */
  readonly runNow: (checks: readonly string[]) => Promise<void>;
  /** Resolves when every run has ended; rejects only for a fault of ours. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** The summary of the first round waits no longer than this for the slowest check. */
const FIRST_ROUND_MS = 3_000;

export function startEngine(options: EngineOptions): Engine {
  const { clock, config, store } = options;
  const board = new LiveBoard({ config, store, clock });
  const requests = new RunRequests();
  const end = new AbortController();
  const ended = run({ ...options, board, requests, signal: end.signal });
  const stop = () => {
    end.abort();
    return ended;
  };
  return { board, runNow: (ids) => requests.ask(ids), ended, stop };
}

interface Running extends EngineOptions {
  readonly board: LiveBoard;
  readonly requests: RunRequests;
  readonly signal: AbortSignal;
}

async function run(running: Running): Promise<void> {
  const { board, clock, columns, config, measuringClock, requests, signal, signer, speed, store, write } = running;
  const resolver = createResolver();
  const loopLag = startLoopLagMeter();
  const ports = { secrets: createLocalSecrets(), signer, resolver, loopLag };
  const base = { location: LOCATION, clock: measuringClock, ...ports };
  const firstRound = summariseFirstRound(running);
  try {
    await watch({
      ...{ config, store, board, requests, signal, clock, speed, columns },
      run: (check, cancel) => runCheck(inRealTime(check, speed), { ...base, cancel }),
      dumper: createThreadDumper({ ...base, cancel: signal }),
      onOutcome: ({ check }) => firstRound.note(check),
      tell: (lines) => write(`\n${lines.join("\n")}\n`),
      onProblem: (sentence) => write(`\n ~ ${sentence}\n`),
    });
  } finally {
    firstRound.cancel();
    loopLag.stop();
    resolver.close();
  }
}

/** Says once how the first round went: when every check has a result, or after a moment with what is there. */
function summariseFirstRound({ board, columns, config: { checks }, name, write }: Running): {
  note(check: string): void;
  cancel(): void;
} {
  const waiting = new Set(checks.map(({ id }) => id));
  const startedMs = systemClock.monotonicMs();
  let isSaid = false;
  const say = () => {
    if (isSaid) return;
    isSaid = true;
    clearTimeout(timer);
    const seconds = ((systemClock.monotonicMs() - startedMs) / 1_000).toFixed(1);
    const sentence = `${checks.length} from ${name}, first results in ${seconds} s: ${stateSentence(board.board().counts)}`;
    write(devLine({ label: "checks", sentence }, columns?.()));
  };
  const timer = setTimeout(say, FIRST_ROUND_MS);
  const note = (check: string) => {
    waiting.delete(check);
    if (waiting.size === 0) say();
  };
  return { note, cancel: () => clearTimeout(timer) };
}
