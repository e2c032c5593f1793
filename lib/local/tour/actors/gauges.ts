/** Gauges that rise for good reasons, about which nothing must be claimed. */
import { createRandom } from "../../../core/trends/simulation/random.ts";

const SEED = 4_680;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const WARM_UP_MS = 10 * MINUTE_MS;

export interface GaugeOptions {
  readonly startedAtEpochMs: number;
  readonly deployAtEpochMs: number;
}

/** The gauges of a healthy shop at a moment, each with a little noise. */
export function createGauges({ startedAtEpochMs, deployAtEpochMs }: GaugeOptions) {
  const random = createRandom(SEED);
  const noisy = (level: number) => Math.round(level + 2 * random.normal());
  return {
    /** A deployment doubles the pool, and so it stays. */
    connections: (atEpochMs: number) => noisy(atEpochMs < deployAtEpochMs ? 30 : 60),
    /** A process that fills its pools once. */
    threads: (atEpochMs: number) => noisy(80 - 60 * Math.exp((startedAtEpochMs - atEpochMs) / WARM_UP_MS)),
    /** People get up, and go to bed. */
    sessions: (atEpochMs: number) => noisy(sessionsAt(atEpochMs)),
  };
}

/** The same every day: fewest at midnight, most at noon. */
export function sessionsAt(atEpochMs: number): number {
  return 500 - 400 * Math.cos((2 * Math.PI * (atEpochMs % DAY_MS)) / DAY_MS);
}
