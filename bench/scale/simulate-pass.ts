/**
 * One pass over a shard, played on paper: the starts are those of the prober, its targets take as long as they are told to, and all
 * that runs shares the CPU of one Lambda. No clock and no chance, so that a minute of ten thousand checks takes seconds and is the same every time.
 */
import type { Check } from "../../lib/core/model/check.ts";
import type { Shard } from "../../lib/core/model/shard.ts";
import { paceChecks } from "../../lib/core/run/pacing.ts";
import { RUNS_AT_ONCE_MAX } from "../../lib/core/run/run-shard.ts";
import { SmallCpu } from "./small-cpu.ts";

/** Work and waiting in turns: it begins and ends with work. */
export interface RunScript {
  readonly cpuMs: readonly number[];
  /** One fewer. */
  readonly waitsMs: readonly number[];
}

export interface PassOptions {
  readonly scriptOf: (check: Check) => RunScript;
  /** Of one CPU. */
  readonly cpuShare: number;
}

export interface Pass {
  /** When the last run was over, from the start of the pass. */
  readonly endMs: number;
  readonly atOnceMax: number;
  readonly cpuMs: number;
  /** How long each answer lay there before the prober looked: by so much its time is wrong. */
  readonly delaysMs: readonly number[];
}

interface Ready {
  readonly atMs: number;
  readonly script: RunScript;
  readonly step: number;
}

export function simulatePass(shard: Shard, { scriptOf, cpuShare }: PassOptions): Pass {
  const cpu = new SmallCpu(cpuShare);
  const starts = paceChecks(shard.checks, shard.everyMs);
  const ready: Ready[] = starts.map(({ check, startAfterMs }) => ({ atMs: startAfterMs, script: scriptOf(check), step: 0 }));
  const waiting: Ready[] = [];
  const delaysMs: number[] = [];
  let [running, atOnceMax, endMs, cpuMs] = [0, 0, 0, 0];
  for (let next = takeFirst(ready); next !== undefined; next = takeFirst(ready)) {
    const { atMs, script, step } = next;
    if (step === 0 && running === RUNS_AT_ONCE_MAX) {
      waiting.push(next);
      continue;
    }
    if (step === 0) running += 1;
    atOnceMax = Math.max(atOnceMax, running);
    const work = script.cpuMs[step] ?? 0;
    const turn = cpu.run(atMs, work);
    cpuMs += work;
    if (step > 0) delaysMs.push(turn.startedMs - atMs);
    const waitMs = script.waitsMs[step];
    if (waitMs !== undefined) ready.push({ atMs: turn.endedMs + waitMs, script, step: step + 1 });
    else {
      running -= 1;
      endMs = Math.max(endMs, turn.endedMs);
      const freed = waiting.shift();
      if (freed !== undefined) ready.push({ ...freed, atMs: turn.endedMs });
    }
  }
  return { endMs, atOnceMax, cpuMs, delaysMs };
}

/** A shard has a few hundred: looking through them is fast enough. */
function takeFirst(ready: Ready[]): Ready | undefined {
  const first = ready.reduce(
    (best, one, index) => (one.atMs < (ready[best]?.atMs ?? Number.POSITIVE_INFINITY) ? index : best),
    0,
  );
  return ready.splice(first, 1)[0];
}
