/** The figures of docs/detection.md, held roughly with a few runs; `node tools/detection.ts` measures them in full. */
import { describe, expect, it } from "vitest";
import { GAUGES, type GaugeName } from "../../trends/simulation/gauges.ts";
import { measureDetection, measureEta } from "./detection.ts";
import { measureFalseAlarms } from "./false-alarms.ts";

const INNOCENT = (Object.keys(GAUGES) as GaugeName[]).filter((gauge) => !/leak/i.test(gauge));
const RUNS = 8;
const HOUR_MS = 3_600_000;

describe("false alarms of the three windows", () => {
  it.each(INNOCENT)("are next to none after a week of %s", (gauge) => {
    const { claimed, claimedWithLimit } = measureFalseAlarms({ gauge, daysBefore: 7, runs: RUNS });
    expect(Math.max(claimed, claimedWithLimit)).toBeLessThanOrEqual(0.01);
  });

  it.each(INNOCENT)("are few on the first day of %s where a limit is known", (gauge) => {
    expect(measureFalseAlarms({ gauge, daysBefore: 0, runs: RUNS }).claimedWithLimit).toBeLessThanOrEqual(0.02);
  });
});

describe("a leak", () => {
  it.each([
    { base: 100, perReading: 1, hours: 2 },
    { base: 100, perReading: 5, hours: 1.5 },
    { base: 800, perReading: 1, hours: 7 },
    { base: 800, perReading: 5, hours: 2 },
  ])("of $perReading a reading at a level of $base is found within $hours h", ({ hours, ...leak }) => {
    const { delaysMs } = measureDetection({ ...leak, runs: RUNS }, "claimed");
    expect(Math.max(...delaysMs.map((delayMs) => delayMs ?? Number.POSITIVE_INFINITY))).toBeLessThanOrEqual(hours * HOUR_MS);
  });

  it("is foreseen within a fifth of the truth three hours after it was found", () => {
    const { given, close } = measureEta({ base: 200, perReading: 2, runs: RUNS }, { limit: 1_000, readingsLater: 36 });
    expect([given, close > 0.8]).toEqual([1, true]);
  });
});
