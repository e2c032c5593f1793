/** How long a leak runs before it is found, and how good the first word on the time until its limit is. */
import type { Point } from "../../trends/series.ts";
import { createRandom, type Random } from "../../trends/simulation/random.ts";
import { judgeWindow, judgeWindows, type LeakWindow, READING_MS, type WindowOptions } from "../leak-windows.ts";
import { usualDays } from "../usual-days.ts";

export interface LeakOptions {
  /** Level before the leak. */
  readonly base: number;
  /** How many more at every five-minute reading. */
  readonly perReading: number;
  readonly runs: number;
}

export interface Detection {
  /** From the first leaked one; `undefined` if it was not found within three days. Ascending, the unfound last. */
  readonly delaysMs: readonly (number | undefined)[];
}

export interface EtaAccuracy {
  /** Runs in which a range could be given. */
  readonly given: number;
  /** Shares of those, 0 to 1: the truth lay within the range; the best estimate was within a fifth of it. */
  readonly within: number;
  readonly close: number;
}

const NOISE_SD = 4;
const READINGS_A_DAY = 288;
const READINGS_MAX = 3 * READINGS_A_DAY;
const START_EPOCH_MS = Date.UTC(2026, 10, 16);
const CLOSE_SHARE = 0.2;

/** A week of quiet, then the leak; judged at every reading. `rule`: one window alone, or the two as they are used. */
export function measureDetection(leak: LeakOptions, rule: LeakWindow | "claimed"): Detection {
  const random = createRandom(leak.perReading);
  const delaysMs = Array.from({ length: leak.runs }, () => {
    const points = simulateLeak(leak, random);
    const reading = firstSuspected(points, rule);
    return reading === undefined ? undefined : reading * READING_MS;
  });
  return { delaysMs: delaysMs.toSorted((one, other) => (one ?? Number.MAX_VALUE) - (other ?? Number.MAX_VALUE)) };
}

/** The range that is given so many readings after the leak was found, against the time that is really left. */
export function measureEta(leak: LeakOptions, { limit, readingsLater }: { limit: number; readingsLater: number }): EtaAccuracy {
  const random = createRandom(leak.perReading);
  const ranges = Array.from({ length: leak.runs }, () => {
    const points = simulateLeak(leak, random);
    const found = firstSuspected(points, "claimed");
    return found === undefined ? undefined : etaAt(points, { reading: found + readingsLater, limit, leak });
  }).filter((range) => range !== undefined);
  const shareOf = (isMeant: (range: Eta) => boolean) => ranges.filter(isMeant).length / ranges.length;
  return {
    given: ranges.length / leak.runs,
    within: shareOf(({ isWithin }) => isWithin),
    close: shareOf(({ isClose }) => isClose),
  };
}

interface Eta {
  readonly isWithin: boolean;
  readonly isClose: boolean;
}

function etaAt(
  points: readonly Point[],
  { reading, limit, leak }: { reading: number; limit: number; leak: LeakOptions },
): Eta | undefined {
  const { verdict } = judgeWindows(points, { ...momentOf(points, reading), limit });
  if (verdict.verdict !== "suspected" || verdict.timeUntilLimit.outlook !== "expected") return undefined;
  const { soonestMs, likelyMs, latestMs } = verdict.timeUntilLimit;
  const trulyMs = ((limit - leak.base) / leak.perReading - reading) * READING_MS;
  return {
    isWithin: soonestMs <= trulyMs && trulyMs <= latestMs,
    isClose: Math.abs(likelyMs - trulyMs) <= CLOSE_SHARE * trulyMs,
  };
}

function simulateLeak({ base, perReading }: LeakOptions, random: Random): Point[] {
  const first = -7 * READINGS_A_DAY;
  return Array.from({ length: READINGS_MAX - first }, (_, index) => {
    const reading = first + index;
    const value = Math.round(base + perReading * Math.max(0, reading) + NOISE_SD * random.normal());
    return { atEpochMs: START_EPOCH_MS + reading * READING_MS, value };
  });
}

function firstSuspected(points: readonly Point[], rule: LeakWindow | "claimed"): number | undefined {
  for (let reading = 1; reading < READINGS_MAX; reading += 1) {
    const moment = momentOf(points, reading);
    const verdict = rule === "claimed" ? judgeWindows(points, moment).verdict : judgeWindow(rule, points, moment);
    if (verdict.verdict === "suspected") return reading;
  }
  return undefined;
}

function momentOf(points: readonly Point[], reading: number): WindowOptions {
  const nowEpochMs = START_EPOCH_MS + reading * READING_MS;
  const known = points.filter(({ atEpochMs }) => atEpochMs < nowEpochMs);
  return { nowEpochMs, previousDays: usualDays({ points: known, verdicts: [], restartsAtEpochMs: [], nowEpochMs }) };
}
