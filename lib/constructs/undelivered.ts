/** Counts what CloudWatch would not take: the prober logs it, and the log becomes the metric that could not be published. */
import { Unit } from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, MetricFilter } from "aws-cdk-lib/aws-logs";
import { deploymentNamespace, type MetricName } from "../core/metrics/catalogue.ts";
import type { Prober } from "./prober.ts";

export function countUndelivered({ logGroup }: Prober, deployment: string): MetricFilter {
  return new MetricFilter(logGroup, "Undelivered", {
    logGroup,
    filterPattern: FilterPattern.stringValue("$.bongsu", "=", "undelivered"),
    metricNamespace: deploymentNamespace(deployment),
    metricName: "Undelivered" satisfies MetricName,
    metricValue: "$.count",
    unit: Unit.COUNT,
  });
}
