/** Theil-Sen: how fast does a series rise? The median of all slopes, so that a quarter of the points may be wild. */
import { varianceOfS } from "./mann-kendall.ts";
import { medianAbsoluteDeviation, medianOfSorted } from "./quantiles.ts";
import { type Point, tidySeries, valuesOf } from "./series.ts";

export interface TheilSen {
  /** In units of the value per second, as the two below. */
  readonly slopePerSecond: number;
  readonly slopeLowPerSecond: number;
  readonly slopeHighPerSecond: number;
  /** Noise around the line, in units of the value, comparable with a standard deviation. */
  readonly residualMad: number;
}

/** 90 % of the time the true slope lies between low and high. */
const CONFIDENCE_Z = 1.645;

/**
 * Median of all pairwise slopes (Theil 1950; Sen 1968); low and high are the slopes of rank (N ∓ z·√Var S)/2 of N (Sen 1968,
 * rounded outwards). `z` is the standard normal deviate of the confidence. `undefined` with fewer than two moments.
 * Order of input does not matter; points of one moment are merged, beyond 500 they are thinned (see `tidySeries`).
 */
export function theilSen(points: readonly Point[], { z = CONFIDENCE_Z }: { readonly z?: number } = {}): TheilSen | undefined {
  const series = tidySeries(points);
  const slopes = pairwiseSlopesPerSecond(series);
  const slopePerSecond = medianOfSorted(slopes);
  if (slopePerSecond === undefined) return undefined;
  const halfWidth = z * Math.sqrt(varianceOfS(valuesOf(series)));
  return {
    slopePerSecond,
    slopeLowPerSecond: atRank(slopes, Math.floor((slopes.length - halfWidth) / 2) - 1),
    slopeHighPerSecond: atRank(slopes, Math.ceil((slopes.length + halfWidth) / 2)),
    residualMad: medianAbsoluteDeviation(series.map((point) => point.value - slopePerSecond * secondsSinceFirst(point, series))),
  };
}

/** Ascending. */
function pairwiseSlopesPerSecond(series: readonly Point[]): Float64Array {
  const slopes = new Float64Array((series.length * (series.length - 1)) / 2);
  let filled = 0;
  for (const [at, later] of series.entries()) {
    for (const earlier of series.slice(0, at)) {
      slopes[filled++] = (1_000 * (later.value - earlier.value)) / (later.atEpochMs - earlier.atEpochMs);
    }
  }
  return slopes.sort();
}

/** Counted from 0; beyond either end the last slope there is. */
function atRank(sorted: Float64Array, rank: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, rank))] ?? 0;
}

function secondsSinceFirst(point: Point, series: readonly Point[]): number {
  return (point.atEpochMs - (series[0]?.atEpochMs ?? 0)) / 1_000;
}
