/** A configuration -> what its deployment uses in a month, counted from the same plans that the constructs deploy. */

import type { AlarmContext } from "../alarms/context.ts";
import { planAlarms } from "../alarms/plan.ts";
import { planResponderAlarms } from "../alarms/responder-alarms.ts";
import { planAnalysts } from "../analysis/plan-analysts.ts";
import type { AlarmSpec } from "../model/alarm.ts";
import type { Config } from "../model/check.ts";
import { resourceNames } from "../model/resource-names.ts";
import { planShards } from "../run/shards.ts";
import { analystUsage } from "./analyst-usage.ts";
import {
  ALARMS_A_REQUEST,
  FAILED_SHARE,
  FAILURE_RECORD_BYTES,
  LOOK_SECONDS,
  MEMORY_GB,
  MESSAGES,
  MONTH_MINUTES,
  POLLS_A_MINUTE,
  START_RECORDS_BYTES,
  TICK_SECONDS,
  TICKS_BETWEEN_LOOKS,
  WRITES_A_MESSAGE,
} from "./assumptions.ts";
import { dashboardUsage } from "./dashboard-usage.ts";
import { shardUsage } from "./shard-usage.ts";
import { sumUsage, type Usage } from "./usage.ts";

const GIGABYTE_BYTES = 1_000_000_000;
const MINUTE_MS = 60_000;

export async function planUsage(config: Config): Promise<Usage> {
  const alarms = plannedAlarms(config);
  const analysts = await Promise.all(planAnalysts(config).map(({ manifest }) => analystUsage(manifest)));
  const parts = [
    ...planShards(config.checks).map((shard) => shardUsage(shard, config.name)),
    ...analysts,
    alarmUsage(alarms),
    ...(isAnybodyTold(config) ? [tellingUsage(config, alarms)] : []),
    await dashboardUsage(config),
  ];
  const functions = sumUsage(parts);
  return sumUsage([functions, logUsage(functions)]);
}

function plannedAlarms(config: Config): AlarmSpec[] {
  const context = alarmContext(config);
  return [...planAlarms(config, context), ...planResponderAlarms(config, context)];
}

/** With the names of a deployment in some Region: they cost nothing. */
function alarmContext(config: Config): AlarmContext {
  const names = resourceNames(config.name);
  const vantages = [...new Set(planShards(config.checks).map(({ vantage }) => vantage))];
  const responder = {
    functionName: names.responder,
    queueName: names.alarmQueue,
    deadLetterQueueName: names.alarmDeadLetterQueue,
  };
  return {
    locations: { region: "region", vpc: "region/vpc" },
    probers: vantages.map((vantage) => ({ vantage, functionName: names.prober(vantage) })),
    analystFunctionNames: planAnalysts(config).map(({ vantage }) => names.analyst(vantage)),
    deadLetterQueueName: names.deadLetterQueue,
    ...(isAnybodyTold(config) && { responder }),
    runbookUrl: "",
  };
}

/** Where nobody is, there is no responder. */
function isAnybodyTold({ checks, operators }: Config): boolean {
  return operators.length > 0 || checks.some(({ notify }) => notify.length > 0);
}

function alarmUsage(alarms: readonly AlarmSpec[]): Partial<Usage> {
  const fast = alarms.filter(({ metric }) => metric.periodMs < MINUTE_MS).length;
  return { alarms: alarms.length - fast, fastAlarms: fast };
}

/** Responder, its queue, its table, the key of the topics, and mails. */
function tellingUsage({ contacts }: Config, alarms: readonly AlarmSpec[]): Partial<Usage> {
  const looks = MONTH_MINUTES / TICKS_BETWEEN_LOOKS;
  const addresses = contacts.reduce((sum, { emails }) => sum + emails.length, 0);
  return {
    apiRequests: looks * Math.ceil(alarms.length / ALARMS_A_REQUEST),
    lambdaRuns: MONTH_MINUTES,
    lambdaGbSeconds: MEMORY_GB * (looks * LOOK_SECONDS + (MONTH_MINUTES - looks) * TICK_SECONDS),
    scheduledStarts: MONTH_MINUTES,
    keys: 1,
    queueRequests: MONTH_MINUTES * POLLS_A_MINUTE,
    tableReads: MONTH_MINUTES,
    tableWrites: MESSAGES * WRITES_A_MESSAGE,
    emails: MESSAGES * addresses,
  };
}

function logUsage({ lambdaRuns, runs }: Usage): Partial<Usage> {
  const bytes = lambdaRuns * START_RECORDS_BYTES + runs * FAILED_SHARE * FAILURE_RECORD_BYTES;
  return { logGigabytes: bytes / GIGABYTE_BYTES };
}
