/** SQL for datapoints of a metric. SQLite itself reads the facts out of the outcomes: a week of them is too much to parse here. */
import type { MetricName } from "../core/metrics/catalogue.ts";
import type { AlarmMetric } from "../core/model/alarm.ts";
import type { Statistic } from "../core/model/statistic.ts";

const FUNCTIONS = { Minimum: "min", Maximum: "max", Average: "avg", Sum: "sum", SampleCount: "count" } as const satisfies Record<
  Statistic,
  string
>;

export interface BinsSql {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Further parameters are `$check`, `$from`, `$to` and `$period`; columns are `at` and `value`. */
export function binsSql({ name, statistic }: AlarmMetric, series: string): BinsSql {
  const { values, parameters } = valuesOf(name, series);
  // A number that is bound is a fraction: without the cast, so would be every period.
  const start = "at / CAST($period AS INTEGER) * CAST($period AS INTEGER)";
  const sql = `SELECT ${start} AS at, ${FUNCTIONS[statistic]}(value) AS value FROM (${values}) WHERE value IS NOT NULL GROUP BY 1 ORDER BY 1`;
  return { sql, parameters };
}

const OF_CHECK = "check_id = $check AND due_epoch_ms >= $from AND due_epoch_ms < $to";

/** Each value with its moment: what an outcome publishes, or what the analysis found. */
function valuesOf(name: string, series: string): { values: string; parameters: BinsSql["parameters"] } {
  switch (name as MetricName) {
    case "Up":
      return {
        values: `SELECT due_epoch_ms AS at, status <> 'down' AS value FROM outcomes WHERE ${OF_CHECK} AND status <> 'unknown'`,
        parameters: {},
      };
    case "LatencyMs":
      return { values: `SELECT due_epoch_ms AS at, latency_ms AS value FROM outcomes WHERE ${OF_CHECK}`, parameters: {} };
    case "Value": {
      const isNumber = "json_valid(outcome) AND json_type(outcome, $path) IN ('integer', 'real')";
      const value = `CASE WHEN ${isNumber} THEN json_extract(outcome, $path) END`;
      return {
        values: `SELECT due_epoch_ms AS at, ${value} AS value FROM outcomes WHERE ${OF_CHECK} AND latency_ms IS NOT NULL`,
        parameters: { path: `$.facts.${JSON.stringify(series)}` },
      };
    }
    default: {
      const ofMetric =
        "check_id = $check AND metric = $metric AND series = $series AND at_epoch_ms >= $from AND at_epoch_ms < $to";
      return {
        values: `SELECT at_epoch_ms AS at, value FROM samples WHERE ${ofMetric}`,
        parameters: { metric: name, series },
      };
    }
  }
}
