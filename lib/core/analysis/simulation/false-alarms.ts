/** How often the two windows call an innocent gauge a leak: every half hour of a day, on its first day and after a week. */
import type { Point } from "../../trends/series.ts";
import { GAUGES, type GaugeName } from "../../trends/simulation/gauges.ts";
import { createRandom } from "../../trends/simulation/random.ts";
import { judgeWindow, judgeWindows, READING_MS, type WindowOptions } from "../leak-windows.ts";
import { usualDays } from "../usual-days.ts";

export interface FalseAlarmOptions {
  readonly gauge: GaugeName;
  /** Days before the one that is judged. */
  readonly daysBefore: 0 | 7;
  readonly runs: number;
}

/** Shares of all judgements, 0 to 1. */
export interface FalseAlarmRates {
  readonly short: number;
  readonly middle: number;
  readonly long: number;
  /** Either, as it is claimed without a known limit, and with one ten times the usual level. */
  readonly claimed: number;
  readonly claimedWithLimit: number;
}

const READINGS_A_DAY = 288;
const JUDGED_EVERY = 6;
/** What a warm-up of some six hours is drawn from. */
const WARM_UP_READINGS = 72;
const LIMIT = 2_000;
const START_EPOCH_MS = Date.UTC(2026, 10, 16);

/** The same rates on every run and every machine. */
export function measureFalseAlarms({ gauge, daysBefore, runs }: FalseAlarmOptions): FalseAlarmRates {
  const random = createRandom(runs);
  const judgements = Array.from({ length: runs }, () => {
    const readAt = GAUGES[gauge](random, gauge === "warmUp" ? WARM_UP_READINGS : READINGS_A_DAY);
    const points = readingsFrom(-daysBefore * READINGS_A_DAY, (reading) => readAt(continued(gauge, reading)));
    return judgeDay(points, gauge === "warmUp" ? [START_EPOCH_MS] : []);
  }).flat();
  const shareOf = (rule: keyof FalseAlarmRates) => judgements.filter((judgement) => judgement[rule]).length / judgements.length;
  return {
    short: shareOf("short"),
    middle: shareOf("middle"),
    long: shareOf("long"),
    claimed: shareOf("claimed"),
    claimedWithLimit: shareOf("claimedWithLimit"),
  };
}

/** Gauges are drawn for readings from 0 on: those before lie in the steady time of an earlier life,. */
function continued(gauge: GaugeName, reading: number): number {
  if (gauge === "warmUp" && reading < 0) return 10 * READINGS_A_DAY;
  return gauge === "sawtooth" ? reading + 10 * READINGS_A_DAY : reading;
}

function readingsFrom(first: number, readAt: (reading: number) => number): Point[] {
  return Array.from({ length: READINGS_A_DAY - first }, (_, index) => ({
    atEpochMs: START_EPOCH_MS + (first + index) * READING_MS,
    value: Math.round(readAt(first + index)),
  }));
}

function judgeDay(points: readonly Point[], restartsAtEpochMs: readonly number[]): Record<keyof FalseAlarmRates, boolean>[] {
  return Array.from({ length: READINGS_A_DAY / JUDGED_EVERY }, (_, index) => {
    const nowEpochMs = START_EPOCH_MS + (index + 1) * JUDGED_EVERY * READING_MS;
    const known = points.filter(({ atEpochMs }) => atEpochMs < nowEpochMs);
    const previousDays = usualDays({ points: known, verdicts: [], restartsAtEpochMs, nowEpochMs });
    return judgeMoment(known, { nowEpochMs, restartsAtEpochMs, previousDays });
  });
}

function judgeMoment(points: readonly Point[], options: WindowOptions): Record<keyof FalseAlarmRates, boolean> {
  return {
    short: judgeWindow("short", points, options).verdict === "suspected",
    middle: judgeWindow("middle", points, options).verdict === "suspected",
    long: judgeWindow("long", points, options).verdict === "suspected",
    claimed: judgeWindows(points, options).verdict.verdict === "suspected",
    claimedWithLimit: judgeWindows(points, { ...options, limit: LIMIT }).verdict.verdict === "suspected",
  };
}
