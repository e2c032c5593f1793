/** When the watched process began anew: its own start time says so, or else the gauge falls off a cliff. */
import { median } from "../trends/quantiles.ts";
import { type Point, valuesOf } from "../trends/series.ts";

/** A fall to less than this share of the level before is a restart; a pool that shrinks does not fall as far at once. */
const DROP_TO_SHARE = 0.7;
const POINTS_BEFORE = 3;
const POINTS_AFTER = 2;
const DAY_MS = 86_400_000;
/** A gauge that falls more often than this does so by habit, as a heap does between collections. */
const DROPS_A_DAY_MAX = 3;

/** Moments from values of `process_start_time_seconds`; what lies in the future is no start (a sum over instances). */
export function restartsFromStartTimes(startTimes: readonly Point[]): number[] {
  const starts = new Set(
    startTimes.filter(({ atEpochMs, value }) => value * 1_000 <= atEpochMs + DAY_MS).map(({ value }) => value),
  );
  return [...starts].map((seconds) => Math.round(seconds * 1_000));
}

/** Moments at which a gauge, given in order of time, fell at once and stayed down; none if it does so again and again. */
export function restartsFromDrops(points: readonly Point[]): number[] {
  const drops = points.filter((_, at) => isDrop(points, at)).map(({ atEpochMs }) => atEpochMs);
  const days = Math.max(1, ((points.at(-1)?.atEpochMs ?? 0) - (points[0]?.atEpochMs ?? 0)) / DAY_MS);
  return drops.length > DROPS_A_DAY_MAX * days ? [] : drops;
}

function isDrop(points: readonly Point[], at: number): boolean {
  const before = points.slice(Math.max(0, at - POINTS_BEFORE), at);
  const after = points.slice(at, at + POINTS_AFTER);
  if (before.length < POINTS_BEFORE || after.length < POINTS_AFTER) return false;
  const floor = DROP_TO_SHARE * (median(valuesOf(before)) ?? 0);
  return after.every(({ value }) => value < floor) && (points[at - 1]?.value ?? 0) >= floor;
}
