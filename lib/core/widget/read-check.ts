/** History of one check: its last day, its last weeks, and the hours of the day of its last week. */
import type { HourTable, ShownState, Timeline } from "../render/view.ts";
import type { Point } from "../trends/series.ts";
import { findSlowHours, type TimeOfDayVerdict } from "../trends/time-of-day.ts";
import { pointsOf, queryOf, type Reading, type Source, whyUnread } from "./check-metric.ts";
import { hourTable } from "./hour-table.ts";
import type { WidgetCheck } from "./manifest.ts";
import { readAtOnce } from "./read-at-once.ts";
import { lastState, rowTimeline } from "./row-timeline.ts";
import { latestEpochMs, type Slices, slicesUntil } from "./slices.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const WEEK_MS = 7 * 24 * HOUR_MS;
/** 72 of them are a day … */
export const DAY_SLICE_MS = 20 * MINUTE_MS;
/** … and 36 days. */
const SPANS_MS = [DAY_SLICE_MS, 12 * HOUR_MS];
/** Every offset from UTC in use is a multiple of it. */
const QUARTER_MS = 15 * MINUTE_MS;

export interface CheckPicture {
  readonly check: WidgetCheck;
  readonly state: ShownState;
  readonly spans: readonly Span[];
  readonly hours: HourTable;
  readonly slowHours: TimeOfDayVerdict;
  /** Why something is missing. */
  readonly unread?: string;
}

export interface Span {
  readonly timeline: Timeline;
  readonly runs: number;
  /** Up or slow. */
  readonly goodRuns: number;
}

interface CheckOptions {
  readonly timezone: string;
  readonly nowEpochMs: number;
}

export async function readCheck(
  check: WidgetCheck,
  source: Source,
  { timezone, nowEpochMs }: CheckOptions,
): Promise<CheckPicture> {
  const rows = SPANS_MS.map((sliceMs) => slicesUntil(latestEpochMs(nowEpochMs), sliceMs));
  const week = lastWeek(nowEpochMs);
  const readings = [...rows.flatMap((slices) => readingsOfRow(check, slices)), ...readingsOfHours(week)];
  const answers = await readAtOnce(
    source.history,
    readings.map((reading) => queryOf(check, reading, source)),
  );
  const pointsBy = (slices: Slices, wanted: Reading["metric"], statistic: Reading["statistic"]) => {
    const at = readings.findIndex((one) => one.slices === slices && one.metric === wanted && one.statistic === statistic);
    return pointsOf(answers[at]);
  };
  const spans = rows.map((slices) => {
    const [runs, good] = [pointsBy(slices, "Up", "SampleCount"), pointsBy(slices, "Up", "Sum")];
    return spanOf({ runs, good, slow: pointsBy(slices, "Slow", "Maximum"), everyMs: check.everyMs }, slices);
  });
  const latencyMs = pointsBy(week, "LatencyMs", "Average");
  const quarters = { runs: pointsBy(week, "Up", "SampleCount"), good: pointsBy(week, "Up", "Sum"), latencyMs };
  const unread = whyUnread(answers);
  return {
    ...{ check, spans, hours: hourTable(quarters, timezone), slowHours: findSlowHours(latencyMs, { timezone, of: "latency" }) },
    state: spans[0] === undefined ? "none" : lastState(spans[0].timeline),
    ...(unread !== undefined && { unread }),
  };
}

function readingsOfRow({ watchesSlowness }: WidgetCheck, slices: Slices): Reading[] {
  const slow = { metric: "Slow", statistic: "Maximum", slices } as const;
  return [
    { metric: "Up", statistic: "SampleCount", slices },
    { metric: "Up", statistic: "Sum", slices },
    ...(watchesSlowness ? [slow] : []),
  ];
}

function readingsOfHours(slices: Slices): Reading[] {
  return [
    { metric: "Up", statistic: "SampleCount", slices },
    { metric: "Up", statistic: "Sum", slices },
    { metric: "LatencyMs", statistic: "Average", slices },
  ];
}

function lastWeek(nowEpochMs: number): Slices {
  const toEpochMs = (Math.floor(nowEpochMs / QUARTER_MS) + 1) * QUARTER_MS;
  return { sliceMs: QUARTER_MS, fromEpochMs: toEpochMs - WEEK_MS, toEpochMs };
}

interface SpanPoints {
  readonly runs: readonly Point[];
  readonly good: readonly Point[];
  readonly slow: readonly Point[];
  readonly everyMs: number;
}

function spanOf({ runs, good, slow, everyMs }: SpanPoints, slices: Slices): Span {
  const goodAt = new Map(good.map(({ atEpochMs, value }) => [atEpochMs, value]));
  const up = runs.map(({ atEpochMs, value }) => ({ atEpochMs, value: (goodAt.get(atEpochMs) ?? 0) / value }));
  const total = (points: readonly Point[]) =>
    points.reduce((sum, { atEpochMs, value }) => (atEpochMs < slices.fromEpochMs ? sum : sum + value), 0);
  return { timeline: rowTimeline({ up, slow, everyMs }, slices), runs: total(runs), goodRuns: total(good) };
}
