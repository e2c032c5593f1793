/** The leak test: a gauge that rises beyond its noise, goes on rising, and does not do so every day at this hour. */
import type { FailedRule, LeakSuspected, LeakVerdict } from "./leak-verdict.ts";
import { mannKendall } from "./mann-kendall.ts";
import { median } from "./quantiles.ts";
import { summariseSameHours } from "./same-hours.ts";
import { type Point, tidySeries, valuesOf } from "./series.ts";
import { theilSen } from "./theil-sen.ts";
import { timeUntilLimit } from "./time-until-limit.ts";

export interface LeakOptions {
  /**
   * Values of the same gauge on up to seven days before, whatever process they came from. Leave out days on which it leaked:
   * they would pass for usual.
   */
  readonly previousDays?: readonly Point[];
  /** Only points from the last restart on are judged. */
  readonly restartsAtEpochMs?: readonly number[];
  /** Where the gauge ends, in its unit. */
  readonly limit?: number;
  /** Points without which nothing is said: 12, and never fewer than 8. */
  readonly pointsMin?: number;
}

const POINTS_NEEDED = 12;
/** With 6 points a leak of one standard deviation a point is found one time in five: fewer than 8 are never judged. */
const POINTS_NEVER_BELOW = 8;
const TREND_P_BELOW = 0.01;
const STILL_RISING_P_BELOW = 0.05;
const STILL_RISING_SLOPE_SHARE = 0.5;
const RISE_OF_LEVEL = 0.1;
const RISE_OF_NOISE = 4;
const CRITICAL_WITHIN_MS = 6 * 3_600_000;
const CRITICAL_OF_LIMIT = 0.8;
const SECONDS_PER_HOUR = 3_600;

/**
 * Judges points of one gauge, at best 24 that span two hours: Mann-Kendall p < 0.01, Theil-Sen rise large enough, newer half
 * still rising, and the level above all that this time of day saw before. What these rules miss and mistake: docs/trends.md.
 * Never throws; order of input does not matter (see `tidySeries`).
 */
export function judgeLeak(points: readonly Point[], options: LeakOptions = {}): LeakVerdict {
  const series = tidySeries(presentLife(points, options.restartsAtEpochMs ?? []));
  const pointsNeeded = Math.max(POINTS_NEVER_BELOW, options.pointsMin ?? POINTS_NEEDED);
  const fit = series.length < pointsNeeded ? undefined : fitSeries(series, options.previousDays ?? []);
  if (fit === undefined) return { verdict: "not-enough-data", points: series.length, pointsNeeded };
  const failed = firstFailedRule(fit);
  return failed ? { verdict: "no-trend", points: series.length, failed } : suspect(fit, options.limit);
}

function presentLife(points: readonly Point[], restartsAtEpochMs: readonly number[]): Point[] {
  const startedAtEpochMs = restartsAtEpochMs.reduce((last, at) => Math.max(last, at), Number.NEGATIVE_INFINITY);
  return points.filter(({ atEpochMs }) => atEpochMs >= startedAtEpochMs);
}

type Fit = NonNullable<ReturnType<typeof fitSeries>>;

function fitSeries(series: readonly Point[], previousDays: readonly Point[]) {
  const line = fitLine(series);
  const stillRising = fitLine(series.slice(Math.floor(series.length / 2)));
  const [first, last] = [series[0], series.at(-1)];
  if (!line || !stillRising || !first || !last) return undefined;
  const hours = (last.atEpochMs - first.atEpochMs) / 3_600_000;
  return {
    points: series.length,
    fromEpochMs: first.atEpochMs,
    toEpochMs: last.atEpochMs,
    level: median(valuesOf(series.slice(-3))) ?? last.value,
    line,
    rise: line.slopePerHour * hours,
    riseNeeded: Math.max(RISE_OF_LEVEL * Math.abs(median(valuesOf(series)) ?? 0), RISE_OF_NOISE * line.noise),
    stillRising: { slopePerHour: stillRising.slopePerHour, p: stillRising.p },
    sameHours: summariseSameHours(previousDays, last.atEpochMs),
  };
}

function fitLine(series: readonly Point[]) {
  const fit = theilSen(series);
  if (!fit) return undefined;
  return {
    p: mannKendall(series).p,
    slopePerHour: fit.slopePerSecond * SECONDS_PER_HOUR,
    slopeLowPerHour: fit.slopeLowPerSecond * SECONDS_PER_HOUR,
    slopeHighPerHour: fit.slopeHighPerSecond * SECONDS_PER_HOUR,
    noise: fit.residualMad,
  };
}

function firstFailedRule({ line, rise, riseNeeded, stillRising, level, sameHours }: Fit): FailedRule | undefined {
  if (!(line.p < TREND_P_BELOW)) return { rule: "trend", p: line.p, pBelow: TREND_P_BELOW };
  if (!(rise > 0 && rise >= riseNeeded)) return { rule: "effect", rise, riseNeeded };
  const slopeNeededPerHour = STILL_RISING_SLOPE_SHARE * line.slopePerHour;
  if (!(stillRising.slopePerHour >= slopeNeededPerHour && stillRising.p < STILL_RISING_P_BELOW)) {
    return { rule: "still-rising", ...stillRising, slopeNeededPerHour, pBelow: STILL_RISING_P_BELOW };
  }
  if (sameHours && !(level > sameHours.earlierMaximum)) return { rule: "same-hours", level, ...sameHours };
  return undefined;
}

function suspect({ line, sameHours, ...fit }: Fit, limit: number | undefined): LeakSuspected {
  const foreseen = timeUntilLimit({ ...line, level: fit.level }, limit);
  const isNearLimit = limit !== undefined && fit.level > CRITICAL_OF_LIMIT * limit;
  const isSoonThere = foreseen.outlook === "expected" && foreseen.likelyMs < CRITICAL_WITHIN_MS;
  return {
    verdict: "suspected",
    severity: isNearLimit || isSoonThere || sameHours ? "critical" : "warning",
    ...fit,
    ...line,
    ...(sameHours && { sameHours }),
    timeUntilLimit: foreseen,
  };
}
