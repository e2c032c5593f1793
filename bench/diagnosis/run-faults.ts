/** Plays every variant of every fault in a world of its own, and notes what the product says of it. */
import { setTimeout as delay } from "node:timers/promises";
import type { Diagnosis, Finding } from "../../lib/core/model/diagnosis.ts";
import { createSemaphore } from "../../lib/core/run/semaphore.ts";
import type { Fault, Play } from "./fault.ts";
import { falseClaims, type Mark, markOf } from "./verdict.ts";
import { World } from "./world.ts";

export interface Played {
  readonly fault: string;
  readonly isInnocent: boolean;
  readonly variant: string;
  readonly mark: Mark;
  readonly findings: readonly Finding[];
  readonly falseClaims: readonly Finding[];
  /** Messages that people were told meanwhile. */
  readonly messages: number;
  /** Lines of evidence for the first cause. */
  readonly evidenceCount: number;
  readonly tookMs: number;
}

export interface RunOptions {
  readonly atOnce: number;
  readonly onPlayed?: (played: Played) => void;
}

const PLAY_MAX_MS = 120_000;

/** Those that measure our own event loop are played last, and alone. */
export async function runFaults(faults: readonly Fault[], { atOnce, onPlayed }: RunOptions): Promise<Played[]> {
  const plays = faults.flatMap((fault) => Object.entries(fault.variants).map(([variant, play]) => ({ fault, variant, play })));
  const slots = createSemaphore(atOnce);
  const playOne = async (one: (typeof plays)[number]) => {
    const played = await playVariant(one.fault, one);
    onPlayed?.(played);
    return played;
  };
  const together = plays.filter(({ fault }) => !fault.world?.isOnAws);
  const played = await Promise.all(together.map((one) => slots.run(() => playOne(one))));
  for (const one of plays.filter(({ fault }) => fault.world?.isOnAws)) played.push(await playOne(one));
  return played;
}

async function playVariant(fault: Fault, { variant, play }: { variant: string; play: Play }): Promise<Played> {
  const startedMs = performance.now();
  await using world = await World.open(fault.world);
  await Promise.race([play(world), tooLong(`${fault.name}, ${variant}`)]);
  const diagnosis: Diagnosis = await world.explain(world.lead);
  return {
    ...{ fault: fault.name, isInnocent: fault.right.length === 0, variant, mark: markOf(fault, diagnosis) },
    ...{ findings: diagnosis.findings, falseClaims: falseClaims(fault, [diagnosis, ...world.told]) },
    ...{ messages: world.told.length, evidenceCount: diagnosis.findings[0]?.evidence.length ?? 0 },
    tookMs: Math.round(performance.now() - startedMs),
  };
}

/** A world that does not end is a fault of the bench, and no diagnosis. */
async function tooLong(what: string): Promise<never> {
  await delay(PLAY_MAX_MS, undefined, { ref: false });
  throw new Error(`${what}: did not end within ${PLAY_MAX_MS / 1_000} s`);
}
