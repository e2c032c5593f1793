/** Hours that are bad day after day: one alarm a deployment, for it is a thing to plan and not to repair. */
import { deploymentDimensions, METRIC_NAMESPACE, type MetricName } from "../metrics/catalogue.ts";
import { otlpChecks } from "../metrics/routes.ts";
import type { AlarmSpec } from "../model/alarm.ts";
import type { Config, ContactName } from "../model/check.ts";
import type { PlanOptions } from "./context.ts";
import { describeAlarm } from "./describe.ts";
import type { AlarmTopic } from "./topics.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** None where no analyst looks for such hours. */
export function slowHourAlarms({ config, context }: PlanOptions): AlarmSpec[] {
  if ((context.analystFunctionNames ?? []).length === 0) return [];
  const topic = "slow-hour" satisfies AlarmTopic;
  const alarm: AlarmSpec = {
    name: `${config.name}: an hour of the day is slow`,
    topic,
    severity: "warning",
    metric: {
      namespace: METRIC_NAMESPACE,
      name: "SlowHour" satisfies MetricName,
      dimensions: deploymentDimensions(config.name),
      statistic: "Maximum",
      // What is looked at once a day must not seem over an hour later.
      periodMs: otlpChecks(config.checks).size > 0 ? DAY_MS : HOUR_MS,
    },
    comparison: "above",
    threshold: 0,
    badDatapoints: 1,
    ofDatapoints: 1,
    missingData: "notBreaching",
    notify: toldOf(config),
    description: describeAlarm({ topic, subject: config.name }, { language: config.language, links: context }),
  };
  return [alarm];
}

/** The owners of all checks would be told of hours that are not theirs: only where there are no operators somebody has to be. */
function toldOf({ operators, checks }: Config): readonly ContactName[] {
  return operators.length > 0 ? operators : [...new Set(checks.flatMap(({ notify }) => notify))];
}
