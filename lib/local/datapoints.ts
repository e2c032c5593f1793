/** Datapoints of an alarm's metric from stored outcomes and findings, as CloudWatch would build them from what a prober publishes. */
import { SERIES_DIMENSION } from "../core/metrics/catalogue.ts";
import { type SampleContext, samplesOfOutcome } from "../core/metrics/samples.ts";
import type { AlarmMetric } from "../core/model/alarm.ts";
import type { Sample } from "../core/model/metric.ts";
import { summarise } from "../core/model/statistic.ts";
import type { Point } from "../core/trends/series.ts";
import type { DueOutcome } from "./store.ts";

export interface DatapointOptions {
  readonly metric: AlarmMetric;
  readonly sampling: Pick<SampleContext, "deployment" | "everyMs" | "slow">;
  readonly nowEpochMs: number;
  readonly periods: number;
  /** Of this metric, by the analysis. */
  readonly findings?: readonly Point[];
}

/**
 * One datapoint a period, newest last; `undefined` where nothing was published. Periods lie on multiples of their length.
 * The period that has just begun counts only once it holds a sample: it is not missing yet.
 */
export function buildDatapoints(outcomes: readonly DueOutcome[], options: DatapointOptions): (number | undefined)[] {
  const { metric, nowEpochMs, periods, findings = [] } = options;
  const periodOf = (atEpochMs: number) => Math.floor(atEpochMs / metric.periodMs);
  const samples = outcomes.flatMap((due) => samplesOf(due, options)).filter((sample) => belongsTo(metric, sample));
  const byPeriod = Map.groupBy([...samples, ...findings], ({ atEpochMs }) => periodOf(atEpochMs));
  const current = periodOf(nowEpochMs);
  const last = byPeriod.has(current) ? current : current - 1;
  return Array.from({ length: periods }, (_, at) => {
    const values = byPeriod.get(last - periods + 1 + at) ?? [];
    return summarise(
      values.map(({ value }) => value),
      metric.statistic,
    );
  });
}

/** From when on outcomes are needed for so many periods. */
export function datapointsSinceEpochMs({ metric, nowEpochMs, periods }: Omit<DatapointOptions, "sampling" | "findings">): number {
  return (Math.floor(nowEpochMs / metric.periodMs) - periods) * metric.periodMs;
}

function samplesOf({ outcome, dueEpochMs }: DueOutcome, { sampling }: DatapointOptions): Sample[] {
  return samplesOfOutcome(outcome, { ...sampling, dueEpochMs });
}

/** Location apart: on this computer there is one, whatever the alarm's own says. */
function belongsTo(metric: AlarmMetric, sample: Sample): boolean {
  const isSame = (dimension: string) => sample.dimensions[dimension] === metric.dimensions[dimension];
  return sample.metric === metric.name && isSame("Check") && isSame(SERIES_DIMENSION);
}
