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

export interface SoakOptions {
  readonly runs: number;
  readonly atOnce: number;
}

/** The checks take turns until there have been so many runs in all. */
export async function soak(checks: readonly Check[], { runs, atOnce }: SoakOptions): Promise<SoakResult> {
  const cancel = new AbortController();
  const options = runOptions({ signer: anySigner, cancel: cancel.signal });
  // Loads what is loaded once, and fills what is filled once.
  await runInTurn(checks, { runs: Math.max(checks.length, 2 * atOnce), atOnce, options });
  const before = await lookWhenSteady(cancel.signal);
  const faults = await runInTurn(checks, { runs, atOnce, options });
  return { faults, grown: await settle(() => difference(look(cancel.signal), before)) };
}

/** Names of what has grown beyond its allowance. */
export function leaksIn(grown: Held): string[] {
  return Object.entries(ALLOWANCE).flatMap(([name, allowed]) => (grown[name as keyof Held] > allowed ? [name] : []));
}

interface Turns extends SoakOptions {
  readonly options: RunOptions;
}

/** Number of runs that ended in an exception of ours. */
async function runInTurn(checks: readonly Check[], { runs, atOnce, options }: Turns): Promise<number> {
  let begun = 0;
  let faults = 0;
  const lane = async () => {
    while (begun < runs) {
      const check = checks[begun++ % checks.length];
      if (check === undefined) return;
      const { failure } = await runCheck(check, options);
      if (failure?.code === "prober-fault") faults++;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return faults;
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
