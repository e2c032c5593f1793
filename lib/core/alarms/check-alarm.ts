/** What all alarms of one check have in common: its name, its contacts, its description. */
import { checkDimensions, METRIC_NAMESPACE, type MetricName } from "../metrics/catalogue.ts";
import type { AlarmMetric, AlarmSpec } from "../model/alarm.ts";
import type { Check } from "../model/check.ts";
import type { PlanOptions } from "./context.ts";
import { describeAlarm } from "./describe.ts";
import type { AlarmTopic } from "./topics.ts";

/** What an alarm watches and when it goes off. */
export type AlarmRule = Omit<AlarmSpec, "name" | "topic" | "check" | "notify" | "description">;

export interface CheckAlarm extends AlarmRule {
  readonly topic: AlarmTopic;
  /** What stands behind the check's id in the alarm's name: `is down`. */
  readonly state: string;
  /** What exactly is watched, where the check's id does not say it. */
  readonly detail?: string;
}

export function checkAlarm(check: Check, alarm: CheckAlarm, { config, context }: PlanOptions): AlarmSpec {
  const { topic, state, detail, ...rule } = alarm;
  const { id, title, runbook } = check;
  const about = {
    topic,
    subject: id,
    title,
    ...(detail !== undefined && { detail }),
    ...(runbook !== undefined && { ownRunbook: runbook }),
  };
  return {
    ...rule,
    name: `${config.name}: ${id} ${state}`,
    topic,
    check: id,
    notify: check.notify,
    description: describeAlarm(about, { language: config.language, links: context }),
  };
}

/** A metric of scope `check`, as its prober or analyst publishes it. */
export function checkMetric(
  check: Check,
  { name, ...rest }: { readonly name: MetricName } & Pick<AlarmMetric, "statistic" | "periodMs">,
  { config, context }: PlanOptions,
): AlarmMetric {
  const dimensions = checkDimensions(config.name, check.id, context.locations[check.from]);
  return { namespace: METRIC_NAMESPACE, name, dimensions, ...rest };
}
