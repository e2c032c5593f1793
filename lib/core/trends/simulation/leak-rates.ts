/** How often the leak test claims what is not there, and misses what is: measured on simulated gauges. */
import { judgeLeak } from "../leak.ts";
import { type GaugeName, simulate } from "./gauges.ts";
import { createRandom } from "./random.ts";

/** Shares of the runs, 0 to 1, that passed the rules up to and including this one. */
export interface LeakRates {
  /** Mann-Kendall alone. */
  readonly trend: number;
  /** … and a rise beyond noise and level. */
  readonly effect: number;
  /** … and still rising, and with history above what this time of day saw before. */
  readonly claimed: number;
}

export interface SimulatedWindows {
  readonly gauge: GaugeName;
  readonly points: number;
  readonly withHistory: boolean;
  readonly runs: number;
}

const RULES = ["trend", "effect", "still-rising", "same-hours"] as const;

/** The same rates on every run and every machine. */
export function measureLeakRates({ gauge, points, withHistory, runs }: SimulatedWindows): LeakRates {
  const random = createRandom(points);
  const passed = Array.from({ length: runs }, () => {
    const { window, previousDays } = simulate(gauge, { points, random });
    const verdict = judgeLeak(window, withHistory ? { previousDays } : {});
    if (verdict.verdict === "not-enough-data") return 0;
    return verdict.verdict === "suspected" ? RULES.length : RULES.indexOf(verdict.failed.rule);
  });
  const shareWith = (rules: number) => passed.filter((count) => count >= rules).length / runs;
  return { trend: shareWith(1), effect: shareWith(2), claimed: shareWith(4) };
}
