/** A leak that began within the window has been slower on average than it is now: its limit comes sooner than the whole window says. */
import type { LeakSuspected, LeakVerdict } from "../trends/leak-verdict.ts";
import type { Point } from "../trends/series.ts";
import { theilSen } from "../trends/theil-sen.ts";
import { type TimeUntilLimit, timeUntilLimit } from "../trends/time-until-limit.ts";

const SECONDS_PER_HOUR = 3_600;

/** Foresees with the newer half of the points where that is plainly steeper than the whole; everything else stays as it is. */
export function atPresentRate(verdict: LeakVerdict, series: readonly Point[]): LeakVerdict {
  if (verdict.verdict !== "suspected" || verdict.stillRising.slopePerHour <= verdict.slopeHighPerHour) return verdict;
  const limit = limitOf(verdict.timeUntilLimit);
  const fit = theilSen(series.slice(Math.floor(series.length / 2)));
  if (limit === undefined || fit === undefined) return verdict;
  const rise = {
    level: verdict.level,
    slopePerHour: fit.slopePerSecond * SECONDS_PER_HOUR,
    slopeLowPerHour: fit.slopeLowPerSecond * SECONDS_PER_HOUR,
    slopeHighPerHour: fit.slopeHighPerSecond * SECONDS_PER_HOUR,
  };
  return { ...verdict, timeUntilLimit: timeUntilLimit(rise, limit) } satisfies LeakSuspected;
}

function limitOf(foreseen: TimeUntilLimit): number | undefined {
  return foreseen.outlook === "no-known-limit" ? undefined : foreseen.limit;
}
