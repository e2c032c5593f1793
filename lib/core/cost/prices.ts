/** What AWS lists, as data: a bill is no better than its price table, so each price says when and where it was read. */

/** Of all prices here. */
export const PRICES_OF = "2026-11";
export const PRICE_REGION = "us-east-1";

export interface Price {
  readonly usd: number;
  /** What one of it is. */
  readonly per: string;
  /** Page that lists it. */
  readonly source: string;
}

const CLOUDWATCH = "https://aws.amazon.com/cloudwatch/pricing/";
const LAMBDA = "https://aws.amazon.com/lambda/pricing/";
const SNS = "https://aws.amazon.com/sns/pricing/";
const S3 = "https://aws.amazon.com/s3/pricing/";
const DYNAMODB = "https://aws.amazon.com/dynamodb/pricing/on-demand/";

export const PRICES = {
  alarm: { usd: 0.1, per: "alarm with periods of a minute or more, a month", source: CLOUDWATCH },
  fastAlarm: { usd: 0.3, per: "alarm with periods below a minute, a month", source: CLOUDWATCH },
  apiRequest: { usd: 0.01 / 1_000, per: "request to CloudWatch (PutMetricData, DescribeAlarms)", source: CLOUDWATCH },
  metricRead: { usd: 0.01 / 1_000, per: "metric asked for with GetMetricData", source: CLOUDWATCH },
  otlpGigabyte: { usd: 0.5, per: "GB of OTLP metrics taken in", source: CLOUDWATCH },
  promqlPoint: { usd: 0.01 / 1_000_000, per: "point that a query of PromQL reads", source: CLOUDWATCH },
  dashboard: { usd: 3, per: "dashboard, a month", source: CLOUDWATCH },
  logGigabyte: { usd: 0.5, per: "GB of log lines taken in", source: CLOUDWATCH },
  lambdaRun: { usd: 0.2 / 1_000_000, per: "start of a function", source: LAMBDA },
  lambdaGbSecond: { usd: 0.0000133334, per: "GB-second, arm64", source: LAMBDA },
  scheduledStart: {
    usd: 1 / 1_000_000,
    per: "start by EventBridge Scheduler",
    source: "https://aws.amazon.com/eventbridge/pricing/",
  },
  key: { usd: 1, per: "key, a month", source: "https://aws.amazon.com/kms/pricing/" },
  queueRequest: { usd: 0.4 / 1_000_000, per: "request to a queue", source: "https://aws.amazon.com/sqs/pricing/" },
  tableRead: { usd: 0.125 / 1_000_000, per: "read of up to 4 KB", source: DYNAMODB },
  tableWrite: { usd: 0.625 / 1_000_000, per: "write of up to 1 KB", source: DYNAMODB },
  objectRead: { usd: 0.0004 / 1_000, per: "read of an object", source: S3 },
  objectWrite: { usd: 0.005 / 1_000, per: "write of an object", source: S3 },
  endpoint: {
    usd: 7.3,
    per: "interface endpoint in one Availability Zone, a month",
    source: "https://aws.amazon.com/privatelink/pricing/",
  },
  email: { usd: 2 / 100_000, per: "e-mail", source: SNS },
  syntheticsRun: {
    usd: 0.0012 + 0.000034,
    per: "run of a CloudWatch Synthetics canary, with its Lambda function",
    source: CLOUDWATCH,
  },
} as const satisfies Record<string, Price>;

/** Custom metrics by the month, cheaper the more there are; each tier holds from the end of the one before. */
export const METRIC_TIERS: readonly { readonly upTo: number; readonly usd: number }[] = [
  { upTo: 10_000, usd: 0.3 },
  { upTo: 250_000, usd: 0.1 },
  { upTo: 1_000_000, usd: 0.05 },
  { upTo: Number.POSITIVE_INFINITY, usd: 0.02 },
];

/** EventBridge Scheduler counts nothing below this, in every account and month: no free tier that ends. */
export const SCHEDULED_STARTS_FREE = 14_000_000;
