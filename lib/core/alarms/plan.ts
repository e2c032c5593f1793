/**
 * Configuration -> alarms, as data. Checks page those who own them; trouble in Bongsu itself goes to the operators,
 * so that nobody is woken for a fault that is not theirs.
 */
import { checkDimensions, METRIC_NAMESPACE, type MetricName } from "../metrics/catalogue.ts";
import type { AlarmSpec } from "../model/alarm.ts";
import type { Check, Config } from "../model/check.ts";
import type { AlarmContext, PlanOptions } from "./context.ts";
import { describeAlarm } from "./describe.ts";
import { planSystemAlarms } from "./system-alarms.ts";
import type { AlarmTopic } from "./topics.ts";

/** Every alarm of a deployment: one a check, then those on the system. Names are unique, ASCII and at most 255 long. */
export function planAlarms(config: Config, context: AlarmContext): AlarmSpec[] {
  return [...planCheckAlarms(config, context), ...planSystemAlarms(config, context)];
}

/** One `down` alarm a check, in file order. */
export function planCheckAlarms(config: Config, context: AlarmContext): AlarmSpec[] {
  return config.checks.map((check) => downAlarm(check, { config, context }));
}

function downAlarm(check: Check, { config, context }: PlanOptions): AlarmSpec {
  const { id, title, runbook } = check;
  return {
    name: `${config.name}: ${id} is down`,
    topic: "down" satisfies AlarmTopic,
    severity: "critical",
    check: id,
    metric: {
      namespace: METRIC_NAMESPACE,
      name: "Up" satisfies MetricName,
      dimensions: checkDimensions(config.name, id, context.locations[check.from]),
      statistic: "Minimum",
      periodMs: check.everyMs,
    },
    comparison: "below",
    threshold: 1,
    ...check.alarm,
    // A run that was our own fault publishes nothing, and says nothing about the target.
    missingData: "ignore",
    notify: check.notify,
    description: describeAlarm(
      { topic: "down", subject: id, title, ...(runbook === undefined ? {} : { ownRunbook: runbook }) },
      { language: config.language, links: context },
    ),
  };
}
