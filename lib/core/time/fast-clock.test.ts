import { describe, expect, it } from "vitest";
import type { Clock } from "../ports.ts";
import { createFastClock, createMeasuringClock, type FastTime, shownAt } from "./fast-clock.ts";

const NIGHT = Date.UTC(2026, 10, 22, 3);
const time: FastTime = { realEpochMs: 1_000_000, shownEpochMs: NIGHT, speed: 60 };

/** A clock that is moved by hand and keeps what it was asked to sleep. */
function handClock() {
  const hand = { monotonicMs: 500, epochMs: 1_000_000, sleptMs: [] as number[] };
  const clock: Clock = {
    monotonicMs: () => hand.monotonicMs,
    epochMs: () => hand.epochMs,
    sleep: async (durationMs) => void hand.sleptMs.push(durationMs),
  };
  const pass = (durationMs: number) => {
    hand.monotonicMs += durationMs;
    hand.epochMs += durationMs;
  };
  return { hand, clock, pass };
}

describe("the fast clock", () => {
  it("lets an hour pass in a minute: on its face, in durations and in sleeps", async () => {
    const { clock, hand, pass } = handClock();
    const fast = createFastClock(time, clock);
    const beforeMs = fast.monotonicMs();
    expect(fast.epochMs()).toBe(NIGHT);
    pass(60_000);
    expect(fast.epochMs()).toBe(NIGHT + 3_600_000);
    expect(fast.monotonicMs() - beforeMs).toBe(3_600_000);
    await fast.sleep(300_000);
    expect(hand.sleptMs).toEqual([5_000]);
  });

  it("shows the same time in a process that starts later", () => {
    const { clock, pass } = handClock();
    const first = createFastClock(time, clock);
    pass(7_000);
    expect(createFastClock(time, clock).epochMs()).toBe(first.epochMs());
    expect(shownAt(time, 1_007_000)).toBe(first.epochMs());
  });

  it("does not jump when the wall clock is set", () => {
    const { clock, hand } = handClock();
    const fast = createFastClock(time, clock);
    hand.epochMs += 86_400_000;
    expect(fast.epochMs()).toBe(NIGHT);
  });

  it("leaves real what probes measure and wait for", async () => {
    const { clock, hand, pass } = handClock();
    const measuring = createMeasuringClock(time, clock);
    pass(60_000);
    expect(measuring.epochMs()).toBe(NIGHT + 3_600_000);
    expect(measuring.monotonicMs()).toBe(60_500);
    await measuring.sleep(300);
    expect(hand.sleptMs).toEqual([300]);
  });
});
