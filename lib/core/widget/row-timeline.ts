/** Datapoints of `Up` and `Slow` -> a heartbeat row: each slice shows the worst run in it. */
import { buildTimeline, type Reading } from "../render/timeline.ts";
import type { ShownState, Timeline } from "../render/view.ts";
import type { Point } from "../trends/series.ts";
import type { Slices } from "./slices.ts";

export interface RowPoints {
  /** 1 where all runs of a slice were up or slow, less where one was down. */
  readonly up: readonly Point[];
  /** More than 0 where one was slow. */
  readonly slow: readonly Point[];
  readonly everyMs: number;
}

export function rowTimeline({ up, slow, everyMs }: RowPoints, { sliceMs, toEpochMs }: Slices): Timeline {
  const slowAt = new Set(slow.filter(({ value }) => value > 0).map(({ atEpochMs }) => atEpochMs));
  const runs = up.map(({ atEpochMs, value }): Reading => {
    return { dueEpochMs: atEpochMs, status: value < 1 ? "down" : slowAt.has(atEpochMs) ? "slow" : "up" };
  });
  const readings = runs.flatMap((run, at) => untilNext(run, runs[at + 1], { sliceMs, everyMs }));
  return buildTimeline(readings, { bucketMs: sliceMs, endEpochMs: toEpochMs - 1 });
}

/** Of a check that runs less often than there are slices, a run stands until the next one is due. */
function untilNext(
  run: Reading,
  next: Reading | undefined,
  { sliceMs, everyMs }: { sliceMs: number; everyMs: number },
): Reading[] {
  const untilEpochMs = Math.min(run.dueEpochMs + everyMs, next?.dueEpochMs ?? Number.POSITIVE_INFINITY);
  const slices = Math.max(1, Math.ceil((untilEpochMs - run.dueEpochMs) / sliceMs));
  return Array.from({ length: slices }, (_, index) => ({ ...run, dueEpochMs: run.dueEpochMs + index * sliceMs }));
}

/** How long a state may stand without news: CloudWatch shows a run a minute or two late. */
const SILENT_SLICES = 2;

/** How the check stands at the end of the row. */
export function lastState({ buckets }: Timeline): ShownState {
  return buckets.slice(-SILENT_SLICES).findLast(({ state }) => state !== "none")?.state ?? "none";
}
