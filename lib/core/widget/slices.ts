/** How a span of time is cut into the slices of a heartbeat row, so that CloudWatch still has data of that grain. */
import { BUCKETS } from "../render/timeline.ts";
import type { TimeRange } from "./viewer.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Each divides a day: its multiples are where CloudWatch's periods begin. */
const SLICES_MS = [1, 5, 20, 60, 180, 360, 720, 1_440].map((minutes) => minutes * MINUTE_MS);
/** Older data has only periods of so much. */
const KEPT = [
  { olderThanMs: 63 * DAY_MS, periodMs: HOUR_MS },
  { olderThanMs: 15 * DAY_MS, periodMs: 5 * MINUTE_MS },
];

export interface Slices {
  readonly sliceMs: number;
  /** Both ends lie on multiples of the slice. */
  readonly fromEpochMs: number;
  readonly toEpochMs: number;
}

/** The smallest slices of which one row reaches over the range. */
export function slicesOf({ fromEpochMs, toEpochMs }: TimeRange, nowEpochMs: number): Slices {
  const keptMs = KEPT.find(({ olderThanMs }) => nowEpochMs - fromEpochMs > olderThanMs)?.periodMs ?? 0;
  const fits = (sliceMs: number) => sliceMs >= keptMs && sliceMs * BUCKETS >= toEpochMs - fromEpochMs;
  return slicesUntil(Math.min(toEpochMs, latestEpochMs(nowEpochMs)), SLICES_MS.find(fits) ?? DAY_MS);
}

/** CloudWatch shows a run a minute or two late: a row that ended now would end in a gap. */
export function latestEpochMs(nowEpochMs: number): number {
  return nowEpochMs - 2 * MINUTE_MS;
}

/** A row of slices, the last of which holds the moment. */
export function slicesUntil(atEpochMs: number, sliceMs: number): Slices {
  const toEpochMs = (Math.floor(atEpochMs / sliceMs) + 1) * sliceMs;
  return { sliceMs, fromEpochMs: toEpochMs - BUCKETS * sliceMs, toEpochMs };
}
