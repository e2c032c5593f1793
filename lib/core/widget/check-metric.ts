/** A question about one metric of one check. */
import { checkDimensions, METRIC_NAMESPACE, type MetricName } from "../metrics/catalogue.ts";
import { type Locations, locationOf } from "../model/location.ts";
import type { Statistic } from "../model/statistic.ts";
import type { HistoryAnswer, HistoryQuery, MetricHistory } from "../ports.ts";
import type { Point } from "../trends/series.ts";
import type { WidgetCheck } from "./manifest.ts";
import type { Slices } from "./slices.ts";

/** Where the numbers are. */
export interface Source {
  readonly deployment: string;
  readonly locations: Locations;
  readonly history: MetricHistory;
}

export interface Reading {
  readonly metric: MetricName;
  readonly statistic: Statistic;
  readonly slices: Slices;
}

export function queryOf(check: WidgetCheck, { metric, statistic, slices }: Reading, source: Source): HistoryQuery {
  const dimensions = checkDimensions(source.deployment, check.id, locationOf(check.from, source.locations));
  return {
    metric: { namespace: METRIC_NAMESPACE, name: metric, dimensions, statistic, periodMs: slices.sliceMs },
    fromEpochMs: slices.fromEpochMs - leadMs(check, slices),
    toEpochMs: slices.toEpochMs,
  };
}

/** The run that the first slices of a row still stand on may have been before them. */
function leadMs({ everyMs }: WidgetCheck, { sliceMs }: Slices): number {
  return everyMs <= sliceMs ? 0 : Math.ceil(everyMs / sliceMs) * sliceMs;
}

/** Points of an answer; none where it could not be had. */
export function pointsOf(answer: HistoryAnswer | undefined): readonly Point[] {
  return answer !== undefined && "points" in answer ? answer.points : [];
}

/** Why the first answer that is missing is missing. */
export function whyUnread(answers: readonly (HistoryAnswer | undefined)[]): string | undefined {
  return answers.flatMap((answer) => (answer !== undefined && "unavailable" in answer ? answer.unavailable : [])).at(0);
}
