/** What all alarms of one check have in common: its name, its contacts, its description. */
import { checkDimensions, METRIC_NAMESPACE, type MetricName } from "../metrics/catalogue.ts";
import type { AlarmMetric, AlarmSpec, Vote } from "../model/alarm.ts";
import type { AlarmPolicy, Check, Vantage } from "../model/check.ts";
import { badLocationsOf, locationOf } from "../model/location.ts";
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

/** A metric of scope `check`, as its first prober or its analyst publishes it. */
export function checkMetric(check: Check, metric: PublishedMetric, options: PlanOptions): AlarmMetric {
  return metricAt(check.from[0], { check, ...metric }, options);
}

type PublishedMetric = { readonly name: MetricName } & Pick<AlarmMetric, "statistic" | "periodMs">;

function metricAt(
  vantage: Vantage,
  { check, ...metric }: PublishedMetric & { readonly check: Check },
  { config, context }: PlanOptions,
): AlarmMetric {
  const dimensions = checkDimensions(config.name, check.id, locationOf(vantage, context.locations));
  return { namespace: METRIC_NAMESPACE, dimensions, ...metric };
}

/** What is watched where one place alone decides, and where several vote. */
export function watchedAt(check: Check, metric: PublishedMetric & Pick<Vote, "badValue">, options: PlanOptions): WatchedMetric {
  const { badValue, ...published } = metric;
  const metrics = check.from.map((vantage) => metricAt(vantage, { check, ...published }, options));
  const single = { metric: checkMetric(check, published, options) };
  const [comparison, threshold] = badValue === 0 ? (["below", 1] as const) : (["above", 0] as const);
  if (metrics.length === 1) return { ...single, comparison, threshold };
  const needed = badLocationsOf(check);
  return { ...single, vote: { metrics, badValue, needed, of: "enough" }, comparison: "atLeast", threshold: needed };
}

type WatchedMetric = Pick<AlarmSpec, "metric" | "vote" | "comparison" | "threshold">;

const THREE: AlarmPolicy = { badDatapoints: 3, ofDatapoints: 3 };

/** What cuts nobody off may be noise: three in a row are asked for, where two failures would do; more where the check itself asks for more. */
export function threeInARow({ alarm }: Check): ReturnType<typeof datapointsOf> {
  return datapointsOf(alarm.badDatapoints > THREE.badDatapoints ? alarm : THREE);
}

/** `2 of 3` alone. */
export function datapointsOf({ badDatapoints, ofDatapoints }: AlarmPolicy): Pick<AlarmSpec, "badDatapoints" | "ofDatapoints"> {
  return { badDatapoints, ofDatapoints };
}
