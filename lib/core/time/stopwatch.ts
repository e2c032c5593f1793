import type { Phase } from "../model/failure.ts";
import type { PhaseTime } from "../model/outcome.ts";
import type { Clock } from "../ports.ts";

/**
 * At every moment exactly one phase is running, so phases add up to the total by construction.
 * A phase entered twice (a redirect connects again) is summed.
 */
export class Stopwatch {
  readonly #clock: Clock;
  readonly #startedMs: number;
  readonly #spentMs = new Map<Phase, number>();
  #phase: Phase;
  #enteredMs: number;

  constructor(clock: Clock, firstPhase: Phase) {
    this.#clock = clock;
    this.#phase = firstPhase;
    this.#startedMs = clock.monotonicMs();
    this.#enteredMs = this.#startedMs;
  }

  /** The phase that is running now: the one to blame when something fails. */
  get phase(): Phase {
    return this.#phase;
  }

  /** Ends the running phase and begins the next; call it first thing in a socket callback. */
  enter(phase: Phase): void {
    const nowMs = this.#clock.monotonicMs();
    this.#add(nowMs);
    this.#phase = phase;
    this.#enteredMs = nowMs;
  }

  /** Reads the watch and lets it run on. Times are rounded to 0.001 ms. */
  read(): { phases: PhaseTime[]; totalMs: number } {
    const nowMs = this.#clock.monotonicMs();
    this.#add(nowMs);
    this.#enteredMs = nowMs;
    const phases = [...this.#spentMs].map(([phase, ms]) => ({ phase, ms: roundMs(ms) }));
    return { phases, totalMs: roundMs(nowMs - this.#startedMs) };
  }

  #add(nowMs: number): void {
    this.#spentMs.set(this.#phase, (this.#spentMs.get(this.#phase) ?? 0) + nowMs - this.#enteredMs);
  }
}

/** To 0.001 ms. */
export function roundMs(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
