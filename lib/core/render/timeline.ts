/** Readings of a check, cut into slices of equal length: the data behind heartbeat rows and response charts. */
import type { Status } from "../model/outcome.ts";
import type { Bucket, ResponseTimes, ShownState, Timeline } from "./view.ts";

/** What is left of an outcome in a long history. */
export interface Reading {
  readonly dueEpochMs: number;
  readonly status: Status;
  /** Only if the target answered. */
  readonly latencyMs?: number;
}

export const BUCKETS = 72;
const BUCKET_SIZES_MS = [10_000, 20_000, 60_000, 300_000] as const;
/** 24 hours in 72 slices. */
const LARGEST_BUCKET_MS = 1_200_000;
const P95_ANSWERS_MIN = 20;

/**
 * The smallest slice that holds at least one run and reaches back to the oldest reading, up to 24 hours:
 * a history of ten minutes fills the row instead of hiding in its last slice.
 */
export function chooseBucketMs(everyMs: number, historyMs: number): number {
  const fits = (sizeMs: number) => sizeMs >= everyMs && sizeMs * BUCKETS >= historyMs;
  return BUCKET_SIZES_MS.find(fits) ?? Math.max(LARGEST_BUCKET_MS, everyMs);
}

/** Slices lie on multiples of their length, so that a check run at a fixed phase has one run in each. */
export function buildTimeline(readings: readonly Reading[], options: { bucketMs: number; endEpochMs: number }): Timeline {
  const { bucketMs, endEpochMs } = options;
  const lastIndex = Math.floor(endEpochMs / bucketMs);
  const byIndex = Map.groupBy(readings, (reading) => Math.floor(reading.dueEpochMs / bucketMs));
  const buckets = Array.from({ length: BUCKETS }, (_, position) => {
    const index = lastIndex - BUCKETS + 1 + position;
    return buildBucket(index * bucketMs, byIndex.get(index) ?? []);
  });
  return { bucketMs, buckets };
}

export function summariseResponse(readings: readonly Reading[]): ResponseTimes {
  const sorted = readings.flatMap(({ latencyMs }) => latencyMs ?? []).sort((one, other) => one - other);
  const p50Ms = percentile(sorted, 0.5);
  if (p50Ms === undefined) return { answers: 0 };
  const p95Ms = sorted.length < P95_ANSWERS_MIN ? undefined : percentile(sorted, 0.95);
  return { answers: sorted.length, p50Ms, ...(p95Ms !== undefined && { p95Ms }) };
}

/** Nearest rank: always a value that was measured. */
export function percentile(sorted: readonly number[], fraction: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * fraction) - 1)];
}

function buildBucket(startEpochMs: number, readings: readonly Reading[]): Bucket {
  const { p50Ms, p95Ms } = summariseResponse(readings);
  return {
    startEpochMs,
    state: worstState(readings),
    runs: readings.length,
    ...(p50Ms !== undefined && { p50Ms }),
    ...(p95Ms !== undefined && { p95Ms }),
  };
}

/** Runs that failed by our own fault say nothing, so one good run beside them makes the slice good. */
function worstState(readings: readonly Reading[]): ShownState {
  const seen = new Set(readings.map(({ status }) => status));
  return (["down", "slow", "up"] as const).find((status) => seen.has(status)) ?? "none";
}
