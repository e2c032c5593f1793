import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chanceOfSlowHour } from "./slow-hour-chance.ts";

const wholeDays = (days: number): number[] => Array.from({ length: days }, () => 24);

describe("chanceOfSlowHour", () => {
  it.each([
    { daysHit: 3, days: 3, slowest: 2, percent: 1.4 },
    { daysHit: 4, days: 5, slowest: 2, percent: 0.54 },
    { daysHit: 5, days: 7, slowest: 2, percent: 0.18 },
    { daysHit: 3, days: 4, slowest: 2, percent: 5.2 },
    { daysHit: 6, days: 7, slowest: 2, percent: 0.0052 },
    { daysHit: 3, days: 3, slowest: 1, percent: 0.17 },
    { daysHit: 3, days: 4, slowest: 1, percent: 0.67 },
  ])("is $percent % for $daysHit of $days days among the $slowest slowest", ({ daysHit, days, slowest, percent }) => {
    const chance = chanceOfSlowHour({ daysHit, hoursRanked: wholeDays(days), slowest });
    expect(Number((100 * chance).toPrecision(2))).toBe(percent);
  });

  it("agrees with the binomial tail written out", () => {
    const p = 2 / 24;
    const tail = 5 * p ** 4 * (1 - p) + p ** 5;
    expect(chanceOfSlowHour({ daysHit: 4, hoursRanked: wholeDays(5), slowest: 2 })).toBeCloseTo(24 * tail, 12);
  });

  it("weighs each day by its own hours: a hit among 12 is worth half of one among 24", () => {
    const chance = chanceOfSlowHour({ daysHit: 3, hoursRanked: [24, 24, 12], slowest: 2 });
    expect(chance).toBeCloseTo(24 * (1 / 12) * (1 / 12) * (1 / 6), 12);
  });

  it("is certain where nothing had to happen, or nothing else could", () => {
    expect(chanceOfSlowHour({ daysHit: 0, hoursRanked: wholeDays(3), slowest: 2 })).toBe(1);
    expect(chanceOfSlowHour({ daysHit: 2, hoursRanked: [2, 1, 0], slowest: 2 })).toBe(1);
  });

  it("is nothing for more hits than days", () => {
    expect(chanceOfSlowHour({ daysHit: 4, hoursRanked: wholeDays(3), slowest: 2 })).toBe(0);
  });

  it("lies between 0 and 1 and falls with every further hit", () => {
    const days = fc.array(fc.integer({ min: 1, max: 24 }), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(days, fc.nat(6), (hoursRanked, daysHit) => {
        const chance = chanceOfSlowHour({ daysHit, hoursRanked, slowest: 2 });
        const rarer = chanceOfSlowHour({ daysHit: daysHit + 1, hoursRanked, slowest: 2 });
        return chance >= 0 && chance <= 1 && rarer <= chance;
      }),
    );
  });
});
