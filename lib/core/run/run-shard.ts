/** One pass over a shard: every check of it, paced, bounded, and accounted for. */
import type { Check } from "../model/check.ts";
import type { Outcome } from "../model/outcome.ts";
import type { Shard, ShardReport } from "../model/shard.ts";
import type { Resolver } from "../net/resolve.ts";
import type { Clock, RequestSigner, Secrets } from "../ports.ts";
import { type LoopLagMeter, startLoopLagMeter } from "./loop-lag.ts";
import { paceChecks } from "./pacing.ts";
import { runCheck } from "./run-check.ts";
import { createSemaphore, type Semaphore } from "./semaphore.ts";

/** More at once would only wait for each other on one CPU. */
export const RUNS_AT_ONCE_MAX = 100;
/** A schedule fires at most once a minute; a faster shard serves its rounds inside one invocation. */
const INVOCATION_MS = 60_000;

export interface ShardOptions {
  readonly location: string;
  readonly clock: Clock;
  readonly resolver: Resolver;
  readonly secrets: Secrets;
  readonly signer?: RequestSigner;
  /** When the pass was due. */
  readonly scheduledAtEpochMs: number;
  /** Time until all must be over: Lambda's remaining time less what publishing needs. */
  readonly remainingMs: () => number;
  /** Told of every outcome as it comes, with the time for which its run was due. */
  readonly onOutcome: (outcome: Outcome, dueEpochMs: number) => void;
}

/** Never rejects. Every run that is due ends in exactly one outcome or is counted as missed. */
export async function runShard(shard: Shard, options: ShardOptions): Promise<ShardReport> {
  const loopLag = startLoopLagMeter();
  const startedMs = options.clock.monotonicMs();
  const cancel = new AbortController();
  const timer = setTimeout(() => cancel.abort(), options.remainingMs());
  const pass: Pass = {
    ...options,
    startedMs,
    loopLag,
    cancel: cancel.signal,
    slots: createSemaphore(RUNS_AT_ONCE_MAX),
    count: { unknownOutcomes: 0, missedRuns: 0 },
  };
  try {
    await Promise.all(
      paceChecks(shard.checks, shard.everyMs).map(({ check, startAfterMs }) => runRounds(check, startAfterMs, pass)),
    );
    const loopLagMs = Math.round(loopLag.worstSinceMs(startedMs));
    return {
      shard: shard.name,
      location: options.location,
      scheduledAtEpochMs: options.scheduledAtEpochMs,
      ...pass.count,
      loopLagMs,
    };
  } finally {
    clearTimeout(timer);
    loopLag.stop();
  }
}

interface Pass extends ShardOptions {
  readonly startedMs: number;
  readonly loopLag: LoopLagMeter;
  readonly cancel: AbortSignal;
  readonly slots: Semaphore;
  readonly count: { unknownOutcomes: number; missedRuns: number };
}

/** The runs of one check in this pass: one, or several for an interval below a minute. They never overlap. */
async function runRounds(check: Check, startAfterMs: number, pass: Pass): Promise<void> {
  const rounds = Math.max(1, Math.floor(INVOCATION_MS / check.everyMs));
  for (let round = 0; round < rounds; round++) {
    const dueAfterMs = round * check.everyMs;
    await waitUntil(dueAfterMs + startAfterMs, pass);
    if (isTooLate(dueAfterMs, check, pass)) {
      pass.count.missedRuns++;
      continue;
    }
    const outcome = await pass.slots.run(() => runCheck(check, pass));
    if (outcome.status === "unknown") pass.count.unknownOutcomes++;
    pass.onOutcome(outcome, pass.scheduledAtEpochMs + dueAfterMs);
  }
}

async function waitUntil(afterMs: number, { clock, startedMs, cancel }: Pass): Promise<void> {
  const waitMs = startedMs + afterMs - clock.monotonicMs();
  if (waitMs > 0) await clock.sleep(waitMs, cancel);
}

/** The next round is already due: running this one now would measure another moment than it reports. */
function isTooLate(dueAfterMs: number, check: Check, { clock, startedMs, cancel }: Pass): boolean {
  return dueAfterMs > 0 && !cancel.aborted && clock.monotonicMs() - startedMs - dueAfterMs >= check.everyMs;
}
