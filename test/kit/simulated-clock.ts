/** A clock that moves only when told to, and never faster than the code under test can follow. */
import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../../lib/core/ports.ts";

interface Sleeper {
  readonly untilMs: number;
  wake(): void;
}

export class SimulatedClock implements Clock {
  #monotonicMs = 0;
  #epochMs: number;
  #sleepers: Sleeper[] = [];

  constructor(startEpochMs = Date.UTC(2026, 10, 22)) {
    this.#epochMs = startEpochMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  epochMs(): number {
    return this.#epochMs;
  }

  sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper = { untilMs: this.#monotonicMs + Math.max(0, durationMs), wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", () => resolve(), { once: true });
    });
  }

  /** Lets time pass, waking everyone at the right moment. */
  async advance(durationMs: number): Promise<void> {
    const endMs = this.#monotonicMs + durationMs;
    await settle();
    for (let next = this.#nextBefore(endMs); next !== undefined; next = this.#nextBefore(endMs)) {
      this.#leap(Math.max(0, next.untilMs - this.#monotonicMs));
      this.#wakeDue();
      await settle();
    }
    this.#leap(endMs - this.#monotonicMs);
  }

  /** The computer sleeps: time has passed, and everyone who should have woken meanwhile wakes at once. */
  async suspend(durationMs: number): Promise<void> {
    this.#leap(durationMs);
    this.#wakeDue();
    await settle();
  }

  /** Somebody sets the wall clock. */
  setWallClock(byMs: number): void {
    this.#epochMs += byMs;
  }

  #leap(durationMs: number): void {
    this.#monotonicMs += durationMs;
    this.#epochMs += durationMs;
  }

  #nextBefore(endMs: number): Sleeper | undefined {
    const [next] = this.#sleepers.toSorted((one, other) => one.untilMs - other.untilMs);
    return next !== undefined && next.untilMs <= endMs ? next : undefined;
  }

  #wakeDue(): void {
    const due = this.#sleepers.filter(({ untilMs }) => untilMs <= this.#monotonicMs);
    this.#sleepers = this.#sleepers.filter(({ untilMs }) => untilMs > this.#monotonicMs);
    for (const { wake } of due) wake();
  }
}

/** Lets everything that can run without time passing run. */
async function settle(): Promise<void> {
  for (let rounds = 0; rounds < 5; rounds += 1) await turn();
}
