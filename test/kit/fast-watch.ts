/** The whole engine of this computer over real processes, in a time that passes faster: schedule, store, alarms, analyst. */
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import { createThreadDumper } from "../../lib/core/analysis/thread-dumper.ts";
import type { Config } from "../../lib/core/model/check.ts";
import type { Outcome } from "../../lib/core/model/outcome.ts";
import type { Story } from "../../lib/core/model/story.ts";
import { createResolver } from "../../lib/core/net/system-resolver.ts";
import type { RequestSigner } from "../../lib/core/ports.ts";
import { runCheck } from "../../lib/core/run/run-check.ts";
import { environmentSecrets } from "../../lib/core/run/secrets.ts";
import { createFastClock, createMeasuringClock, type FastTime } from "../../lib/core/time/fast-clock.ts";
import { LiveBoard } from "../../lib/local/live-board.ts";
import { openStore, type Store } from "../../lib/local/store.ts";
import { inRealTime, signInFastTime } from "../../lib/local/tour/fast-time.ts";
import { LOCATION, watch } from "../../lib/local/watch.ts";

/** An alarm that changed its state. */
export interface Moved {
  readonly check: string;
  readonly topic: string;
  readonly to: string;
  readonly atEpochMs: number;
}

/** A message as people read it, an answer a line. */
export interface Told {
  readonly story: Story;
  readonly text: string;
}

export interface FastWatch extends AsyncDisposable {
  readonly store: Store;
  /** What the page shows. */
  readonly board: LiveBoard;
  readonly moved: readonly Moved[];
  readonly told: readonly Told[];
  /** Outcomes of a check, oldest first. */
  outcomes(check: string): readonly Outcome[];
  latest(check: string): Outcome | undefined;
  /** What the alarms of a check did, as `down ALARM`. */
  movesOf(check: string): string[];
  /** Messages about a check, as `down` or `resolved`. */
  toldOf(check: string): string[];
  /** Resolves when the condition holds; fails with what was told so far when it does not within this real time. */
  until(what: string, condition: () => boolean, withinMs?: number): Promise<void>;
}

export interface FastWatchOptions {
  readonly config: Config;
  readonly time: FastTime;
  readonly signer?: RequestSigner;
  /** What is known of days before, written before the watch begins. */
  readonly fill?: (store: Store) => void;
}

const WITHIN_MS = 30_000;
const UNWRAPPED_COLUMNS = 10_000;
/** Before each line: the sign of the headline, or nothing. */
const MARGIN_COLUMNS = 3;
const LOOK_EVERY_MS = 25;

/** A moment at which the fast clock shows an hour of a day. */
export function fastTimeFrom(shownEpochMs: number, speed: number): FastTime {
  return { realEpochMs: Date.now(), shownEpochMs, speed };
}

export function startFastWatch({ config, time, signer, fill }: FastWatchOptions): FastWatch {
  const opened = openStore({ onProblem: (sentence) => expect.unreachable(sentence) });
  if ("problem" in opened) throw new Error(opened.problem);
  const { store } = opened;
  fill?.(store);
  const clock = createFastClock(time);
  const board = new LiveBoard({ config, store, clock });
  const stop = new AbortController();
  const outcomes: Outcome[] = [];
  const moved: Moved[] = [];
  const told: Told[] = [];
  const base = probing(time, { ...(signer !== undefined && { signer }) });
  const ended = watch({
    ...{ config, store, board, clock, speed: time.speed, signal: stop.signal },
    run: (check, cancel) => runCheck(inRealTime(check, time.speed), { ...base, cancel }),
    dumper: createThreadDumper({ ...base, cancel: stop.signal }),
    onOutcome: (outcome) => outcomes.push(outcome),
    onTransition: ({ alarm, from, to, atEpochMs }) => {
      if (from === "ALARM" || to === "ALARM") moved.push({ check: alarm.check ?? "", topic: alarm.topic, to, atEpochMs });
    },
    columns: () => UNWRAPPED_COLUMNS,
    tell: (lines, story) => told.push({ story, text: lines.map((line) => line.slice(MARGIN_COLUMNS)).join("\n") }),
    onProblem: (sentence) => expect.unreachable(sentence),
  });
  const movesOf = (check: string) => moved.filter((one) => one.check === check).map(({ topic, to }) => `${topic} ${to}`);
  const toldOf = (check: string) => told.filter(({ story }) => story.lead?.id === check).map(({ story }) => story.type);
  return {
    store,
    board,
    moved,
    told,
    movesOf,
    toldOf,
    outcomes: (check) => outcomes.filter((outcome) => outcome.check === check),
    latest: (check) => outcomes.findLast((outcome) => outcome.check === check),
    until: (what, condition, withinMs = WITHIN_MS) =>
      waitUntil(condition, { withinMs, complain: () => complaint(what, told, outcomes) }),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await ended;
      base.resolver.close();
      store.close();
    },
  };
}

function probing(time: FastTime, { signer }: Pick<FastWatchOptions, "signer">) {
  const ports = {
    secrets: environmentSecrets,
    resolver: createResolver(),
    ...(signer !== undefined && { signer: signInFastTime(signer, time) }),
  };
  return { location: LOCATION, clock: createMeasuringClock(time), ...ports };
}

async function waitUntil(condition: () => boolean, { withinMs, complain }: { withinMs: number; complain: () => string }) {
  const endMs = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > endMs) throw new Error(complain());
    await delay(LOOK_EVERY_MS);
  }
}

function complaint(what: string, told: readonly Told[], outcomes: readonly Outcome[]): string {
  const latest = [...Map.groupBy(outcomes, ({ check }) => check)].map(
    ([check, ofCheck]) => `${check}: ${ofCheck.length} runs, ${ofCheck.at(-1)?.status} ${ofCheck.at(-1)?.failure?.message ?? ""}`,
  );
  return [`never came: ${what}`, ...latest, ...told.map(({ text }) => text)].join("\n");
}
