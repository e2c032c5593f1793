/** Which published series tell of a leak, and what is asked of their history. */
import { METRIC_NAMESPACE, type MetricName, seriesDimensions } from "../metrics/catalogue.ts";
import type { Check, LeakWatch } from "../model/check.ts";
import { type Locations, locationOf } from "../model/location.ts";
import type { Statistic } from "../model/statistic.ts";
import type { HistoryQuery } from "../ports.ts";
import type { MetricsTarget } from "../probes/metrics/target.ts";
import { READING_MS } from "./leak-windows.ts";

export interface LeakSeries {
  readonly deployment: string;
  readonly check: Check;
  readonly leak: LeakWatch;
  readonly location: string;
  /** Name of the series that holds the start time of the process, where the check reads it. */
  readonly startSeries?: string;
}

export interface Span {
  readonly fromEpochMs: number;
  readonly toEpochMs: number;
}

const START_TIME = "process_start_time_seconds";

/** One for each check with `leak`, as its first place reads it. */
export function leakSeries(checks: readonly Check[], options: { deployment: string; locations: Locations }): LeakSeries[] {
  return checks.flatMap((check) => {
    if (check.leak === undefined) return [];
    const startSeries = startSeriesOf(check);
    const location = locationOf(check.from[0], options.locations);
    const { deployment } = options;
    return [{ deployment, check, leak: check.leak, location, ...(startSeries !== undefined && { startSeries }) }];
  });
}

/** Readings of the gauge itself. */
export function gaugeQuery(series: LeakSeries, span: Span): HistoryQuery {
  return query("Value", series.leak.series, { ...span, series, statistic: "Average" });
}

/** `LeakSuspected` as this analysis has published it. */
export function verdictQuery(series: LeakSeries, span: Span): HistoryQuery {
  return query("LeakSuspected", series.leak.series, { ...span, series, statistic: "Maximum" });
}

/** Start times of the process; none where the check does not read them. */
export function startQueries(series: LeakSeries, span: Span): HistoryQuery[] {
  const { startSeries } = series;
  return startSeries === undefined ? [] : [query("Value", startSeries, { ...span, series, statistic: "Maximum" })];
}

function query(
  name: MetricName,
  series: string,
  { series: of, statistic, fromEpochMs, toEpochMs }: Span & { readonly series: LeakSeries; readonly statistic: Statistic },
): HistoryQuery {
  const dimensions = seriesDimensions(of.deployment, of.check.id, { location: of.location, series });
  return { metric: { namespace: METRIC_NAMESPACE, name, dimensions, statistic, periodMs: READING_MS }, fromEpochMs, toEpochMs };
}

function startSeriesOf({ kind, target }: Check): string | undefined {
  if (kind !== "metrics") return undefined;
  const { series } = target as Pick<MetricsTarget, "series">;
  return Object.entries(series).find(([, { name }]) => name === START_TIME)?.[0];
}
