/** Who watches the watcher: alarms on Bongsu itself. They tell the operators, never the owners of checks. */
import { deploymentNamespace, METRIC_NAMESPACE, type MetricName, shardDimensions } from "../metrics/catalogue.ts";
import type { AlarmMetric, AlarmSpec } from "../model/alarm.ts";
import type { Config } from "../model/check.ts";
import type { Shard } from "../model/shard.ts";
import { planShards, scheduleEveryMs } from "../run/shards.ts";
import type { AlarmContext, PlanOptions, ProberName } from "./context.ts";
import { describeAlarm } from "./describe.ts";
import type { AlarmTopic } from "./topics.ts";

const SYSTEM_PERIOD_MS = 300_000;

/** For metrics that are zero or absent while all is well. */
const ANY_IN_FIVE_MINUTES = {
  severity: "warning",
  comparison: "above",
  threshold: 0,
  badDatapoints: 1,
  ofDatapoints: 1,
  missingData: "notBreaching",
} as const;

/** Alarms on shards, probers, the dead-letter queue and the log; none where nothing is deployed. */
export function planSystemAlarms(config: Config, context: AlarmContext): AlarmSpec[] {
  if (context.probers.length === 0) return [];
  const options = { config, context };
  return [
    ...planShards(config.checks).flatMap((shard) => [silentAlarm(shard, options), unknownAlarm(shard, options)]),
    ...context.probers.flatMap((prober) => [errorsAlarm(prober, options), throttlesAlarm(prober, options)]),
    ...(context.deadLetterQueueName === undefined ? [] : [deadLettersAlarm(context.deadLetterQueueName, options)]),
    undeliveredAlarm(options),
  ];
}

function silentAlarm(shard: Shard, options: PlanOptions): AlarmSpec {
  const { config, context } = options;
  const periodMs = scheduleEveryMs(shard);
  // A single late pass must not page: three are missed, or two where three would take a quarter of an hour or more.
  const datapoints = periodMs < SYSTEM_PERIOD_MS ? 3 : 2;
  return systemAlarm(
    { topic: "silent", subject: shard.name, name: `shard ${shard.name} is silent` },
    {
      ...options,
      severity: "critical",
      metric: {
        namespace: METRIC_NAMESPACE,
        name: "Heartbeat" satisfies MetricName,
        dimensions: shardDimensions(config.name, shard.name, context.locations[shard.vantage]),
        statistic: "Sum",
        periodMs,
      },
      comparison: "below",
      threshold: 1,
      badDatapoints: datapoints,
      ofDatapoints: datapoints,
      missingData: "breaching",
    },
  );
}

/** Checks that stay unknown page nobody by themselves: their own alarms keep the state they had. */
function unknownAlarm(shard: Shard, options: PlanOptions): AlarmSpec {
  const { config, context } = options;
  return systemAlarm(
    { topic: "unknown", subject: shard.name, name: `shard ${shard.name} has unknown outcomes` },
    {
      ...options,
      ...ANY_IN_FIVE_MINUTES,
      metric: {
        namespace: METRIC_NAMESPACE,
        name: "Unknown" satisfies MetricName,
        dimensions: shardDimensions(config.name, shard.name, context.locations[shard.vantage]),
        // Every pass of the period, or none of it counts: one bad pass is noise.
        statistic: "Minimum",
        periodMs: Math.max(SYSTEM_PERIOD_MS, scheduleEveryMs(shard)),
      },
    },
  );
}

function errorsAlarm(prober: ProberName, options: PlanOptions): AlarmSpec {
  return systemAlarm(
    { topic: "errors", subject: prober.functionName, name: `prober ${prober.vantage} has errors` },
    { ...options, ...ANY_IN_FIVE_MINUTES, metric: lambdaMetric("Errors", prober.functionName) },
  );
}

function throttlesAlarm(prober: ProberName, options: PlanOptions): AlarmSpec {
  return systemAlarm(
    { topic: "throttles", subject: prober.functionName, name: `prober ${prober.vantage} is throttled` },
    {
      ...options,
      ...ANY_IN_FIVE_MINUTES,
      metric: lambdaMetric("Throttles", prober.functionName),
      // Lambda tries a throttled event again for a minute: only a lasting shortage loses runs.
      badDatapoints: 2,
      ofDatapoints: 3,
    },
  );
}

function deadLettersAlarm(queueName: string, options: PlanOptions): AlarmSpec {
  return systemAlarm(
    { topic: "dead-letters", subject: queueName, name: "runs are in the dead-letter queue" },
    {
      ...options,
      ...ANY_IN_FIVE_MINUTES,
      metric: {
        namespace: "AWS/SQS",
        name: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: queueName },
        statistic: "Maximum",
        periodMs: SYSTEM_PERIOD_MS,
      },
      // SQS stops reporting a queue that nobody touches for six hours, though its messages are still there.
      missingData: "ignore",
    },
  );
}

function undeliveredAlarm(options: PlanOptions): AlarmSpec {
  const { name } = options.config;
  return systemAlarm(
    { topic: "undelivered", subject: name, name: "measurements are undelivered" },
    {
      ...options,
      ...ANY_IN_FIVE_MINUTES,
      metric: {
        namespace: deploymentNamespace(name),
        name: "Undelivered" satisfies MetricName,
        dimensions: {},
        statistic: "Sum",
        periodMs: SYSTEM_PERIOD_MS,
      },
    },
  );
}

interface SystemAlarmName {
  readonly topic: AlarmTopic;
  readonly subject: string;
  readonly name: string;
}

type SystemAlarmRule = Omit<AlarmSpec, "name" | "topic" | "check" | "notify" | "description">;

function systemAlarm(
  { topic, subject, name }: SystemAlarmName,
  { config, context, ...rule }: PlanOptions & SystemAlarmRule,
): AlarmSpec {
  return {
    ...rule,
    name: `${config.name}: ${name}`,
    topic,
    notify: config.operators,
    description: describeAlarm({ topic, subject }, { language: config.language, links: context }),
  };
}

function lambdaMetric(name: "Errors" | "Throttles", functionName: string): AlarmMetric {
  return {
    namespace: "AWS/Lambda",
    name,
    dimensions: { FunctionName: functionName },
    statistic: "Sum",
    periodMs: SYSTEM_PERIOD_MS,
  };
}
