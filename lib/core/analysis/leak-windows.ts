/**
 * One gauge judged over three spans. Two hours find a leak soon; but what counts as a rise grows with the level, so that a leak
 * in a larger pool shows only over eight hours, or a day. Any of them may say so. A whole day stands for itself: a wave that
 * comes back to where it was is no trend. Half a wave is one, so less than a day needs other days to compare with.
 */
import { judgeLeak, type LeakOptions } from "../trends/leak.ts";
import type { LeakSuspected, LeakVerdict, NotEnoughData } from "../trends/leak-verdict.ts";
import { median } from "../trends/quantiles.ts";
import { type Point, valuesOf } from "../trends/series.ts";
import { atPresentRate } from "./present-rate.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Of one reading of a gauge that is watched for a leak. */
export const READING_MS = 300_000;

interface WindowSpec {
  readonly spanMs: number;
  readonly binMs: number;
  readonly pointsMin: number;
  /** The present life of the process must be as long as this. */
  readonly ageMinMs: number;
}

export const LEAK_WINDOWS = {
  short: { spanMs: 2 * HOUR_MS, binMs: READING_MS, pointsMin: 12, ageMinMs: 0 },
  middle: { spanMs: 8 * HOUR_MS, binMs: HOUR_MS / 3, pointsMin: 12, ageMinMs: 0 },
  long: { spanMs: DAY_MS, binMs: HOUR_MS, pointsMin: 18, ageMinMs: 23 * HOUR_MS },
} as const satisfies Record<string, WindowSpec>;

export type LeakWindow = keyof typeof LEAK_WINDOWS;
const SHORTEST_FIRST = ["short", "middle", "long"] as const satisfies LeakWindow[];

export interface WindowedVerdict {
  /** Over which the verdict was reached. */
  readonly window: LeakWindow;
  readonly verdict: LeakVerdict;
}

export interface WindowOptions extends Omit<LeakOptions, "pointsMin"> {
  /** End of the newest reading. */
  readonly nowEpochMs: number;
}

/**
 * Suspected if the evidence of any window will do, the shortest first; not enough data only if none could judge. `points`:
 * 5-minute readings, of which the last day counts.
 */
export function judgeWindows(points: readonly Point[], options: WindowOptions): WindowedVerdict {
  const judged = SHORTEST_FIRST.map((window) => ({ window, verdict: judgeWindow(window, points, options) }));
  const suspected = judged.find(({ window, verdict }) => verdict.verdict === "suspected" && isBelievable(window, verdict));
  const clear = judged.find(({ verdict }) => verdict.verdict === "no-trend");
  return suspected ?? clear ?? { window: "short", verdict: tooLittle(judged) };
}

/** Whether any window would call it a leak if there were nothing else to know: then it pays to learn more. */
export function isRising(points: readonly Point[], options: WindowOptions): boolean {
  return SHORTEST_FIRST.some((window) => judgeWindow(window, points, options).verdict === "suspected");
}

/** One window alone. */
export function judgeWindow(
  window: LeakWindow,
  points: readonly Point[],
  { nowEpochMs, ...options }: WindowOptions,
): LeakVerdict {
  const { spanMs, binMs, pointsMin, ageMinMs } = LEAK_WINDOWS[window];
  const bornEpochMs = Math.max(nowEpochMs - spanMs, ...(options.restartsAtEpochMs ?? []));
  const series = mergeIntoBins(
    points.filter(({ atEpochMs }) => atEpochMs >= bornEpochMs && atEpochMs < nowEpochMs),
    binMs,
  );
  const isTooYoung = nowEpochMs - (series[0]?.atEpochMs ?? nowEpochMs) < ageMinMs;
  if (isTooYoung) return { verdict: "not-enough-data", points: series.length, pointsNeeded: Math.ceil(ageMinMs / binMs) };
  const { restartsAtEpochMs: _, ...others } = options;
  return atPresentRate(judgeLeak(series, { ...others, pointsMin }), series);
}

/**
 * Without a day to compare with, some hours of rise may be the morning. Two hours are still believed where no limit is known,
 * or where it would be reached within a day.
 */
function isBelievable(window: LeakWindow, { sameHours, timeUntilLimit }: LeakSuspected): boolean {
  if (window === "long" || sameHours !== undefined) return true;
  if (window === "middle") return false;
  return timeUntilLimit.outlook === "expected" ? timeUntilLimit.likelyMs < DAY_MS : timeUntilLimit.outlook !== "not-foreseeable";
}

/** Of the two hours; where those rise, what is lacking to believe it is the day. */
function tooLittle(judged: readonly WindowedVerdict[]): NotEnoughData {
  const [short, ...longer] = judged.map(({ verdict }) => verdict);
  const wanting = short?.verdict === "not-enough-data" ? short : longer.findLast(({ verdict }) => verdict === "not-enough-data");
  return wanting?.verdict === "not-enough-data" ? wanting : { verdict: "not-enough-data", points: 0, pointsNeeded: 12 };
}

/** One point a bin, at its start: the median of what lies in it. */
function mergeIntoBins(points: readonly Point[], binMs: number): Point[] {
  const bins = Map.groupBy(points, ({ atEpochMs }) => Math.floor(atEpochMs / binMs) * binMs);
  return [...bins].map(([atEpochMs, inBin]) => ({ atEpochMs, value: median(valuesOf(inBin)) ?? 0 }));
}
