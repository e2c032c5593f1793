/** Mann-Kendall: does a series rise at all? Counts pairs, so neither outliers nor the shape of the rise matter. */
import { normalTail } from "./normal-tail.ts";
import { type Point, tidySeries, valuesOf } from "./series.ts";

export interface MannKendall {
  /** Points that were compared. */
  readonly points: number;
  /** Pairs that rise minus pairs that fall. */
  readonly s: number;
  /** Variance of `s` if nothing rises or falls. */
  readonly variance: number;
  readonly z: number;
  /** Chance of such a rise without any trend: one-sided, 0 to 1; above 0.5 the series falls. */
  readonly p: number;
}

/**
 * One-sided test for a rise (Mann 1945; Kendall 1975), corrected for ties and for the steps of `s`.
 * Order of input does not matter; points of one moment are merged, beyond 500 they are thinned (see `tidySeries`).
 * It takes points for independent of one another: noise that follows itself makes p too small.
 */
export function mannKendall(points: readonly Point[]): MannKendall {
  const values = valuesOf(tidySeries(points));
  const s = risingMinusFalling(values);
  const variance = varianceOfS(values);
  const z = variance === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance);
  return { points: values.length, s, variance, z, p: normalTail(z) };
}

/** Σ sign(x_j − x_i) over i < j. */
function risingMinusFalling(values: readonly number[]): number {
  let s = 0;
  for (const [at, later] of values.entries()) {
    for (let before = 0; before < at; before++) s += Math.sign(later - (values[before] ?? later));
  }
  return s;
}

/** [n(n−1)(2n+5) − Σ t(t−1)(2t+5)]/18 over the sizes t of groups of equal values (Kendall 1975). */
export function varianceOfS(values: readonly number[]): number {
  const ties = [...Map.groupBy(values, (value) => value).values()].map(({ length }) => orderings(length));
  return (orderings(values.length) - ties.reduce((sum, tie) => sum + tie, 0)) / 18;
}

function orderings(count: number): number {
  return count * (count - 1) * (2 * count + 5);
}
