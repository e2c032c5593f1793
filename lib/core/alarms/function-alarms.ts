/** Alarms on our Lambda functions: those that probe, those that look for trends, and the one that writes status pages. */
import type { AlarmMetric, AlarmSpec } from "../model/alarm.ts";
import type { Config } from "../model/check.ts";
import { isOtherRegion } from "../model/location.ts";
import { resourceNames } from "../model/resource-names.ts";
import type { AlarmContext, PlanOptions } from "./context.ts";
import { ANY_IN_FIVE_MINUTES, SYSTEM_PERIOD_MS, systemAlarm } from "./system-alarm.ts";

const HOUR_MS = 3_600_000;

export interface OwnFunction {
  readonly functionName: string;
  /** In alarm names: `prober region`. */
  readonly shownAs: string;
}

/** CloudWatch watches functions of its own Region: of a prober elsewhere the missing heartbeat tells, which it sends home. */
export function functionAlarms(options: PlanOptions): AlarmSpec[] {
  const { probers, analystFunctionNames = [] } = options.context;
  const near = probers.filter(({ vantage }) => !isOtherRegion(vantage));
  const analysts = analystFunctionNames.map((functionName) => ({ functionName, shownAs: `analyst ${functionName}` }));
  return [
    ...[...near.map(proberAsFunction), ...analysts, ...statusPageWriters(options.config)].flatMap((one) => [
      errorsAlarm(one, options),
      throttlesAlarm(one, options),
    ]),
    ...analysts.map((analyst) => analystSilentAlarm(analyst, options)),
  ];
}

/** What it does not write says itself that it is old; the operators should hear of it before customers do. */
function statusPageWriters({ name, statusPages }: Config): OwnFunction[] {
  return statusPages === undefined ? [] : [{ functionName: resourceNames(name).statusPage, shownAs: "status page" }];
}

function proberAsFunction({ vantage, functionName }: AlarmContext["probers"][number]): OwnFunction {
  return { functionName, shownAs: `prober ${vantage}` };
}

export function errorsAlarm({ functionName, shownAs }: OwnFunction, options: PlanOptions): AlarmSpec {
  return systemAlarm(
    { topic: "errors", subject: functionName, name: `${shownAs} has errors` },
    { ...options, ...ANY_IN_FIVE_MINUTES, metric: lambdaMetric("Errors", functionName) },
  );
}

export function throttlesAlarm({ functionName, shownAs }: OwnFunction, options: PlanOptions): AlarmSpec {
  return systemAlarm(
    { topic: "throttles", subject: functionName, name: `${shownAs} is throttled` },
    {
      ...options,
      ...ANY_IN_FIVE_MINUTES,
      metric: lambdaMetric("Throttles", functionName),
      // Lambda tries a throttled event again for a minute: only a lasting shortage loses runs.
      badDatapoints: 2,
      ofDatapoints: 3,
    },
  );
}

/**
 * An analyst has no heartbeat of its own, and needs none: Lambda counts its starts for nothing, and one that ends badly is an
 * error. Every analyst starts once an hour at least, and a trend can wait for two.
 */
function analystSilentAlarm({ functionName, shownAs }: OwnFunction, options: PlanOptions): AlarmSpec {
  return systemAlarm(
    { topic: "analyst-silent", subject: functionName, name: `${shownAs} is silent` },
    {
      ...options,
      severity: "warning",
      metric: { ...lambdaMetric("Invocations", functionName), periodMs: HOUR_MS },
      comparison: "below",
      threshold: 1,
      badDatapoints: 2,
      ofDatapoints: 2,
      missingData: "breaching",
    },
  );
}

export function lambdaMetric(name: "Errors" | "Throttles" | "Invocations", functionName: string): AlarmMetric {
  return {
    namespace: "AWS/Lambda",
    name,
    dimensions: { FunctionName: functionName },
    statistic: "Sum",
    periodMs: SYSTEM_PERIOD_MS,
  };
}
