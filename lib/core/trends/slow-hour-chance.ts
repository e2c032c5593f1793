/** How easily chance makes a slow hour: some hour is always the slowest. */

const HOURS_A_DAY = 24;

export interface SlowHourRecord {
  /** On how many of the days the hour was among the slowest. */
  readonly daysHit: number;
  /** For every day that was looked at, how many of its hours were ranked. */
  readonly hoursRanked: readonly number[];
  /** How many hours of a day count as its slowest. */
  readonly slowest: number;
}

/**
 * Chance, 0 to 1, that any of 24 hours is among a day's slowest on at least so many days although all hours are alike: the upper
 * tail of the Poisson binomial distribution (Poisson 1837; binomial if all days have as many hours) for one hour, times 24
 * (Boole's inequality: never too small).
 */
export function chanceOfSlowHour({ daysHit, hoursRanked, slowest }: SlowHourRecord): number {
  const chances = hoursRanked.map((hours) => Math.min(1, slowest / Math.max(1, hours)));
  const tail = hitDistribution(chances)
    .slice(daysHit)
    .reduce((sum, chance) => sum + chance, 0);
  return Math.min(1, HOURS_A_DAY * tail);
}

/** Chance of 0, 1, 2, … hits, when each day hits with its own chance. */
function hitDistribution(chances: readonly number[]): number[] {
  return chances.reduce(
    (before, chance) =>
      Array.from({ length: before.length + 1 }, (_, hits) => {
        const stays = (before[hits] ?? 0) * (1 - chance);
        const rises = (before[hits - 1] ?? 0) * chance;
        return stays + rises;
      }),
    [1],
  );
}
