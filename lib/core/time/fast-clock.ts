/** Time that passes faster than it does: an hour in a minute, for the tour and for tests of what takes hours. */
import type { Clock } from "../ports.ts";
import { systemClock } from "./clock.ts";

/** Plain numbers, so that processes can share one time. */
export interface FastTime {
  /** A moment of the wall clock, and what the fast clock shows then. */
  readonly realEpochMs: number;
  readonly shownEpochMs: number;
  /** How many of its hours pass in one. */
  readonly speed: number;
}

/** What the fast clock shows at a moment of the wall clock. */
export function shownAt({ realEpochMs, shownEpochMs, speed }: FastTime, atEpochMs: number): number {
  return Math.round(shownEpochMs + (atEpochMs - realEpochMs) * speed);
}

/** For schedules, alarms and histories: they live wholly in the fast time. */
export function createFastClock(time: FastTime, base: Clock = systemClock): Clock {
  const { speed } = time;
  // Read once: from here on a wall clock that is set must not throw us hours ahead.
  const started = { epochMs: base.epochMs(), monotonicMs: base.monotonicMs() };
  return {
    monotonicMs: () => base.monotonicMs() * speed,
    epochMs: () => shownAt(time, started.epochMs + base.monotonicMs() - started.monotonicMs),
    sleep: (durationMs, signal) => base.sleep(durationMs / speed, signal),
  };
}

/** For probes and sockets: they stamp with the fast time, but what they measure and wait for is real. */
export function createMeasuringClock(time: FastTime, base: Clock = systemClock): Clock {
  const { epochMs } = createFastClock(time, base);
  return { ...base, epochMs };
}
