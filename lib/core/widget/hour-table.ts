/** Quarter hours of a week -> the table of hours by local day. */
import type { HourCell, HourTable } from "../render/view.ts";
import { localHoursIn } from "../trends/local-hour.ts";
import { median } from "../trends/quantiles.ts";
import type { Point } from "../trends/series.ts";

const DAYS_MAX = 7;
const HOURS = 24;

/** Each by quarter hours: runs, runs that were up or slow, and the mean time of those that were answered. */
export interface QuarterHours {
  readonly runs: readonly Point[];
  readonly good: readonly Point[];
  readonly latencyMs: readonly Point[];
}

export function hourTable({ runs, good, latencyMs }: QuarterHours, timezone: string): HourTable {
  const byHour = (points: readonly Point[]) => groupByHour(points, timezone);
  const [runsAt, goodAt, latencyAt] = [byHour(runs), byHour(good), byHour(latencyMs)];
  const days = [...new Set([...runsAt.keys()].map(dayOf))].toSorted().slice(-DAYS_MAX);
  const usualMs = median(latencyMs.map(({ value }) => value));
  const cellOf = (key: string): HourCell => {
    const medianMs = median(latencyAt.get(key) ?? []);
    const runsTotal = sum(runsAt.get(key) ?? []);
    const failedRuns = runsTotal - sum(goodAt.get(key) ?? []);
    return { runs: runsTotal, failedRuns, ...(medianMs !== undefined && { medianMs }) };
  };
  return {
    days: days.map((day) => ({ day, hours: Array.from({ length: HOURS }, (_, hour) => cellOf(keyOf(day, hour))) })),
    ...(usualMs !== undefined && { usualMs }),
  };
}

/** Values by local day and hour. */
function groupByHour(points: readonly Point[], timezone: string): Map<string, number[]> {
  const localHour = localHoursIn(timezone);
  const groups = new Map<string, number[]>();
  for (const { atEpochMs, value } of points) {
    const { day, hour } = localHour(atEpochMs);
    const key = keyOf(day, hour);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
}

function keyOf(day: string, hour: number): string {
  return `${day} ${hour}`;
}

function dayOf(key: string): string {
  return key.slice(0, key.indexOf(" "));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
