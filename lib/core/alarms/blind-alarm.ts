/**
 * The dead man's switch of PromQL alarms: they take missing data for good news. Probers that stop are told of by their heartbeat,
 * which stays classic; this one tells when they go on and yet nothing can be seen.
 */
import { METRIC_NAMESPACE, type MetricName } from "../metrics/catalogue.ts";
import { promqlDuration, selector } from "../metrics/promql.ts";
import { otlpChecks } from "../metrics/routes.ts";
import type { AlarmSpec, PromqlAlarmSpec } from "../model/alarm.ts";
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
  const { config } = options;
  const ids = otlpChecks(config.checks);
  const intervalsMs = config.checks.filter(({ id }) => ids.has(id)).map(({ everyMs }) => everyMs);
  if (intervalsMs.length === 0) return [];
  const alarm = systemAlarm(
    { topic: BLIND, subject: config.name, name: "alarms on OTLP metrics are blind" },
    {
      ...options,
      severity: "critical",
      metric: {
        ...{ namespace: METRIC_NAMESPACE, name: UP, dimensions: { Deployment: config.name }, statistic: "SampleCount" },
        periodMs: Math.min(BLIND_MAX_MS, Math.max(BLIND_MIN_MS, 3 * Math.min(...intervalsMs))),
      },
      ...{ comparison: "below", threshold: 1, badDatapoints: 1, ofDatapoints: 1, missingData: "breaching" },
    },
  );
  return [alarm];
}

export function isBlindAlarm({ topic }: AlarmSpec): boolean {
  return topic === BLIND;
}

/** It waits half as long again, for a new deployment has no data yet. */
export function promqlOfBlindness(alarm: AlarmSpec): PromqlAlarmSpec {
  const { name, topic, severity, metric, description } = alarm;
  const series = selector(UP, { labels: { deployment: metric.dimensions.Deployment ?? "" } });
  return {
    ...{ name, topic, severity, description, alarms: [alarm], evaluateEveryMs: EVALUATE_EVERY_MS },
    query: `absent_over_time(${series}[${promqlDuration(metric.periodMs)}])`,
    pendingMs: Math.min(metric.periodMs / 2, DAY_MS),
  };
}
