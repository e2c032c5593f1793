/** What all alarms on Bongsu itself have in common: they tell the operators, never the owners of checks. */
import type { AlarmSpec } from "../model/alarm.ts";
import type { AlarmRule } from "./check-alarm.ts";
import type { PlanOptions } from "./context.ts";
import { describeAlarm } from "./describe.ts";
import type { AlarmTopic } from "./topics.ts";

export const SYSTEM_PERIOD_MS = 300_000;

/** For metrics that are zero or absent while all is well. */
export const ANY_IN_FIVE_MINUTES = {
  severity: "warning",
  comparison: "above",
  threshold: 0,
  badDatapoints: 1,
  ofDatapoints: 1,
  missingData: "notBreaching",
} as const;

interface SystemAlarmName {
  readonly topic: AlarmTopic;
  /** A shard, a function, a queue, a place, a deployment. */
  readonly subject: string;
  readonly name: string;
}

export function systemAlarm(
  { topic, subject, name }: SystemAlarmName,
  { config, context, ...rule }: PlanOptions & AlarmRule,
): AlarmSpec {
  return {
    ...rule,
    name: `${config.name}: ${name}`,
    topic,
    notify: config.operators,
    description: describeAlarm({ topic, subject }, { language: config.language, links: context }),
  };
}
