/** Readings of a check by local day and hour: the data behind the map of slow hours. */
import { localHoursIn } from "../trends/local-hour.ts";
import { median } from "../trends/quantiles.ts";
import type { Reading } from "./timeline.ts";
import type { HourCell, HourTable } from "./view.ts";

const HOURS = 24;
const DAYS_MAX = 7;
/** A share of the runs that makes an hour a failing one. */
const FAILING_SHARE = 0.1;
const SLOWER_TIMES = 1.3;
const SLOW_TIMES = 2;

export type HourLevel = "none" | "usual" | "slower" | "slow" | "failing";

/** Of runs that failed by our own fault nothing is said. */
export function buildHours(readings: readonly Reading[], timezone: string): HourTable {
  const localHour = localHoursIn(timezone);
  const located = readings
    .filter(({ status }) => status !== "unknown")
    .map((reading) => ({ ...reading, ...localHour(reading.dueEpochMs) }));
  const byDay = [...Map.groupBy(located, ({ day }) => day)].toSorted(([one], [other]) => (one < other ? -1 : 1)).slice(-DAYS_MAX);
  const usualMs = median(byDay.flatMap(([, ofDay]) => ofDay.flatMap(({ latencyMs }) => latencyMs ?? [])));
  const days = byDay.map(([day, ofDay]) => {
    const byHour = Map.groupBy(ofDay, ({ hour }) => hour);
    return { day, hours: Array.from({ length: HOURS }, (_, hour) => cellOf(byHour.get(hour) ?? [])) };
  });
  return { days, ...(usualMs !== undefined && { usualMs }) };
}

/** How an hour compares with the median of all. */
export function levelOf({ failedRuns, medianMs, runs }: HourCell, usualMs: number | undefined): HourLevel {
  if (runs === 0) return "none";
  if (failedRuns >= FAILING_SHARE * runs) return "failing";
  if (medianMs === undefined || usualMs === undefined || medianMs < SLOWER_TIMES * usualMs) return "usual";
  return medianMs < SLOW_TIMES * usualMs ? "slower" : "slow";
}

function cellOf(readings: readonly Reading[]): HourCell {
  const medianMs = median(readings.flatMap(({ latencyMs }) => latencyMs ?? []));
  const failedRuns = readings.filter(({ status }) => status === "down").length;
  return { runs: readings.length, failedRuns, ...(medianMs !== undefined && { medianMs }) };
}
