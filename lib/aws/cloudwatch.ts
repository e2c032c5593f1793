/** The metric sink on CloudWatch. What it cannot deliver it hands back with the reason; nothing is lost silently. */
import { type CloudWatchClient, type MetricDatum, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { METRIC_NAMESPACE } from "../core/metrics/catalogue.ts";
import type { MetricSink } from "../core/ports.ts";
import { toDatum } from "./metric-data.ts";
import { createSink, type PublicationOptions, type Way } from "./publication.ts";

export interface CloudWatchSinkOptions extends PublicationOptions {
  readonly client: CloudWatchClient;
}

const METRICS_MAX = 1_000;
/** The limit is 1 MB; the rest is for the frame around the metrics. Counted before gzip, to be on the safe side. */
const REQUEST_MAX_BYTES = 950_000;

export function createCloudWatchSink({ client, ...options }: CloudWatchSinkOptions): MetricSink {
  const way: Way<MetricDatum> = {
    toPiece: toDatum,
    sizeBytes: (datum) => Buffer.byteLength(JSON.stringify(datum)) + 1,
    piecesMax: METRICS_MAX,
    requestMaxBytes: REQUEST_MAX_BYTES,
    send: async (MetricData, abortSignal) => {
      await client.send(new PutMetricDataCommand({ Namespace: METRIC_NAMESPACE, MetricData: [...MetricData] }), { abortSignal });
      return "whole";
    },
  };
  return createSink(way, options);
}
