import { describe, expect, it } from "vitest";
import { aCheck, anOutcome } from "../../test/kit/outcomes.ts";
import { SimulatedClock } from "../../test/kit/simulated-clock.ts";
import type { Check } from "../core/model/check.ts";
import type { Outcome } from "../core/model/outcome.ts";
import { runSchedule, type ScheduleOptions } from "./scheduler.ts";

interface Run {
  readonly check: string;
  readonly startedMs: number;
}

function startWatching(checks: readonly Check[], options: { tookMs?: number; probesAtOnce?: number } = {}) {
  const clock = new SimulatedClock();
  const stop = new AbortController();
  const runs: Run[] = [];
  const dues: number[] = [];
  const missed: number[] = [];
  let running = 0;
  let mostRunning = 0;
  const run = async (check: Check, cancel: AbortSignal): Promise<Outcome> => {
    runs.push({ check: check.id, startedMs: clock.monotonicMs() });
    running += 1;
    mostRunning = Math.max(mostRunning, running);
    await clock.sleep(options.tookMs ?? 100, cancel);
    running -= 1;
    return anOutcome({ check: check.id });
  };
  const schedule: ScheduleOptions = {
    ...(options.probesAtOnce !== undefined && { probesAtOnce: options.probesAtOnce }),
    ...{ clock, run, signal: stop.signal },
    onOutcome: (_, dueEpochMs) => dues.push(dueEpochMs),
    onMissed: (_, count) => missed.push(count),
  };
  const ended = runSchedule(checks, schedule);
  const stopAndWait = () => {
    stop.abort();
    return ended;
  };
  return { clock, runs, dues, missed, mostRunning: () => mostRunning, stop: stopAndWait };
}

function manyChecks(count: number): Check[] {
  return Array.from({ length: count }, (_, at) => aCheck({ id: `acme/check-${at}`, target: { url: "http://acme.example/" } }));
}

describe("the schedule", () => {
  it("starts the first round at once, at most 100 a second", async () => {
    const watching = startWatching(manyChecks(200));
    await watching.clock.advance(1_000);
    expect(watching.runs.length).toBeGreaterThanOrEqual(100);
    expect(watching.runs.length).toBeLessThanOrEqual(101);
    await watching.clock.advance(1_500);
    expect(new Set(watching.runs.map(({ check }) => check)).size).toBe(200);
    await watching.stop();
  });

  it("runs a check at a fixed phase for hours, however long a run takes", async () => {
    const watching = startWatching([aCheck()], { tookMs: 7_000 });
    await watching.clock.advance(6 * 3_600_000);
    const [, second = 0, ...later] = watching.runs.map(({ startedMs }) => startedMs);
    expect(second).toBeGreaterThanOrEqual(30_000);
    expect(second).toBeLessThan(60_000);
    expect(later).toHaveLength(359);
    for (const [at, startedMs] of later.entries()) expect(startedMs).toBeCloseTo(second + (at + 1) * 60_000, 6);
    await watching.stop();
  });

  it("gives every run the moment it was due, one interval apart, though it waited for a free place", async () => {
    const watching = startWatching(manyChecks(3), { tookMs: 4_000, probesAtOnce: 1 });
    await watching.clock.advance(600_000);
    expect(watching.mostRunning()).toBe(1);
    const spacing = (watching.dues.at(-1) ?? 0) - (watching.dues.at(-4) ?? 0);
    expect(spacing).toBe(60_000);
    const firstRoundMs = watching.dues.slice(0, 3).map((dueEpochMs) => dueEpochMs - Date.UTC(2026, 10, 22));
    expect(firstRoundMs).toEqual([0, 10, 20]);
    await watching.stop();
  });

  it("never overlaps a check with itself and counts the slots that pass meanwhile as missed", async () => {
    const check = aCheck({ everyMs: 10_000, timeoutMs: 60_000 });
    const watching = startWatching([check], { tookMs: 25_000 });
    await watching.clock.advance(600_000);
    expect(watching.mostRunning()).toBe(1);
    const slots = watching.runs.length + watching.missed.reduce((sum, count) => sum + count, 0);
    expect(watching.missed.length).toBeGreaterThan(10);
    expect(slots).toBeGreaterThanOrEqual(59);
    expect(slots).toBeLessThanOrEqual(62);
    await watching.stop();
  });

  it("runs at most the set number of probes at once", async () => {
    const watching = startWatching(manyChecks(40), { tookMs: 5_000, probesAtOnce: 8 });
    await watching.clock.advance(60_000);
    expect(watching.mostRunning()).toBe(8);
    await watching.stop();
  });

  it("does not make up for the night that the computer slept", async () => {
    const watching = startWatching(manyChecks(60));
    await watching.clock.advance(120_000);
    const before = watching.runs.length;
    await watching.clock.suspend(8 * 3_600_000);
    await watching.clock.advance(1_000);
    expect(watching.runs.length - before).toBeLessThanOrEqual(4);
    await watching.clock.advance(60_000);
    expect(watching.runs.length - before).toBeGreaterThanOrEqual(59);
    expect(watching.runs.length - before).toBeLessThanOrEqual(64);
    await watching.stop();
  });

  it("keeps its pace when somebody sets the wall clock", async () => {
    const watching = startWatching([aCheck()]);
    await watching.clock.advance(90_000);
    const before = watching.runs.length;
    watching.clock.setWallClock(-86_400_000);
    await watching.clock.advance(300_000);
    watching.clock.setWallClock(2 * 86_400_000);
    await watching.clock.advance(300_000);
    expect(watching.runs.length - before).toBe(10);
    await watching.stop();
  });

  it("drops a run during which the computer slept: it tells nothing about the target", async () => {
    const watching = startWatching([aCheck()], { tookMs: 1_000 });
    await watching.clock.advance(500);
    await watching.clock.suspend(3_600_000);
    await watching.clock.advance(500);
    expect(watching.dues).toEqual([]);
    expect(watching.missed[0]).toBe(1);
    await watching.stop();
  });

  it("drops runs that a shutdown cuts off, and ends with them", async () => {
    const watching = startWatching([aCheck()], { tookMs: 5_000 });
    await watching.clock.advance(1_000);
    await watching.stop();
    expect(watching.runs).toHaveLength(1);
    expect(watching.dues).toEqual([]);
  });
});
