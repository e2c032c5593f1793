/** History of many checks -> their rows, worst first: the state of all of them, the times of those that are drawn. */
import { percentile } from "../render/timeline.ts";
import { SHOWN_STATES, type ShownState, type Timeline } from "../render/view.ts";
import { pointsOf, queryOf, type Source, whyUnread } from "./check-metric.ts";
import type { WidgetCheck } from "./manifest.ts";
import { readAtOnce } from "./read-at-once.ts";
import { lastState, rowTimeline } from "./row-timeline.ts";
import type { Slices } from "./slices.ts";

/** Bounds what one look costs: two metrics of each check that is read and one more of each that is drawn. */
const CHECKS_READ_MAX = 1_000;
export const ROWS_MAX = 100;

export interface Row {
  readonly check: WidgetCheck;
  readonly state: ShownState;
  readonly timeline: Timeline;
  /** Why nothing is known. */
  readonly unread?: string;
}

export interface Rows {
  /** All that were read, worst first. */
  readonly rows: readonly Row[];
  /** Median of the slices, of those rows that are drawn and were answered. */
  readonly usualMs: ReadonlyMap<WidgetCheck, number>;
}

export async function readRows(checks: readonly WidgetCheck[], slices: Slices, source: Source): Promise<Rows> {
  const read = checks.slice(0, CHECKS_READ_MAX);
  // Where all are drawn anyhow, their times need not wait until the worst are known.
  const isAllDrawn = read.length <= ROWS_MAX;
  const [states, early] = await Promise.all([
    readStates(read, slices, source),
    isAllDrawn ? readUsual(read, slices, source) : undefined,
  ]);
  const rows = states.toSorted((one, other) => badness(other) - badness(one));
  const drawn = rows.slice(0, ROWS_MAX).map(({ check }) => check);
  return { rows, usualMs: early ?? (await readUsual(drawn, slices, source)) };
}

export async function readStates(checks: readonly WidgetCheck[], slices: Slices, source: Source): Promise<Row[]> {
  const watched = checks.filter(({ watchesSlowness }) => watchesSlowness);
  const [up, slow] = await Promise.all([
    readAtOnce(
      source.history,
      checks.map((check) => queryOf(check, { metric: "Up", statistic: "Minimum", slices }, source)),
    ),
    readAtOnce(
      source.history,
      watched.map((check) => queryOf(check, { metric: "Slow", statistic: "Maximum", slices }, source)),
    ),
  ]);
  const slowOf = new Map(watched.map((check, at) => [check, slow[at]]));
  return checks.map((check, at) => {
    const answers = [up[at], slowOf.get(check)];
    const timeline = rowTimeline({ up: pointsOf(answers[0]), slow: pointsOf(answers[1]), everyMs: check.everyMs }, slices);
    const unread = whyUnread(answers);
    return { check, timeline, state: lastState(timeline), ...(unread !== undefined && { unread }) };
  });
}

async function readUsual(checks: readonly WidgetCheck[], slices: Slices, source: Source): Promise<Map<WidgetCheck, number>> {
  const queries = checks.map((check) => queryOf(check, { metric: "LatencyMs", statistic: "Average", slices }, source));
  const answers = await readAtOnce(source.history, queries);
  return new Map(
    checks.flatMap((check, at): [WidgetCheck, number][] => {
      const sorted = pointsOf(answers[at])
        .map(({ value }) => value)
        .toSorted((a, b) => a - b);
      const median = percentile(sorted, 0.5);
      return median === undefined ? [] : [[check, median]];
    }),
  );
}

/** By how things stand at the end of the row, then by how many slices were bad. */
function badness({ state, timeline }: Row): number {
  const bad = timeline.buckets.filter((bucket) => bucket.state === "down" || bucket.state === "slow").length;
  return (SHOWN_STATES.length - SHOWN_STATES.indexOf(state)) * (timeline.buckets.length + 1) + bad;
}
