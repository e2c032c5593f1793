/** A gauge over time, and what is done to it before anything is calculated. */
import { median } from "./quantiles.ts";

/** One value of a gauge; its unit is the caller's and comes back in every result. */
export interface Point {
  readonly atEpochMs: number;
  readonly value: number;
}

/** Pairs grow with the square: 500 points make 124,750 slopes, some 15 ms of work. */
export const POINTS_MAX = 500;
/** No gauge has such a value; within these bounds no sum or slope can overflow. */
const VALUE_MAX = 1e100;
const EPOCH_MS_MAX = 8.64e15;

/**
 * In order of time, one point a millisecond (the median of those that share it), without values that are no numbers,
 * thinned evenly to at most `POINTS_MAX` with first and last kept. Tidying twice changes nothing.
 */
export function tidySeries(points: readonly Point[]): readonly Point[] {
  if (isTidy(points)) return points;
  const byMoment = Map.groupBy(points.filter(isUsable), ({ atEpochMs }) => Math.round(atEpochMs));
  const merged = [...byMoment].map(([atEpochMs, same]) => ({ atEpochMs, value: median(valuesOf(same)) ?? 0 }));
  return thin(merged.sort((one, other) => one.atEpochMs - other.atEpochMs));
}

export function valuesOf(points: readonly Point[]): number[] {
  return points.map(({ value }) => value);
}

/** Whether a point can be calculated with: NaN, infinities and values beyond any gauge's cannot. */
export function isUsable({ atEpochMs, value }: Point): boolean {
  return Math.abs(value) <= VALUE_MAX && Math.abs(atEpochMs) <= EPOCH_MS_MAX;
}

/** Worth asking first: a series is tidied once, then given to one function after the other. */
function isTidy(points: readonly Point[]): boolean {
  let lastEpochMs = Number.NEGATIVE_INFINITY;
  const isInOrder = points.every((point) => {
    const follows = point.atEpochMs > lastEpochMs && Number.isInteger(point.atEpochMs) && isUsable(point);
    lastEpochMs = point.atEpochMs;
    return follows;
  });
  return isInOrder && points.length <= POINTS_MAX;
}

function thin(points: readonly Point[]): readonly Point[] {
  if (points.length <= POINTS_MAX) return points;
  const step = (points.length - 1) / (POINTS_MAX - 1);
  return Array.from({ length: POINTS_MAX }, (_, at) => points[Math.round(at * step)]).filter((point) => point !== undefined);
}
