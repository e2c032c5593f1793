/** Gauges as services have them, leaking or not: whole numbers (threads, handles) read every 5 minutes, with noise. */
import type { Point } from "../series.ts";
import type { Random } from "./random.ts";

/** Draws one gauge: its value at a reading counted from 0. Negative readings lie before the window that is judged. */
type Gauge = (random: Random, points: number) => (reading: number) => number;

const NOISE_SD = 4;
const EVERY_MS = 300_000;
const READINGS_A_DAY = 288;
const READINGS_AN_HOUR = 12;
const START_EPOCH_MS = Date.UTC(2026, 10, 16);

export const GAUGES = {
  flat: (random) => noisy(random, () => 200),
  /** Each reading keeps 0.7 of the deviation of the one before: noise that looks like short trends. */
  autocorrelated: (random) => {
    let deviation = NOISE_SD * random.normal();
    return () => {
      deviation = 0.7 * deviation + NOISE_SD * Math.sqrt(1 - 0.7 ** 2) * random.normal();
      return 200 + deviation;
    };
  },
  slowWave: (random) => noisy(random, dailyWave(100, { amplitude: 10, phase: random.uniform() })),
  dailyRamp: (random) => noisy(random, dailyWave(200, { amplitude: 60, phase: random.uniform() })),
  /** The same, on days whose load differs by a tenth. */
  unevenRamp: (random) => {
    const phase = random.uniform();
    const amplitudes = Array.from({ length: 9 }, () => 60 * (1 + 0.1 * random.normal()));
    const amplitudeAt = (reading: number) => amplitudes[7 + Math.floor(reading / READINGS_A_DAY)] ?? 60;
    return noisy(random, (reading) => dailyWave(200, { amplitude: amplitudeAt(reading), phase })(reading));
  },
  /** A deployment, a pool that was made larger. */
  step: (random, points) => {
    const steppedAt = 1 + Math.floor(random.uniform() * (points - 1));
    return noisy(random, (reading) => (reading < steppedAt ? 100 : 200));
  },
  /** Fast at first, then full: caches, connection pools. */
  warmUp: (random, points) => noisy(random, (reading) => 100 + 120 * (1 - Math.exp(-reading / (0.165 * points)))),
  /** A heap between collections: up 40 within 8 to 11 readings, then down again. */
  sawtooth: (random) => {
    const readings = 8 + 3 * random.uniform();
    const started = readings * random.uniform();
    return noisy(random, (reading) => 100 + 40 * (((reading + started) / readings) % 1));
  },
  leakOf2: (random) => noisy(random, (reading) => 100 + 2 * Math.max(0, reading)),
  leakOf5: (random) => noisy(random, (reading) => 100 + 5 * Math.max(0, reading)),
  /** 12 more at one reading in four: a job that leaks only when it runs. */
  burstyLeak: (random) => {
    let level = 100;
    return noisy(random, () => {
      if (random.uniform() < 0.25) level += 12;
      return level;
    });
  },
} as const satisfies Record<string, Gauge>;

export type GaugeName = keyof typeof GAUGES;

export interface Simulated {
  readonly window: readonly Point[];
  /** The same gauge an hour to either side of the last reading, on the seven days before. */
  readonly previousDays: readonly Point[];
}

/** One draw. Gauges that remember (`autocorrelated`, `burstyLeak`) have no history that means anything. */
export function simulate(name: GaugeName, { points, random }: { readonly points: number; readonly random: Random }): Simulated {
  const valueAt = GAUGES[name](random, points);
  const read = (reading: number): Point => ({
    atEpochMs: START_EPOCH_MS + reading * EVERY_MS,
    value: Math.round(valueAt(reading)),
  });
  return {
    window: Array.from({ length: points }, (_, reading) => read(reading)),
    previousDays: sameHoursBefore(points - 1).map(read),
  };
}

function sameHoursBefore(lastReading: number): number[] {
  const aroundIt = Array.from({ length: 2 * READINGS_AN_HOUR + 1 }, (_, at) => lastReading - READINGS_AN_HOUR + at);
  return [1, 2, 3, 4, 5, 6, 7].flatMap((daysBack) => aroundIt.map((reading) => reading - daysBack * READINGS_A_DAY));
}

function noisy(random: Random, levelAt: (reading: number) => number) {
  return (reading: number) => levelAt(reading) + NOISE_SD * random.normal();
}

/** `phase` is the share of the day at which the wave starts. */
function dailyWave(base: number, { amplitude, phase }: { readonly amplitude: number; readonly phase: number }) {
  return (reading: number) => base + amplitude * Math.sin(2 * Math.PI * (phase + reading / READINGS_A_DAY));
}
