/** What may pass for usual: readings of previous days, without those on which the gauge leaked. */
import { median } from "../trends/quantiles.ts";
import { type Point, valuesOf } from "../trends/series.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS = [1, 2, 3, 4, 5, 6, 7];
/** A verdict that wavers is one suspicion. */
const EPISODE_GAP_MS = HOUR_MS;
const LEVEL_POINTS = 3;
/** Half the least rise that is ever claimed; noise does not fall as far. */
const SUBSIDED_TO_SHARE = 0.95;

export interface LeakHistory {
  /** Readings of the gauge, in order of time. */
  readonly points: readonly Point[];
  /** `LeakSuspected` as published. */
  readonly verdicts: readonly Point[];
  readonly restartsAtEpochMs: readonly number[];
  readonly nowEpochMs: number;
}

/** Readings of the seven days before (a day reaches twelve hours to either side of this time of day), leaking days left out. */
export function usualDays(history: LeakHistory): Point[] {
  const leaks = suspicions(history.verdicts).filter((episode) => !hasSubsided(episode, history));
  const usual = DAYS.map((daysBack) => ({
    fromEpochMs: history.nowEpochMs - daysBack * DAY_MS - DAY_MS / 2,
    toEpochMs: history.nowEpochMs - daysBack * DAY_MS + DAY_MS / 2,
  })).filter((day) => !leaks.some((leak) => leak.fromEpochMs < day.toEpochMs && leak.toEpochMs >= day.fromEpochMs));
  return history.points.filter(({ atEpochMs }) =>
    usual.some(({ fromEpochMs, toEpochMs }) => fromEpochMs <= atEpochMs && atEpochMs < toEpochMs),
  );
}

interface Episode {
  readonly fromEpochMs: number;
  readonly toEpochMs: number;
}

function suspicions(verdicts: readonly Point[]): Episode[] {
  const episodes: Episode[] = [];
  for (const { atEpochMs } of verdicts.filter(({ value }) => value >= 1)) {
    const last = episodes.at(-1);
    if (last === undefined || atEpochMs - last.toEpochMs > EPISODE_GAP_MS) {
      episodes.push({ fromEpochMs: atEpochMs, toEpochMs: atEpochMs });
    } else {
      episodes[episodes.length - 1] = { ...last, toEpochMs: atEpochMs };
    }
  }
  return episodes;
}

/** What came down by itself, in the same life of the process, was a wave: a leak goes only with the process. */
function hasSubsided({ fromEpochMs }: Episode, { points, restartsAtEpochMs }: LeakHistory): boolean {
  const restart = Math.min(Number.POSITIVE_INFINITY, ...restartsAtEpochMs.filter((at) => at > fromEpochMs));
  const before = valuesOf(points.filter(({ atEpochMs }) => atEpochMs < fromEpochMs).slice(-LEVEL_POINTS));
  const after = valuesOf(points.filter(({ atEpochMs }) => atEpochMs >= fromEpochMs && atEpochMs < restart));
  const floor = SUBSIDED_TO_SHARE * (median(before) ?? Number.NEGATIVE_INFINITY);
  return after.some(
    (_, at) => at + LEVEL_POINTS <= after.length && (median(after.slice(at, at + LEVEL_POINTS)) ?? floor) < floor,
  );
}
