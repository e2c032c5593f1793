import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeLeak, type LeakOptions } from "./leak.ts";
import type { LeakVerdict } from "./leak-verdict.ts";
import type { Point } from "./series.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const START_EPOCH_MS = Date.UTC(2026, 10, 22, 8);
const NOISE = [3, -2, 1, -4, 2, 0, -1, 4, -3, 1, 2, -2];

/** Every five minutes from 08:00. */
function gauge(valueAt: (reading: number) => number, readings = 24): Point[] {
  return Array.from({ length: readings }, (_, reading) => ({
    atEpochMs: START_EPOCH_MS + reading * 5 * MINUTE_MS,
    value: valueAt(reading),
  }));
}

function noiseAt(reading: number): number {
  return NOISE[reading % NOISE.length] ?? 0;
}

/** 36 threads an hour more. */
const leaking = gauge((reading) => 800 + 3 * reading + noiseAt(reading));
const yesterday = (value: number): Point[] => [{ atEpochMs: START_EPOCH_MS + 2 * HOUR_MS - DAY_MS, value }];

function suspected(points: readonly Point[], options?: LeakOptions): Extract<LeakVerdict, { verdict: "suspected" }> {
  const verdict = judgeLeak(points, options);
  if (verdict.verdict !== "suspected") throw new Error(`expected a suspicion, got ${JSON.stringify(verdict)}`);
  return verdict;
}

describe("judgeLeak suspects", () => {
  it("a steady rise, with slope, effect, chance and what is still rising", () => {
    // A tenth of the level is 83, so a rise of 69 is not enough: it takes the next hour, too.
    expect(judgeLeak(leaking)).toMatchObject({ verdict: "no-trend", failed: { rule: "effect" } });
    const found = suspected(gauge((reading) => 800 + 3 * reading + noiseAt(reading), 36));
    expect(found).toMatchObject({ points: 36, fromEpochMs: START_EPOCH_MS, toEpochMs: START_EPOCH_MS + 35 * 5 * MINUTE_MS });
    expect(found.slopePerHour).toBeCloseTo(36, 0);
    expect(found.slopeLowPerHour).toBeLessThan(36);
    expect(found.slopeHighPerHour).toBeGreaterThan(36);
    expect(found.rise).toBeCloseTo(105, 0);
    expect(found.riseNeeded).toBeCloseTo(85, 0);
    expect(found.noise).toBeLessThan(5);
    expect(found.p).toBeLessThan(1e-9);
    expect(found.stillRising.slopePerHour).toBeCloseTo(36, 0);
    expect(found.level).toBeGreaterThan(895);
  });

  it("with a range until the limit, from the newest point on", () => {
    const { timeUntilLimit } = suspected(
      gauge((reading) => 100 + 10 * reading),
      { limit: 1_000 },
    );
    expect(timeUntilLimit).toMatchObject({ outlook: "expected", soonestMs: 5.7 * HOUR_MS, latestMs: 5.7 * HOUR_MS });
  });

  it("with no known limit where none is given", () => {
    expect(suspected(gauge((reading) => 100 + 10 * reading)).timeUntilLimit).toEqual({ outlook: "no-known-limit" });
  });
});

describe("judgeLeak wakes people", () => {
  const rising = gauge((reading) => 100 + 10 * reading);

  it.each<{ when: string; options: LeakOptions; severity: string }>([
    { when: "no limit and no history", options: {}, severity: "warning" },
    { when: "a limit that is a day away", options: { limit: 3_000 }, severity: "warning" },
    { when: "a limit within six hours", options: { limit: 1_000 }, severity: "critical" },
    { when: "more than four fifths of the limit used", options: { limit: 400 }, severity: "critical" },
    { when: "the limit exceeded", options: { limit: 200 }, severity: "critical" },
    { when: "a level that this hour has never seen", options: { previousDays: yesterday(110) }, severity: "critical" },
  ])("or not: $severity with $when", ({ options, severity }) => {
    expect(suspected(rising, options).severity).toBe(severity);
  });

  it("for a slow rise close to the limit", () => {
    const slow = gauge((reading) => 850 + 0.5 * reading, 288);
    expect(suspected(slow, { limit: 1_200 })).toMatchObject({ severity: "critical" });
  });
});

describe("judgeLeak says nothing", () => {
  it("of fewer than 12 points of the present life", () => {
    expect(judgeLeak(leaking.slice(0, 11))).toEqual({ verdict: "not-enough-data", points: 11, pointsNeeded: 12 });
    expect(judgeLeak([])).toEqual({ verdict: "not-enough-data", points: 0, pointsNeeded: 12 });
  });

  it("of fewer than 8 points, whoever asks for less", () => {
    const rising = gauge((reading) => 100 + 10 * reading, 8);
    expect(judgeLeak(rising.slice(1), { pointsMin: 2 })).toEqual({ verdict: "not-enough-data", points: 7, pointsNeeded: 8 });
    expect(judgeLeak(rising, { pointsMin: 2 }).verdict).toBe("suspected");
  });

  it("of a process that has just restarted, however long the gauge rose before", () => {
    const rising = gauge((reading) => 100 + 10 * reading, 30);
    const [late = 0, early = 0] = [rising[20], rising[3]].map((point) => point?.atEpochMs);
    const justRestarted = judgeLeak(rising, { restartsAtEpochMs: [late, early] });
    expect(justRestarted).toEqual({ verdict: "not-enough-data", points: 10, pointsNeeded: 12 });
    expect(judgeLeak(rising, { restartsAtEpochMs: [early] })).toMatchObject({ points: 27 });
  });
});

describe("judgeLeak names the first rule that failed", () => {
  it("trend: noise around a level", () => {
    const flat = judgeLeak(gauge((reading) => 200 + noiseAt(reading)));
    expect(flat).toMatchObject({ verdict: "no-trend", points: 24, failed: { rule: "trend", pBelow: 0.01 } });
  });

  it("trend: a gauge that falls", () => {
    expect(judgeLeak(gauge((reading) => 900 - 10 * reading))).toMatchObject({ failed: { rule: "trend", p: expect.closeTo(1) } });
  });

  it("effect: a rise that is certain but smaller than a tenth of the level", () => {
    const verdict = judgeLeak(gauge((reading) => 1_000 + reading));
    expect(verdict).toMatchObject({ failed: { rule: "effect", rise: expect.closeTo(23), riseNeeded: expect.closeTo(101.15) } });
  });

  it("effect: a rise that is smaller than four times the noise", () => {
    const verdict = judgeLeak(gauge((reading) => reading + 3 * noiseAt(reading)));
    expect(verdict).toMatchObject({ failed: { rule: "effect" } });
    expect(judgeLeak(gauge((reading) => 4 * reading + 3 * noiseAt(reading))).verdict).toBe("suspected");
  });

  it("effect: a gauge that stood at 0 and stepped to 1 has no slope at all", () => {
    const verdict = judgeLeak(gauge((reading) => (reading < 18 ? 0 : 1)));
    expect(verdict).toMatchObject({ failed: { rule: "effect", rise: 0, riseNeeded: 0 } });
  });

  it("still-rising: a warm-up that has come to its end", () => {
    const verdict = judgeLeak(gauge((reading) => 100 + 10 * Math.min(10, reading) + noiseAt(reading)));
    expect(verdict).toMatchObject({ failed: { rule: "still-rising", pBelow: 0.05 } });
  });

  it("still-rising: a rise that goes on, but at less than half its pace", () => {
    const slowing = gauge((reading) => 100 + 10 * Math.min(12, reading) + 2 * Math.max(0, reading - 12));
    const verdict = judgeLeak(slowing);
    expect(verdict).toMatchObject({ failed: { rule: "still-rising", slopePerHour: expect.closeTo(24), p: expect.any(Number) } });
  });

  it("same-hours: a rise to where the gauge stands every day at this time", () => {
    const rising = gauge((reading) => 100 + 10 * reading);
    const verdict = judgeLeak(rising, { previousDays: [...yesterday(320), ...yesterday(110)] });
    expect(verdict).toMatchObject({ failed: { rule: "same-hours", level: 320, days: 1, earlierMaximum: 320 } });
    expect(suspected(rising, { previousDays: yesterday(319) }).sameHours).toEqual({ days: 1, earlierMaximum: 319 });
  });
});

describe("judgeLeak, whatever comes,", () => {
  const value = fc.oneof(fc.double(), fc.integer({ min: 0, max: 3 }), fc.constantFrom(0, -0, 1e308, -1e308, 5e-324));
  const anything = fc.array(fc.record({ atEpochMs: fc.oneof(fc.integer(), fc.double(), fc.nat(20)), value }), { maxLength: 40 });
  const options = fc.record(
    { limit: fc.double(), previousDays: anything, restartsAtEpochMs: fc.array(fc.integer(), { maxLength: 2 }) },
    { requiredKeys: [] },
  );

  it("never throws, and every number it gives is one", () => {
    fc.assert(fc.property(anything, options, (points, given) => oddNumberIn(judgeLeak(points, given)) === undefined));
  });

  it("suspects only what rises", () => {
    fc.assert(
      fc.property(anything, (points) => {
        const verdict = judgeLeak(points);
        return verdict.verdict !== "suspected" || verdict.slopePerHour > 0;
      }),
    );
  });

  it("says the same of points in any order", () => {
    const shuffled = fc.shuffledSubarray(leaking, { minLength: leaking.length });
    const inOrder = JSON.stringify(judgeLeak(leaking));
    fc.assert(fc.property(shuffled, (points) => JSON.stringify(judgeLeak(points)) === inOrder));
  });

  it("says the same at any time of any day, and in any unit", () => {
    const values = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 12, maxLength: 30 });
    fc.assert(
      fc.property(values, fc.integer({ min: -1e12, max: 1e12 }), (series, laterMs) => {
        const points = gauge((reading) => 2 * reading + (series[reading] ?? 0), series.length);
        const moved = points.map((point) => ({ atEpochMs: point.atEpochMs + laterMs, value: 1_024 * point.value }));
        expect(ruleOf(judgeLeak(moved))).toBe(ruleOf(judgeLeak(points)));
      }),
    );
  });

  it("suspects every line that rises by a fifth of its level or more", () => {
    const line = fc.record({ base: fc.integer({ min: 0, max: 1e6 }), readings: fc.integer({ min: 12, max: 60 }) });
    fc.assert(
      fc.property(line, fc.double({ min: 0.2, max: 50, noNaN: true }), ({ base, readings }, share) => {
        const step = (share * (base + 1)) / (readings - 1);
        expect(judgeLeak(gauge((reading) => base + step * reading, readings)).verdict).toBe("suspected");
      }),
    );
  });
});

function ruleOf(verdict: LeakVerdict): string {
  return verdict.verdict === "no-trend" ? verdict.failed.rule : verdict.verdict;
}

/** The first number that is none: NaN or infinite. */
function oddNumberIn(verdict: LeakVerdict): number | undefined {
  const odd: number[] = [];
  JSON.stringify(verdict, (_key, value: unknown) => {
    if (typeof value === "number" && !Number.isFinite(value)) odd.push(value);
    return value;
  });
  return odd[0];
}
