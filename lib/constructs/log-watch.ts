/** Counts the log events that checks of kind logs watch for: one metric filter each, in log groups that are there already. */
import { Unit } from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, LogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { deploymentNamespace, logEventsName } from "../core/metrics/catalogue.ts";
import type { Check, Config } from "../core/model/check.ts";
import type { LogsTarget } from "../core/probes/logs/target.ts";
import { constructId } from "./construct-id.ts";

export function watchLogs(scope: Construct, config: Config): MetricFilter[] {
  const own = new Construct(scope, "Logs");
  const checks = config.checks.filter(({ kind }) => kind === "logs");
  return checks.map((check) => countEvents(new Construct(own, constructId(check.id)), check, config.name));
}

/** Without a default value: where nothing matches there is no data, and what has no data costs nothing. */
function countEvents(scope: Construct, check: Check, deployment: string): MetricFilter {
  // What the kind's own schema has made.
  const { group, pattern } = check.target as LogsTarget;
  return new MetricFilter(scope, "Filter", {
    logGroup: LogGroup.fromLogGroupName(scope, "Group", group),
    filterPattern: FilterPattern.literal(pattern),
    metricNamespace: deploymentNamespace(deployment),
    metricName: logEventsName(check.id),
    metricValue: "1",
    unit: Unit.COUNT,
  });
}
