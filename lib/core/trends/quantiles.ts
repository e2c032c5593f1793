/** Order statistics: what is usual, whatever a few outliers say. */

/** Median of numbers in any order, in their unit; `undefined` of none. The mean of the two middle ones if their count is even. */
export function median(values: Iterable<number>): number | undefined {
  return medianOfSorted(Float64Array.from(values).sort());
}

/** As `median`, for numbers already in ascending order. */
export function medianOfSorted(sorted: ArrayLike<number>): number | undefined {
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : lower + (upper - lower) / 2;
}

/** Nearest rank, so always one of the numbers: `share` 0.95 is the 95th percentile. `undefined` of none. */
export function percentile(values: Iterable<number>, share: number): number | undefined {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

/** Makes a median absolute deviation comparable with a standard deviation, if the noise is normal. */
const MAD_TO_SD = 1.4826;

/** Spread of numbers around their median, in their unit; 0 of none. */
export function medianAbsoluteDeviation(values: readonly number[]): number {
  const centre = median(values) ?? 0;
  return MAD_TO_SD * (median(values.map((value) => Math.abs(value - centre))) ?? 0);
}
