/** Who watches the watcher: alarms on Bongsu itself. They tell the operators, never the owners of checks. */
import { deploymentNamespace, METRIC_NAMESPACE, type MetricName, shardDimensions } from "../metrics/catalogue.ts";
import type { AlarmSpec } from "../model/alarm.ts";
import type { Config } from "../model/check.ts";
import { locationOf } from "../model/location.ts";
import type { Shard } from "../model/shard.ts";
import { planShards, scheduleEveryMs } from "../run/shards.ts";
import { blindAlarms } from "./blind-alarm.ts";
import type { AlarmContext, PlanOptions } from "./context.ts";
import { functionAlarms } from "./function-alarms.ts";
import { ANY_IN_FIVE_MINUTES, SYSTEM_PERIOD_MS, systemAlarm } from "./system-alarm.ts";

/** Alarms on shards, functions, the dead-letter queue and the log; none where nothing is deployed. */
export function planSystemAlarms(config: Config, context: AlarmContext): AlarmSpec[] {
  if (context.probers.length === 0) return [];
  const options = { config, context };
  return [
    ...planShards(config.checks).flatMap((shard) => [silentAlarm(shard, options), unknownAlarm(shard, options)]),
    ...functionAlarms(options),
    ...(context.deadLetterQueueName === undefined ? [] : [deadLettersAlarm(context.deadLetterQueueName, options)]),
    undeliveredAlarm(options),
    ...blindAlarms(options),
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
        dimensions: shardDimensions(config.name, shard.name, locationOf(shard.vantage, context.locations)),
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
        dimensions: shardDimensions(config.name, shard.name, locationOf(shard.vantage, context.locations)),
        // Every pass of the period, or none of it counts: one bad pass is noise.
        statistic: "Minimum",
        periodMs: Math.max(SYSTEM_PERIOD_MS, scheduleEveryMs(shard)),
      },
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
