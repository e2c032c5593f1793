/** Counts what could not be delivered (measurements to CloudWatch, messages to people): who fails logs it, and the log becomes a metric. */
import { Unit } from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, type LogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import { deploymentNamespace, type MetricName } from "../core/metrics/catalogue.ts";
import type { Prober } from "./prober.ts";

export function countUndelivered({ logGroup }: Pick<Prober, "logGroup">, deployment: string): MetricFilter {
  return countRecords(logGroup, { record: "undelivered", metric: "Undelivered", deployment });
}

export function countUntold({ logGroup }: Pick<Prober, "logGroup">, deployment: string): MetricFilter {
  return countRecords(logGroup, { record: "untold", metric: "Untold", deployment });
}

interface Counted {
  readonly record: string;
  readonly metric: MetricName;
  readonly deployment: string;
}

function countRecords(logGroup: LogGroup, { record, metric, deployment }: Counted): MetricFilter {
  return new MetricFilter(logGroup, metric, {
    logGroup,
    filterPattern: FilterPattern.stringValue("$.bongsu", "=", record),
    metricNamespace: deploymentNamespace(deployment),
    metricName: metric,
    metricValue: "$.count",
    unit: Unit.COUNT,
  });
}
