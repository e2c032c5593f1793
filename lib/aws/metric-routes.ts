/** Metrics of both ways as one port. What only OTLP needs is loaded only where some checks go that way. */
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { type OtlpChecks, routedHistory, routedSink } from "../core/metrics/routes.ts";
import type { Clock, MetricHistory, MetricSink } from "../core/ports.ts";
import { createCloudWatchSink } from "./cloudwatch.ts";
import { createMetricHistory } from "./metric-history.ts";
import type { MonitoringApiOptions } from "./monitoring-api.ts";

export interface MetricRoutesOptions extends MonitoringApiOptions {
  readonly client: CloudWatchClient;
  readonly otlpChecks: OtlpChecks;
  /** Time for one `publish` or `read`, all attempts and pauses included. */
  readonly budgetMs: number;
  readonly clock?: Clock;
}

export function createMetricSink({ client, otlpChecks, ...options }: MetricRoutesOptions): MetricSink {
  const { signer: _signer, env: _env, ...limits } = options;
  const otlp = async () => (await import("./otlp-metrics.ts")).createOtlpSink(options);
  return routedSink({ classic: createCloudWatchSink({ client, ...limits }), otlp, otlpChecks });
}

export function createHistory({ client, otlpChecks, ...options }: MetricRoutesOptions): MetricHistory {
  const { signer: _signer, env: _env, ...limits } = options;
  const otlp = async () => (await import("./promql-history.ts")).createPromqlHistory(options);
  return routedHistory({ classic: createMetricHistory({ client, ...limits }), otlp, otlpChecks });
}
