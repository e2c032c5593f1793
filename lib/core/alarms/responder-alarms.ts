/** Alarms on the responder itself. They cannot go through it: each reaches the operators directly, as CloudWatch words it. */
import { deploymentNamespace, type MetricName } from "../metrics/catalogue.ts";
import type { AlarmSpec } from "../model/alarm.ts";
import type { Config } from "../model/check.ts";
import type { AlarmContext, PlanOptions, ResponderNames } from "./context.ts";
import { errorsAlarm, lambdaMetric, throttlesAlarm } from "./function-alarms.ts";
import { ANY_IN_FIVE_MINUTES, SYSTEM_PERIOD_MS, systemAlarm } from "./system-alarm.ts";

/** An alarm that waits longer in the queue finds people later than it should. */
const LATE_SECONDS = 300;

/** None where there is no responder. */
export function planResponderAlarms(config: Config, context: AlarmContext): AlarmSpec[] {
  const { responder } = context;
  if (responder === undefined) return [];
  const options = { config, context };
  const asFunction = { functionName: responder.functionName, shownAs: "responder" };
  return [
    errorsAlarm(asFunction, options),
    throttlesAlarm(asFunction, options),
    silentAlarm(responder, options),
    lateAlarm(responder, options),
    deadLettersAlarm(responder, options),
    untoldAlarm(options),
  ];
}

/** It starts every minute: five without a start are no accident. */
function silentAlarm({ functionName }: ResponderNames, options: PlanOptions): AlarmSpec {
  return systemAlarm(
    { topic: "responder-silent", subject: functionName, name: "responder is silent" },
    {
      ...options,
      severity: "critical",
      metric: lambdaMetric("Invocations", functionName),
      comparison: "below",
      threshold: 1,
      badDatapoints: 1,
      ofDatapoints: 1,
      missingData: "breaching",
    },
  );
}

function lateAlarm({ queueName }: ResponderNames, options: PlanOptions): AlarmSpec {
  return systemAlarm(
    { topic: "responder-late", subject: queueName, name: "responder is late" },
    {
      ...options,
      ...ANY_IN_FIVE_MINUTES,
      severity: "critical",
      threshold: LATE_SECONDS,
      metric: queueMetric("ApproximateAgeOfOldestMessage", queueName),
    },
  );
}

function deadLettersAlarm({ deadLetterQueueName }: ResponderNames, options: PlanOptions): AlarmSpec {
  return systemAlarm(
    { topic: "dead-letters", subject: deadLetterQueueName, name: "notifications are in the dead-letter queue" },
    {
      ...options,
      ...ANY_IN_FIVE_MINUTES,
      metric: queueMetric("ApproximateNumberOfMessagesVisible", deadLetterQueueName),
      // SQS stops reporting a queue that nobody touches for six hours, though its messages are still there.
      missingData: "ignore",
    },
  );
}

function untoldAlarm(options: PlanOptions): AlarmSpec {
  const { name } = options.config;
  return systemAlarm(
    { topic: "untold", subject: name, name: "messages are untold" },
    {
      ...options,
      ...ANY_IN_FIVE_MINUTES,
      severity: "critical",
      metric: {
        namespace: deploymentNamespace(name),
        name: "Untold" satisfies MetricName,
        dimensions: {},
        statistic: "Sum",
        periodMs: SYSTEM_PERIOD_MS,
      },
    },
  );
}

function queueMetric(name: string, queueName: string): AlarmSpec["metric"] {
  return { namespace: "AWS/SQS", name, dimensions: { QueueName: queueName }, statistic: "Maximum", periodMs: SYSTEM_PERIOD_MS };
}
