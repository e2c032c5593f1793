/** Runs and failures of a check, day by day as people of its zone count days. */

export interface DayCount {
  readonly runs: number;
  readonly failedRuns: number;
}

/** By day: `2026-11-22`. A day without runs is not there. */
export type DayCounts = Readonly<Record<string, DayCount>>;

/** What is known of one check. */
export interface RunCounts {
  readonly days: DayCounts;
  /** End of the last hour in which it ran. */
  readonly lastHourEndEpochMs?: number;
}

export const DAYS_SHOWN = 90;

/** The last days that a page shows, the oldest first, today among them. `day` is today. */
export function lastDays(day: string, count: number): string[] {
  const todayEpochMs = Date.parse(`${day}T00:00:00Z`);
  return Array.from({ length: count }, (_, at) => isoDay(todayEpochMs - (count - 1 - at) * DAY_MS));
}

const DAY_MS = 86_400_000;

function isoDay(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, "2026-11-22".length);
}
