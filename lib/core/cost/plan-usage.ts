/** A configuration -> what its deployment uses in a month, counted from the same plans that the constructs deploy. */
import type { AlarmContext } from "../alarms/context.ts";
import { planAlarms } from "../alarms/plan.ts";
import { type DeployedAlarms, deployedAlarms } from "../alarms/promql-alarms.ts";
import { planResponderAlarms } from "../alarms/responder-alarms.ts";
import { planAnalysts } from "../analysis/plan-analysts.ts";
import { contactsTold } from "../incidents/contacts-told.ts";
import type { AlarmSpec } from "../model/alarm.ts";
import type { Config, Vantage } from "../model/check.ts";
import { resourceNames } from "../model/resource-names.ts";
import { privateEndpoints } from "../run/private-endpoints.ts";
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
import { promqlUsage } from "./promql-usage.ts";
import { shardUsage } from "./shard-usage.ts";
import { statusPageUsage } from "./status-page-usage.ts";
import { sumUsage, type Usage } from "./usage.ts";

const GIGABYTE_BYTES = 1_000_000_000;
const MINUTE_MS = 60_000;

export async function planUsage(config: Config): Promise<Usage> {
  const { classic, promql } = plannedAlarms(config);
  const alarmCount = classic.length + promql.length;
  const analysts = await Promise.all(planAnalysts(config).map(({ manifest }) => analystUsage(manifest)));
  const parts = [
    ...planShards(config.checks).map((shard) => shardUsage(shard, config.name)),
    ...analysts,
    alarmUsage(classic),
    promqlUsage(promql, config),
    endpointUsage(config),
    ...(contactsTold(config).length > 0 ? [tellingUsage(config, alarmCount)] : []),
    await dashboardUsage(config),
    await statusPageUsage(config, { alarms: alarmCount }),
  ];
  const functions = sumUsage(parts);
  return sumUsage([functions, logUsage(functions)]);
}

function plannedAlarms(config: Config): DeployedAlarms {
  const context = alarmContext(config);
  return deployedAlarms([...planAlarms(config, context), ...planResponderAlarms(config, context)], { config, context });
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
    ...(contactsTold(config).length > 0 && { responder }),
    runbookUrl: "",
  };
}

/** An alarm costs by the metrics that it looks at: one, or one a place. */
function alarmUsage(alarms: readonly AlarmSpec[]): Partial<Usage> {
  const isFast = ({ metric }: AlarmSpec) => metric.periodMs < MINUTE_MS;
  const metricsOf = (some: readonly AlarmSpec[]) => some.reduce((sum, { vote }) => sum + (vote?.metrics.length ?? 1), 0);
  return { alarms: metricsOf(alarms.filter((alarm) => !isFast(alarm))), fastAlarms: metricsOf(alarms.filter(isFast)) };
}

/** Endpoints that the deployment makes; each stands in every subnet, and the gateway of S3 costs nothing. */
function endpointUsage({ checks, vpc }: Config): Partial<Usage> {
  const inside = checks.filter(({ from }) => from.includes("vpc"));
  if (!vpc?.endpoints || inside.length === 0) return {};
  const paidFor = privateEndpoints(inside).filter((service) => service !== "s3");
  return { endpoints: paidFor.length * vpc.subnets.length };
}

/** What the probers of each place use by themselves. */
export function placeUsages(config: Config): { readonly vantage: Vantage; readonly usage: Usage }[] {
  const byPlace = Map.groupBy(planShards(config.checks), ({ vantage }) => vantage);
  return [...byPlace].map(([vantage, shards]) => {
    const usage = sumUsage(shards.map((shard) => shardUsage(shard, config.name)));
    return { vantage, usage };
  });
}

/** Responder, its queue, its table, the key of the topics, and mails. */
function tellingUsage({ contacts }: Config, alarmCount: number): Partial<Usage> {
  const looks = MONTH_MINUTES / TICKS_BETWEEN_LOOKS;
  const addresses = contacts.reduce((sum, { emails }) => sum + emails.length, 0);
  return {
    apiRequests: looks * Math.ceil(alarmCount / ALARMS_A_REQUEST),
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
