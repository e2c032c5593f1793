/** How often the time-of-day test claims an hour that is none, and misses one that is: measured on simulated days. */
import type { Point } from "../series.ts";
import { findSlowHours } from "../time-of-day.ts";
import { createRandom, type Random } from "./random.ts";

export interface SimulatedDays {
  readonly days: number;
  /** Standard deviation of the logarithm of an hour's level: 0.3 is a quiet service, 1.5 has most days two hours that are 8 times usual. */
  readonly spread: number;
  /** On this share of the days, drawn one by one, the hour of 04:00 takes four times as long. */
  readonly slowShare: number;
  readonly runs: number;
}

export interface SlowHourRates {
  /** Share of the runs, 0 to 1, in which 04:00 was among the hours claimed. */
  readonly found: number;
  /** Share in which another hour was. */
  readonly mistaken: number;
}

const START_EPOCH_MS = Date.UTC(2026, 10, 9);
const HOUR_MS = 3_600_000;
const POINTS_EVERY_MS = 300_000;
const SLOW_HOUR = 4;

/** The same rates on every run and every machine. */
export function measureSlowHourRates(simulated: SimulatedDays): SlowHourRates {
  const random = createRandom(simulated.days);
  const claims = Array.from({ length: simulated.runs }, () => claimedHours(simulateDays(simulated, random)));
  const shareOf = (isMeant: (hour: number) => boolean) => claims.filter((hours) => hours.some(isMeant)).length / simulated.runs;
  return { found: shareOf((hour) => hour === SLOW_HOUR), mistaken: shareOf((hour) => hour !== SLOW_HOUR) };
}

function claimedHours(points: readonly Point[]): number[] {
  const verdict = findSlowHours(points, { timezone: "UTC", of: "latency" });
  return verdict.verdict === "slow-hours" ? verdict.hours.map(({ hour }) => hour) : [];
}

/** Three points an hour, all at the level of the hour: what differs is the hours. */
function simulateDays({ days, spread, slowShare }: SimulatedDays, random: Random): Point[] {
  return Array.from({ length: 24 * days }, (_, hour) => {
    const isSlow = random.uniform() < slowShare && hour % 24 === SLOW_HOUR;
    const value = 100 * (isSlow ? 4 : 1) * Math.exp(spread * random.normal());
    return [0, 1, 2].map((at) => ({ atEpochMs: START_EPOCH_MS + hour * HOUR_MS + at * POINTS_EVERY_MS, value }));
  }).flat();
}
