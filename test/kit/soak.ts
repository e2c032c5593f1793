/** Runs checks again and again in this process, and says what it then holds that it did not hold before. */
import { getEventListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { Check } from "../../lib/core/model/check.ts";
import { type RunOptions, runCheck } from "../../lib/core/run/run-check.ts";
import { anySigner, runOptions } from "./checks.ts";
import { heapBytes, openDescriptors } from "./process-state.ts";

/** What a leak shows in. */
export interface Held {
  /** Open files and sockets. */
  readonly descriptors: number;
  /** Timers, sockets and requests that keep the event loop alive. */
  readonly resources: number;
  /** On the one signal that all runs share, and on the process. */
  readonly listeners: number;
  /** JavaScript heap and the buffers that hang on it, after garbage collection. */
  readonly heapBytes: number;
}

export interface SoakResult {
  /** Held at the end less held at the beginning. */
  readonly grown: Held;
  /** Runs that ended in an exception of ours. */
  readonly faults: number;
  /** How most runs ended, as `response-timed-out` or `up`: whether they met what they were sent to meet. */
  readonly ending: string;
}

/**
 * Files, timers and listeners: none. Heap: V8's own tables of compiled code grow by up to 1 MB, however many the runs;
 * a socket that stays costs 5 KB or more a run.
 */
export const ALLOWANCE: Held = { descriptors: 0, resources: 0, listeners: 0, heapBytes: 1_500_000 };

/** Sockets end a moment after their run, and the watchdog of a run that reached its deadline a second later. */
const SETTLING_MS = 1_500;
const SETTLING_MAX_MS = 10_000;
const LOOK_EVERY_MS = 200;
const STEADY_BYTES = 50_000;

const FAULT = "prober-fault";
const WARM_UP_SHARE = 0.1;
const TRIAL_RUNS = 50;
const TRIAL_AT_ONCE = 8;
const AT_ONCE_MIN = 5;
/** Two files a run, the server's and ours, of the 1,024 that a process may have open where nobody has said otherwise. */
const AT_ONCE_MAX = 300;
/** Of this process's time within a timeout; with the rest a busy machine does not make runs late. */
const BUSY_SHARE = 0.4;

export interface SoakOptions {
  readonly runs: number;
  readonly atOnce: number;
}

/** The checks take turns until there have been so many runs in all. */
export async function soak(checks: readonly Check[], { runs, atOnce }: SoakOptions): Promise<SoakResult> {
  const cancel = new AbortController();
  const options = runOptions({ signer: anySigner, cancel: cancel.signal });
  // Loads what is loaded once, fills what is filled once, and lets V8 compile what it will.
  await runInTurn(checks, { runs: Math.max(checks.length, 2 * atOnce, runs * WARM_UP_SHARE), atOnce, options });
  const before = await lookWhenSteady(cancel.signal);
  const endings = await runInTurn(checks, { runs, atOnce, options });
  const grown = await settle(() => difference(look(cancel.signal), before));
  return { faults: endings.get(FAULT) ?? 0, ending: mostFrequent(endings), grown };
}

/**
 * How many runs of a check at once leave every run time for what it came for: many where it waits for the server until its timeout,
 * few where it ends by itself, since then more at once would only wait for this process.
 */
export async function chooseAtOnce(check: Check): Promise<number> {
  const turns = { runs: TRIAL_RUNS, atOnce: TRIAL_AT_ONCE, options: runOptions({ signer: anySigner }) };
  await runInTurn([check], turns);
  const [startedMs, before] = [performance.now(), process.cpuUsage()];
  await runInTurn([check], turns);
  const { user, system } = process.cpuUsage(before);
  const cpuMs = (user + system) / 1_000 / TRIAL_RUNS;
  const runMs = ((performance.now() - startedMs) * TRIAL_AT_ONCE) / TRIAL_RUNS;
  const most = runMs >= check.timeoutMs ? AT_ONCE_MAX : TRIAL_AT_ONCE;
  return Math.max(AT_ONCE_MIN, Math.min(most, Math.floor((BUSY_SHARE * check.timeoutMs) / cpuMs)));
}

/** Names of what has grown beyond its allowance. */
export function leaksIn(grown: Held): string[] {
  return Object.entries(ALLOWANCE).flatMap(([name, allowed]) => (grown[name as keyof Held] > allowed ? [name] : []));
}

interface Turns extends SoakOptions {
  readonly options: RunOptions;
}

/** How many runs ended in which way. */
async function runInTurn(checks: readonly Check[], { runs, atOnce, options }: Turns): Promise<ReadonlyMap<string, number>> {
  const endings = new Map<string, number>();
  let begun = 0;
  const lane = async () => {
    while (begun < runs) {
      const check = checks[begun++ % checks.length];
      if (check === undefined) return;
      const { failure, status } = await runCheck(check, options);
      const ending = failure?.code ?? status;
      endings.set(ending, (endings.get(ending) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return endings;
}

function mostFrequent(endings: ReadonlyMap<string, number>): string {
  const [first] = [...endings].toSorted(([, one], [, other]) => other - one);
  return first?.[0] ?? "none";
}

/** The growth once it is within its allowances, or the last seen. */
async function settle(grow: () => Held): Promise<Held> {
  const endMs = performance.now() + SETTLING_MAX_MS;
  let grown = grow();
  while (leaksIn(grown).length > 0 && performance.now() < endMs) {
    await delay(LOOK_EVERY_MS);
    grown = grow();
  }
  return grown;
}

/** Once it no longer falls: garbage that hangs on garbage goes only with a later collection, and in the baseline it would hide a leak. */
async function lookWhenSteady(shared: AbortSignal): Promise<Held> {
  const endMs = performance.now() + SETTLING_MAX_MS;
  let last = look(shared);
  for (let waitMs = SETTLING_MS; performance.now() < endMs; waitMs = LOOK_EVERY_MS) {
    await delay(waitMs);
    const now = look(shared);
    if (last.heapBytes - now.heapBytes < STEADY_BYTES) return now;
    last = now;
  }
  return last;
}

function look(shared: AbortSignal): Held {
  const onProcess = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
  const bytes = heapBytes();
  const { external, arrayBuffers } = process.memoryUsage();
  return {
    descriptors: openDescriptors(),
    resources: process.getActiveResourcesInfo().length,
    listeners: onProcess + getEventListeners(shared, "abort").length,
    heapBytes: bytes + Math.max(external, arrayBuffers),
  };
}

function difference(after: Held, before: Held): Held {
  return {
    descriptors: after.descriptors - before.descriptors,
    resources: after.resources - before.resources,
    listeners: after.listeners - before.listeners,
    heapBytes: after.heapBytes - before.heapBytes,
  };
}
