/**
 * Runs every check again and again, each at its own phase of its interval. One loop a check, which waits for its own run:
 * a check cannot overlap itself, and a slot that passes meanwhile is missed, not made up for.
 */
import type { Check, CheckId } from "../core/model/check.ts";
import { stableFraction } from "../core/model/hash.ts";
import type { Outcome } from "../core/model/outcome.ts";
import type { Clock } from "../core/ports.ts";
import { paceChecks } from "../core/run/pacing.ts";
import { createSemaphore, type Semaphore } from "../core/run/semaphore.ts";

export interface ScheduleOptions {
  readonly clock: Clock;
  /** One run; never rejects. `cancel` aborts on shutdown. */
  readonly run: (check: Check, cancel: AbortSignal) => Promise<Outcome>;
  /** `dueEpochMs`: the moment for which the run was planned. */
  readonly onOutcome: (outcome: Outcome, dueEpochMs: number) => void;
  /** Runs that were due but did not happen, or that this computer slept through. */
  readonly onMissed?: (check: CheckId, runs: number) => void;
  readonly signal: AbortSignal;
  readonly probesAtOnce?: number;
  /** How much faster than the real time the clock runs. Default 1. */
  readonly speed?: number;
}

const PROBES_AT_ONCE = 50;
/** A run that would start later than this is left out: after a sleep of the computer all of them would start at once. */
const LATENESS_MAX_MS = 5_000;
/** A run that took this much longer than it ever may was frozen together with the computer. */
const FROZEN_AFTER_MS = 5_000;

/** Moments on the monotonic clock at which a check is due. */
interface Plan {
  readonly firstMs: number;
  /** The second run; the others follow at whole intervals. */
  readonly secondMs: number;
  readonly everyMs: number;
}

interface LoopOptions extends ScheduleOptions {
  readonly semaphore: Semaphore;
  readonly plan: Plan;
}

/** Resolves when `signal` has aborted and the last run has ended. Runs cut off by it are dropped: they tell nothing about the target. */
export async function runSchedule(checks: readonly Check[], options: ScheduleOptions): Promise<void> {
  const startMs = options.clock.monotonicMs();
  const semaphore = createSemaphore(options.probesAtOnce ?? PROBES_AT_ONCE);
  const shortestMs = Math.min(...checks.map(({ everyMs }) => everyMs));
  const loops = paceChecks(checks, shortestMs).map(({ check, startAfterMs }) =>
    keepRunning(check, { ...options, semaphore, plan: planRuns(check, { startMs, startAfterMs }) }),
  );
  await Promise.all(loops);
}

/** The first round comes at once and ends within half an interval; the phases lie in the other half, so that runs keep apart. */
function planRuns({ id, everyMs }: Check, { startMs, startAfterMs }: { startMs: number; startAfterMs: number }): Plan {
  return { firstMs: startMs + startAfterMs, secondMs: startMs + (everyMs * (1 + stableFraction(id))) / 2, everyMs };
}

async function keepRunning(check: Check, options: LoopOptions): Promise<void> {
  const { clock, plan, signal, semaphore, speed = 1 } = options;
  let slot = 0;
  while (!signal.aborted) {
    const dueMs = slotMs(plan, slot);
    await clock.sleep(dueMs - clock.monotonicMs(), signal);
    const isTooLate = clock.monotonicMs() - dueMs > Math.min(LATENESS_MAX_MS * speed, plan.everyMs / 4);
    if (!isTooLate) await semaphore.run(() => runOnce(check, { ...options, dueMs }));
    const nextSlot = slotAfter(plan, { slot, nowMs: clock.monotonicMs() });
    const missedRuns = nextSlot - slot - (isTooLate ? 0 : 1);
    if (missedRuns > 0) options.onMissed?.(check.id, missedRuns);
    slot = nextSlot;
  }
}

async function runOnce(check: Check, options: LoopOptions & { dueMs: number }): Promise<void> {
  const { clock, signal, dueMs, speed = 1 } = options;
  if (signal.aborted) return;
  const started = { monotonicMs: clock.monotonicMs(), epochMs: clock.epochMs() };
  const outcome = await options.run(check, signal);
  if (signal.aborted) return;
  const tookMs = Math.max(clock.monotonicMs() - started.monotonicMs, clock.epochMs() - started.epochMs);
  // A failed run is tried again once, each time with its own deadline.
  const wasFrozen = tookMs > 2 * check.timeoutMs + FROZEN_AFTER_MS * speed;
  if (wasFrozen) options.onMissed?.(check.id, 1);
  else options.onOutcome(outcome, Math.round(started.epochMs - (started.monotonicMs - dueMs)));
}

function slotMs({ firstMs, secondMs, everyMs }: Plan, slot: number): number {
  return slot === 0 ? firstMs : secondMs + (slot - 1) * everyMs;
}

/** The first slot after this one that still lies ahead. */
function slotAfter({ secondMs, everyMs }: Plan, { slot, nowMs }: { slot: number; nowMs: number }): number {
  return Math.max(slot + 1, Math.floor((nowMs - secondMs) / everyMs) + 2);
}
