/** Datapoints of an alarm's metric from stored outcomes, as CloudWatch would build them from what a prober publishes. */
import { type SampleContext, samplesOfOutcome } from "../core/metrics/samples.ts";
import type { AlarmMetric } from "../core/model/alarm.ts";
import type { Sample } from "../core/model/metric.ts";
import { summarise } from "../core/model/statistic.ts";
import type { DueOutcome } from "./store.ts";

export interface DatapointOptions {
  readonly metric: AlarmMetric;
  readonly sampling: Pick<SampleContext, "deployment" | "everyMs">;
  readonly nowEpochMs: number;
  readonly periods: number;
}

/**
 * One datapoint a period, newest last; `undefined` where nothing was published. Periods lie on multiples of their length.
 * The period that has just begun counts only once it holds a sample: it is not missing yet.
 */
export function buildDatapoints(outcomes: readonly DueOutcome[], options: DatapointOptions): (number | undefined)[] {
  const { metric, nowEpochMs, periods } = options;
  const periodOf = (atEpochMs: number) => Math.floor(atEpochMs / metric.periodMs);
  const samples = outcomes.flatMap((due) => samplesOf(due, options)).filter((sample) => belongsTo(metric, sample));
  const byPeriod = Map.groupBy(samples, (sample) => periodOf(sample.atEpochMs));
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
export function datapointsSinceEpochMs({ metric, nowEpochMs, periods }: Omit<DatapointOptions, "sampling">): number {
  return (Math.floor(nowEpochMs / metric.periodMs) - periods) * metric.periodMs;
}

function samplesOf({ outcome, dueEpochMs }: DueOutcome, { sampling }: DatapointOptions): Sample[] {
  return samplesOfOutcome(outcome, { ...sampling, dueEpochMs });
}

/** Location apart: on this computer there is one, whatever the alarm's own says. */
function belongsTo(metric: AlarmMetric, sample: Sample): boolean {
  return sample.metric === metric.name && sample.dimensions.Check === metric.dimensions.Check;
}
