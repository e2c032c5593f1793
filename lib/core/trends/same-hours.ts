/** Is a level unusual for this time of day, or does the gauge stand there every day at this hour? */
import { isUsable, type Point } from "./series.ts";

/** What the gauge did around the same time of day on the days before. */
export interface SameHours {
  /** Of the seven days before, those with at least one point in the window. */
  readonly days: number;
  /** Highest value in any of the windows, in the unit of the gauge. */
  readonly earlierMaximum: number;
}

const DAY_MS = 86_400_000;
/** To either side; wide enough to bear a change to or from summer time. */
const WINDOW_MS = 3_600_000;
const DAYS_BACK_MAX = 7;

/** History between an hour before and an hour after the same time on each of the seven days before; `undefined` if there is none. */
export function summariseSameHours(history: readonly Point[], nowEpochMs: number): SameHours | undefined {
  const days = new Set<number>();
  let earlierMaximum = Number.NEGATIVE_INFINITY;
  for (const point of history.filter(isUsable)) {
    const daysBack = Math.round((nowEpochMs - point.atEpochMs) / DAY_MS);
    const fromWindowCentreMs = Math.abs(nowEpochMs - daysBack * DAY_MS - point.atEpochMs);
    if (daysBack < 1 || daysBack > DAYS_BACK_MAX || fromWindowCentreMs > WINDOW_MS) continue;
    days.add(daysBack);
    earlierMaximum = Math.max(earlierMaximum, point.value);
  }
  return days.size === 0 ? undefined : { days: days.size, earlierMaximum };
}
