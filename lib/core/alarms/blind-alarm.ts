/**
 * The dead man's switches of PromQL alarms, which take missing data for good news: one a place, for one may be blind while others
 * see. Probers that stop are told of by their heartbeat, which stays classic; these tell when they go on and yet nothing can be seen.
 */
import { METRIC_NAMESPACE, type MetricName, otlpLabel } from "../metrics/catalogue.ts";
import { promqlDuration, selector } from "../metrics/promql.ts";
import { otlpChecks } from "../metrics/routes.ts";
import type { AlarmSpec, PromqlAlarmSpec } from "../model/alarm.ts";
import type { Check, Config, Vantage } from "../model/check.ts";
import { locationOf } from "../model/location.ts";
import type { PlanOptions } from "./context.ts";
import { systemAlarm } from "./system-alarm.ts";
import type { AlarmTopic } from "./topics.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const BLIND_MIN_MS = 20 * MINUTE_MS;
/** A query looks back seven days at most. */
const BLIND_MAX_MS = 6 * DAY_MS;
const EVALUATE_EVERY_MS = 5 * MINUTE_MS;
const UP = "Up" satisfies MetricName;
const BLIND = "blind" satisfies AlarmTopic;

/** None where no metrics are OTLP. */
export function blindAlarms(options: PlanOptions): AlarmSpec[] {
  return [...otlpChecksByPlace(options.config)].map(([vantage, checks]) => blindAlarm(vantage, checks, options));
}

function blindAlarm(vantage: Vantage, checks: readonly Check[], options: PlanOptions): AlarmSpec {
  const { config, context } = options;
  const dimensions = { Deployment: config.name, Location: locationOf(vantage, context.locations) };
  const oftenestMs = Math.min(...checks.map(({ everyMs }) => everyMs));
  return systemAlarm(
    { topic: BLIND, subject: vantage, name: nameAt(vantage) },
    {
      ...options,
      severity: "critical",
      metric: {
        ...{ namespace: METRIC_NAMESPACE, name: UP, dimensions, statistic: "SampleCount" },
        periodMs: Math.min(BLIND_MAX_MS, Math.max(BLIND_MIN_MS, 3 * oftenestMs)),
      },
      ...{ comparison: "below", threshold: 1, badDatapoints: 1, ofDatapoints: 1, missingData: "breaching" },
    },
  );
}

/** As a deployment calls the one of a place. */
export function blindAlarmName(deployment: string, vantage: Vantage): string {
  return `${deployment}: ${nameAt(vantage)}`;
}

function nameAt(vantage: Vantage): string {
  return `OTLP alarms from ${vantage} are blind`;
}

/** Places in the order in which they first come. */
export function otlpChecksByPlace({ checks }: Pick<Config, "checks">): Map<Vantage, Check[]> {
  const ids = otlpChecks(checks);
  const ofOtlp = checks.filter(({ id }) => ids.has(id));
  const places = new Set(ofOtlp.flatMap(({ from }) => from));
  return new Map([...places].map((vantage) => [vantage, ofOtlp.filter(({ from }) => from.includes(vantage))]));
}

export function isBlindAlarm({ topic }: AlarmSpec): boolean {
  return topic === BLIND;
}

/** It waits half as long again, for a new deployment has no data yet. */
export function promqlOfBlindness(alarm: AlarmSpec): PromqlAlarmSpec {
  const { name, topic, severity, metric, description } = alarm;
  const labels = Object.fromEntries(Object.entries(metric.dimensions).map(([name, value]) => [otlpLabel(name), value]));
  const series = selector(UP, { labels });
  return {
    ...{ name, topic, severity, description, alarms: [alarm], evaluateEveryMs: EVALUATE_EVERY_MS },
    query: `absent_over_time(${series}[${promqlDuration(metric.periodMs)}])`,
    pendingMs: Math.min(metric.periodMs / 2, DAY_MS),
  };
}
