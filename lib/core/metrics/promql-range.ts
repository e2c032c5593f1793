/** Questions about history -> range queries of PromQL, many checks at once, and their answers back to who asked. */
import type { Statistic } from "../model/statistic.ts";
import type { HistoryQuery } from "../ports.ts";
import type { Point } from "../trends/series.ts";
import { otlpLabel } from "./catalogue.ts";
import { promqlDuration, selector } from "./promql.ts";

/** One call of query_range. */
export interface RangeRequest {
  readonly query: string;
  readonly startEpochMs: number;
  /** Inclusive. */
  readonly endEpochMs: number;
  readonly stepMs: number;
  /** Places of the questions that it answers, by the check that each is about. */
  readonly asked: ReadonlyMap<string, readonly number[]>;
}

const FUNCTIONS = {
  Average: ["avg", "avg_over_time"],
  Minimum: ["min", "min_over_time"],
  Maximum: ["max", "max_over_time"],
  Sum: ["sum", "sum_over_time"],
  SampleCount: ["sum", "count_over_time"],
} as const satisfies Record<Statistic, readonly [string, string]>;

/** An answer holds 500 series; so many ids keep a query short besides. */
const CHECKS_MAX = 100;
/** CloudWatch answers for seven days, what lies before the first step included. */
const SPAN_MAX_MS = 6 * 86_400_000;
/** Prometheus gives 11,000. */
const STEPS_MAX = 10_000;
const CHECK = "Check";

/** As few as CloudWatch's limits allow. Every question is about one check; the order of the questions plays no part. */
export function rangeRequests(queries: readonly HistoryQuery[]): RangeRequest[] {
  const asked = queries.map((query, at) => ({ query, at }));
  const alike = Map.groupBy(asked, ({ query }) => JSON.stringify({ ...query, metric: withoutCheck(query.metric) }));
  return [...alike.values()].flatMap((same) => {
    const byCheck = Map.groupBy(same, ({ query }) => query.metric.dimensions[CHECK] ?? "");
    const parts = chunksOf([...byCheck], CHECKS_MAX);
    return parts.flatMap((part) => requestsOf(new Map(part.map(([check, some]) => [check, some.map(({ at }) => at)])), same[0]));
  });
}

function withoutCheck({ dimensions, ...metric }: HistoryQuery["metric"]): object {
  return { ...metric, dimensions: { ...dimensions, [CHECK]: undefined } };
}

/** One a span that may be asked for at once. */
function requestsOf(asked: RangeRequest["asked"], first: { readonly query: HistoryQuery } | undefined): RangeRequest[] {
  if (first === undefined) return [];
  const { metric, fromEpochMs, toEpochMs } = first.query;
  const { periodMs } = metric;
  const query = queryOf(metric, [...asked.keys()]);
  const steps = Math.max(1, Math.min(STEPS_MAX, Math.floor(SPAN_MAX_MS / periodMs)));
  const spanMs = steps * periodMs;
  const starts = Array.from({ length: Math.ceil((toEpochMs - fromEpochMs) / spanMs) }, (_, at) => fromEpochMs + at * spanMs);
  return starts.map((startMs) => ({
    ...{ query, asked, stepMs: periodMs },
    startEpochMs: endOfPeriod(startMs, periodMs),
    endEpochMs: Math.min(startMs + spanMs, toEpochMs) - 1,
  }));
}

function queryOf({ name, dimensions, statistic, periodMs }: HistoryQuery["metric"], checks: string[]): string {
  const [aggregate, overTime] = FUNCTIONS[statistic];
  const others = Object.entries(dimensions).filter(([dimension]) => dimension !== CHECK);
  const labels = Object.fromEntries(others.map(([dimension, value]) => [otlpLabel(dimension), value]));
  return `${aggregate} by (check) (${overTime}(${selector(name, { labels, checks })}[${promqlDuration(periodMs)}]))`;
}

/** A range leaves its beginning out and holds its end, a period the other way round: a millisecond earlier they are the same. */
function endOfPeriod(startEpochMs: number, periodMs: number): number {
  return startEpochMs + periodMs - 1;
}

/** A series of an answer, as Prometheus' API has it. */
export interface RangeSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds since 1970, and a number as text. */
  readonly values: readonly (readonly [number, string])[];
}

/** Points of the questions by their place, each at the start of its period. */
export function pointsOfRange({ asked, stepMs }: RangeRequest, series: readonly RangeSeries[]): Map<number, Point[]> {
  const found = new Map<number, Point[]>();
  for (const { labels, values } of series) {
    const points = values.flatMap(([seconds, text]): Point[] => {
      const value = Number(text);
      return Number.isFinite(value) ? [{ atEpochMs: Math.round(seconds * 1_000) + 1 - stepMs, value }] : [];
    });
    for (const at of asked.get(labels.check ?? "") ?? []) found.set(at, points);
  }
  return found;
}

function chunksOf<Item>(items: readonly Item[], sizeMax: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / sizeMax) }, (_, at) => items.slice(at * sizeMax, (at + 1) * sizeMax));
}
