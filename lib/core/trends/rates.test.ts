/** The simulated rates that docs/trends.md shows, each held against the figure that was measured when the rules were chosen. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { GaugeName } from "./simulation/gauges.ts";
import { type LeakRates, measureLeakRates } from "./simulation/leak-rates.ts";
import { measureSlowHourRates } from "./simulation/slow-hour-rates.ts";

const RUNS = 600;
/** A day's hours cost more than a window of points. */
const SLOW_HOUR_RUNS = 300;
const RULES = ["trend", "effect", "claimed"] as const;

interface Row {
  readonly title: string;
  readonly gauge: GaugeName;
  readonly points: readonly number[];
  /** Per cent of the runs that passed, for each number of points; a rule without figures is shown, not tested. */
  readonly stated: Partial<Record<(typeof RULES)[number], readonly number[]>>;
  readonly withHistory?: boolean;
}

/** Nothing leaks: what passes is a false alarm, so the figures are upper bounds. */
const QUIET: readonly Row[] = [
  {
    title: "flat, independent noise",
    gauge: "flat",
    points: [12, 24, 60],
    stated: { trend: [0.9, 0.9, 1.4], effect: [0, 0, 0], claimed: [0, 0, 0] },
  },
  {
    title: "flat, noise that follows itself (0.7)",
    gauge: "autocorrelated",
    points: [12, 24, 60],
    stated: { trend: [8, 13, 14], effect: [0.2, 0.1, 0] },
  },
  { title: "slow daily wave (±10 of 100)", gauge: "slowWave", points: [60], stated: { trend: [40], effect: [1.6] } },
  {
    title: "one step up (100 to 200)",
    gauge: "step",
    points: [12, 24, 36],
    stated: { effect: [13, 15, 15], claimed: [0.2, 0.3, 0] },
  },
  {
    title: "warm-up that comes to its end",
    gauge: "warmUp",
    points: [12, 24, 36],
    stated: { effect: [80, 90, 95], claimed: [3.1, 0.6, 0.2] },
  },
  {
    title: "sawtooth (heap)",
    gauge: "sawtooth",
    points: [12, 24, 36],
    stated: { effect: [3.5, 0, 0], claimed: [1.5, 0, 0] },
  },
  {
    title: "daily ramp (±60 of 200), no history",
    gauge: "dailyRamp",
    points: [24, 36],
    stated: { effect: [24, 35], claimed: [22, 35] },
  },
  {
    title: "daily ramp, seven days of history",
    gauge: "dailyRamp",
    points: [24, 36],
    stated: { claimed: [0, 0] },
    withHistory: true,
  },
  {
    title: "daily ramp, days that differ by a tenth",
    gauge: "unevenRamp",
    points: [24, 36],
    stated: {},
    withHistory: true,
  },
];

/** Something leaks: what does not pass is missed, so the figures are lower bounds. */
const LEAKING: readonly Row[] = [
  {
    title: "leak, +2 a point",
    gauge: "leakOf2",
    points: [12, 24, 36],
    stated: { effect: [89, 100, 100], claimed: [38, 99.9, 100] },
  },
  {
    title: "leak, +5 a point",
    gauge: "leakOf5",
    points: [12, 24, 36],
    stated: { effect: [100, 100, 100], claimed: [92, 100, 100] },
  },
  {
    title: "bursts, +12 at one point in four",
    gauge: "burstyLeak",
    points: [12, 24, 36],
    stated: { effect: [68, 95, 99], claimed: [32, 77, 89] },
  },
  {
    title: "leak, +2 a point, seven flat days of history",
    gauge: "leakOf2",
    points: [12, 24, 36],
    stated: { claimed: [38, 99.9, 100] },
    withHistory: true,
  },
];

/** Per cent: 3 of 3, 4 of 5 and 5 of 7 days. */
const SLOW_HOURS = [
  { days: 3, statedPercent: 1.4 },
  { days: 5, statedPercent: 0.5 },
  { days: 7, statedPercent: 0.17 },
] as const;

const measured = new Map<string, LeakRates>();

function ratesOf({ gauge, withHistory = false }: Row, points: number): LeakRates {
  const key = `${gauge} ${points} ${withHistory}`;
  const rates = measured.get(key) ?? measureLeakRates({ gauge, points, withHistory, runs: RUNS });
  measured.set(key, rates);
  return rates;
}

/** Every cell of the specification as one test. */
function cellsOf(rows: readonly Row[]) {
  return rows.flatMap((row) =>
    RULES.flatMap((rule) =>
      (row.stated[rule] ?? []).map((percent, at) => ({ title: row.title, rule, points: row.points[at] ?? 0, percent, row })),
    ),
  );
}

/** Three standard errors of a share that was counted in so many runs; of a share of 0, as if one run in all had passed. */
function simulationError(share: number, runs = RUNS): number {
  const counted = Math.min(1 - 1 / runs, Math.max(1 / runs, share));
  return 3 * Math.sqrt((counted * (1 - counted)) / runs);
}

/** Share of runs with any claim where every hour is like every other. */
function chanceClaims(days: number): number {
  const { found, mistaken } = measureSlowHourRates({ days, spread: 1.5, slowShare: 0, runs: SLOW_HOUR_RUNS });
  return found + mistaken;
}

describe("false alarms of the leak test", () => {
  it.each(cellsOf(QUIET))("$title, $points points: $rule at most $percent %", ({ row, rule, points, percent }) => {
    expect(ratesOf(row, points)[rule]).toBeLessThanOrEqual(percent / 100 + simulationError(percent / 100));
  });
});

describe("leaks that the leak test finds", () => {
  it.each(cellsOf(LEAKING))("$title, $points points: $rule at least $percent %", ({ row, rule, points, percent }) => {
    expect(ratesOf(row, points)[rule]).toBeGreaterThanOrEqual(percent / 100 - simulationError(percent / 100));
  });
});

describe("slow hours by chance", () => {
  it.each(SLOW_HOURS)("on $days days are claimed in at most $statedPercent % of the runs", ({ days, statedPercent }) => {
    const stated = statedPercent / 100;
    expect(chanceClaims(days)).toBeLessThanOrEqual(stated + simulationError(stated, SLOW_HOUR_RUNS));
  });
});

describe("docs/trends.md", () => {
  const document = readFileSync(join(import.meta.dirname, "../../../docs/trends.md"), "utf8");

  it("shows the false and found rates as they are measured", () => {
    expect(document).toContain(leakTable(QUIET));
    expect(document).toContain(leakTable(LEAKING));
  });

  it("shows the rates of slow hours as they are measured", () => {
    expect(document).toContain(slowHourTable());
  });
});

function leakTable(rows: readonly Row[]): string {
  return rows
    .map((row) => {
      const cells = RULES.map((rule) => percents(row.points.map((points) => ratesOf(row, points)[rule])));
      return `| ${[row.title, row.points.join(" / "), ...cells].join(" | ")} |`;
    })
    .join("\n");
}

function slowHourTable(): string {
  const foundIn = (days: number, slowShare: number) =>
    measureSlowHourRates({ days, spread: 0.3, slowShare, runs: SLOW_HOUR_RUNS }).found;
  return SLOW_HOURS.map(({ days, statedPercent }) => {
    const cells = [statedPercent / 100, chanceClaims(days), foundIn(days, 0.8), foundIn(days, 1)].map((share) =>
      percents([share]),
    );
    return `| ${[days, ...cells].join(" | ")} |`;
  }).join("\n");
}

/** `0.2 / 13 / 100 %` */
function percents(shares: readonly number[]): string {
  return `${shares.map((share) => Number((100 * share).toFixed(1))).join(" / ")} %`;
}
