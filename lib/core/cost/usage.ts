/** What a deployment uses in a month, in the units that AWS bills. */
export interface Usage {
  /** Runs of checks. */
  readonly runs: number;
  /** Custom metrics; one that has data an hour a day is 1/24. */
  readonly metrics: number;
  /** By the metrics that they look at, which is mostly one. */
  readonly alarms: number;
  /** With periods below a minute. */
  readonly fastAlarms: number;
  readonly dashboards: number;
  /** PutMetricData and DescribeAlarms. */
  readonly apiRequests: number;
  /** GetMetricData. */
  readonly metricReads: number;
  /** Of OTLP metrics. */
  readonly otlpGigabytes: number;
  /** Of OTLP metrics, by alarms and history. */
  readonly promqlPoints: number;
  readonly lambdaRuns: number;
  readonly lambdaGbSeconds: number;
  readonly scheduledStarts: number;
  readonly logGigabytes: number;
  readonly keys: number;
  readonly queueRequests: number;
  readonly tableReads: number;
  readonly tableWrites: number;
  /** Of files in a bucket. */
  readonly objectReads: number;
  readonly objectWrites: number;
  readonly emails: number;
  /** Interface endpoints of a VPC, in one Availability Zone each. */
  readonly endpoints: number;
}

const NO_USAGE: Usage = {
  ...{ runs: 0, metrics: 0, alarms: 0, fastAlarms: 0, dashboards: 0, apiRequests: 0, metricReads: 0, lambdaRuns: 0 },
  ...{
    otlpGigabytes: 0,
    promqlPoints: 0,
    lambdaGbSeconds: 0,
    scheduledStarts: 0,
    logGigabytes: 0,
    keys: 0,
    queueRequests: 0,
    tableReads: 0,
    tableWrites: 0,
    objectReads: 0,
    objectWrites: 0,
    emails: 0,
    endpoints: 0,
  },
};

/** The same so many times. */
export function timesUsage(part: Partial<Usage>, times: number): Partial<Usage> {
  return Object.fromEntries(Object.entries(part).map(([name, count]) => [name, times * count]));
}

/** Part by part; a part says only what it uses. */
export function sumUsage(parts: readonly Partial<Usage>[]): Usage {
  const sum: Record<keyof Usage, number> = { ...NO_USAGE };
  for (const name of Object.keys(NO_USAGE) as (keyof Usage)[]) {
    sum[name] = parts.reduce((total, part) => total + (part[name] ?? 0), 0);
  }
  return sum;
}
