/** Samples as CloudWatch wants them: within its rules, and as PutMetricData writes them. */
import type { MetricDatum } from "@aws-sdk/client-cloudwatch";
import type { Sample } from "../core/model/metric.ts";

const VALUE_MAX = 2 ** 360;
const DIMENSIONS_MAX = 30;
const DIMENSION_MAX_LENGTH = 1_024;
const OLDEST_MS = 14 * 86_400_000;
const NEWEST_MS = 2 * 3_600_000;
const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;

/** Why CloudWatch would refuse the sample, and with it the whole request; `undefined` if nothing is known against it. */
export function faultOf(sample: Sample, nowEpochMs: number): string | undefined {
  const { metric, value, atEpochMs } = sample;
  if (!Number.isFinite(value)) return `${metric} is ${value}, which CloudWatch cannot keep`;
  if (Math.abs(value) > VALUE_MAX) return `${metric} is ${value}, which is more than CloudWatch can keep`;
  if (!Number.isFinite(atEpochMs)) return `${metric} has no time`;
  if (atEpochMs < nowEpochMs - OLDEST_MS) return `${metric} is more than 14 days old`;
  if (atEpochMs > nowEpochMs + NEWEST_MS) return `${metric} lies more than 2 hours in the future`;
  return dimensionFault(sample);
}

export function toDatum(sample: Sample): MetricDatum {
  return {
    MetricName: sample.metric,
    Dimensions: Object.entries(sample.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Timestamp: new Date(sample.atEpochMs),
    Value: sample.value,
    Unit: sample.unit,
    ...(sample.isHighResolution ? { StorageResolution: 1 } : {}),
  };
}

function dimensionFault({ metric, dimensions }: Sample): string | undefined {
  const pairs = Object.entries(dimensions);
  if (pairs.length > DIMENSIONS_MAX) return `${metric} has ${pairs.length} dimensions of at most ${DIMENSIONS_MAX}`;
  const wrong = pairs.find(([, value]) => value.length > DIMENSION_MAX_LENGTH || !PRINTABLE_ASCII.test(value));
  return wrong && `${metric} has a dimension ${wrong[0]} that is not 1 to ${DIMENSION_MAX_LENGTH} ASCII characters`;
}
