/** Usage -> what it costs a month, line by line. Free tiers are not counted. */
import { METRIC_TIERS, PRICES, SCHEDULED_STARTS_FREE } from "./prices.ts";
import type { Usage } from "./usage.ts";

export interface BillLine {
  readonly service: string;
  /** What it is for, with its quantities. */
  readonly detail: string;
  readonly usd: number;
}

export interface Bill {
  /** In the order in which they are shown. */
  readonly lines: readonly BillLine[];
  readonly usd: number;
}

export function billOf(usage: Usage): Bill {
  const lines = [...cloudWatchLines(usage), ...otherLines(usage)];
  return { lines, usd: lines.reduce((sum, line) => sum + line.usd, 0) };
}

/** The same checks as canaries of CloudWatch Synthetics, one each. */
export function syntheticsUsd({ runs }: Usage): number {
  return runs * PRICES.syntheticsRun.usd;
}

function cloudWatchLines(usage: Usage): BillLine[] {
  const { alarms, apiRequests, dashboards, fastAlarms, logGigabytes, metricReads, metrics } = usage;
  const fast = fastAlarms === 0 ? "" : `, ${whole(fastAlarms)} with periods below a minute`;
  return [
    { service: "CloudWatch metrics", detail: `${oneDecimal(metrics)} custom metrics`, usd: metricsUsd(metrics) },
    {
      service: "CloudWatch alarms",
      detail: `${whole(alarms + fastAlarms)} alarms${fast}`,
      usd: alarms * PRICES.alarm.usd + fastAlarms * PRICES.fastAlarm.usd,
    },
    {
      service: "CloudWatch requests",
      detail: `${whole(apiRequests)} requests, ${whole(metricReads)} metrics read`,
      usd: apiRequests * PRICES.apiRequest.usd + metricReads * PRICES.metricRead.usd,
    },
    ...otlpLines(usage),
    { service: "CloudWatch dashboard", detail: `${whole(dashboards)}`, usd: dashboards * PRICES.dashboard.usd },
    { service: "Logs", detail: `${logGigabytes.toFixed(2)} GB`, usd: logGigabytes * PRICES.logGigabyte.usd },
  ];
}

function otlpLines({ otlpGigabytes, promqlPoints }: Usage): BillLine[] {
  if (otlpGigabytes === 0) return [];
  const usd = otlpGigabytes * PRICES.otlpGigabyte.usd + promqlPoints * PRICES.promqlPoint.usd;
  const detail = `${otlpGigabytes.toFixed(2)} GB in, ${whole(promqlPoints / 1_000_000)} million points read`;
  return [{ service: "CloudWatch OTLP", detail, usd }];
}

function otherLines(usage: Usage): BillLine[] {
  const { emails, endpoints, keys, lambdaGbSeconds, lambdaRuns, queueRequests, scheduledStarts, tableReads, tableWrites } = usage;
  return [
    {
      service: "Lambda",
      detail: `${whole(lambdaRuns)} starts, ${whole(lambdaGbSeconds)} GB-s`,
      usd: lambdaRuns * PRICES.lambdaRun.usd + lambdaGbSeconds * PRICES.lambdaGbSecond.usd,
    },
    {
      service: "EventBridge Scheduler",
      detail: `${whole(scheduledStarts)} starts`,
      usd: Math.max(0, scheduledStarts - SCHEDULED_STARTS_FREE) * PRICES.scheduledStart.usd,
    },
    { service: "KMS", detail: `${whole(keys)} key for the topics`, usd: keys * PRICES.key.usd },
    { service: "SQS", detail: `${whole(queueRequests)} requests`, usd: queueRequests * PRICES.queueRequest.usd },
    {
      service: "DynamoDB",
      detail: `${whole(tableReads)} reads, ${whole(tableWrites)} writes`,
      usd: tableReads * PRICES.tableRead.usd + tableWrites * PRICES.tableWrite.usd,
    },
    ...statusPageLines(usage),
    ...(endpoints === 0
      ? []
      : [{ service: "VPC endpoints", detail: `${whole(endpoints)} (one a subnet)`, usd: endpoints * PRICES.endpoint.usd }]),
    { service: "SNS e-mail", detail: `about ${whole(emails)}`, usd: emails * PRICES.email.usd },
  ];
}

/** Only status pages are kept in a bucket. */
function statusPageLines({ objectReads, objectWrites }: Usage): BillLine[] {
  if (objectReads + objectWrites === 0) return [];
  const usd = objectReads * PRICES.objectRead.usd + objectWrites * PRICES.objectWrite.usd;
  return [{ service: "S3", detail: `${whole(objectWrites)} writes, ${whole(objectReads)} reads`, usd }];
}

/** Each tier is paid for at its own price. */
export function metricsUsd(metrics: number): number {
  let from = 0;
  let usd = 0;
  for (const tier of METRIC_TIERS) {
    usd += Math.max(0, Math.min(metrics, tier.upTo) - from) * tier.usd;
    from = tier.upTo;
  }
  return usd;
}

function whole(count: number): string {
  return Math.round(count).toLocaleString("en-US");
}

function oneDecimal(count: number): string {
  return Number(count.toFixed(1)).toLocaleString("en-US");
}
