/**
 * Samples as an OTLP/HTTP request in JSON (opentelemetry-proto, ExportMetricsServiceRequest). CloudWatch bills every byte of every
 * point, so there are gauges with the labels that queries need, and neither resource, scope, unit nor description.
 */
import type { Sample } from "../model/metric.ts";
import { otlpLabel, otlpName } from "./catalogue.ts";

export interface OtlpRequest {
  readonly resourceMetrics: readonly { readonly scopeMetrics: readonly { readonly metrics: readonly OtlpMetric[] }[] }[];
}

export interface OtlpMetric {
  readonly name: string;
  readonly gauge: { readonly dataPoints: readonly OtlpPoint[] };
}

export interface OtlpPoint {
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue: string } }[];
  /** A 64-bit integer, which JSON of Protocol Buffers writes as text. */
  readonly timeUnixNano: string;
  readonly asDouble: number;
}

/** Values must be finite and times whole. Metrics in the order in which they first come. */
export function toOtlp(samples: readonly Sample[]): OtlpRequest {
  const byName = Map.groupBy(samples, ({ metric }) => otlpName(metric));
  const metrics = [...byName].map(([name, same]) => ({ name, gauge: { dataPoints: same.map(toPoint) } }));
  return { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] };
}

function toPoint({ dimensions, value, atEpochMs }: Sample): OtlpPoint {
  const attributes = Object.entries(dimensions).map(([name, text]) => ({ key: otlpLabel(name), value: { stringValue: text } }));
  return { attributes, timeUnixNano: String(BigInt(atEpochMs) * 1_000_000n), asDouble: value };
}
