import type { Clock } from "../../lib/core/ports.ts";

export interface ManualClock extends Clock {
  /** Moves the time on and wakes whoever slept until then, in order. */
  advance(durationMs: number): Promise<void>;
  /** Moves only the wall clock, as a time server or a laptop's owner does. */
  jumpWallClock(byMs: number): void;
}

export function manualClock(epochMs = 1_763_769_600_000): ManualClock {
  let nowMs = 0;
  let wallOffsetMs = epochMs;
  const sleepers = new Set<{ wakeAtMs: number; wake: () => void }>();
  return {
    monotonicMs: () => nowMs,
    epochMs: () => nowMs + wallOffsetMs,
    jumpWallClock: (byMs) => {
      wallOffsetMs += byMs;
    },
    sleep: (durationMs, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const sleeper = { wakeAtMs: nowMs + Math.max(0, durationMs), wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", () => sleepers.delete(sleeper) && resolve(), { once: true });
      }),
    advance: async (durationMs) => {
      const endMs = nowMs + durationMs;
      await settle();
      for (let next = earliest(sleepers); next !== undefined && next.wakeAtMs <= endMs; next = earliest(sleepers)) {
        sleepers.delete(next);
        nowMs = Math.max(nowMs, next.wakeAtMs);
        next.wake();
        await settle();
      }
      nowMs = endMs;
    },
  };
}

function earliest<T extends { wakeAtMs: number }>(sleepers: ReadonlySet<T>): T | undefined {
  return [...sleepers].toSorted((a, b) => a.wakeAtMs - b.wakeAtMs)[0];
}

/** Lets everything that is ready run, the sleeper's own continuations included. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}
