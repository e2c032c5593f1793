/** The metric sink on CloudWatch's OTLP endpoint: as the classic one, at a fraction of its price. */
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { toOtlp } from "../core/metrics/otlp.ts";
import type { Sample } from "../core/model/metric.ts";
import type { MetricSink } from "../core/ports.ts";
import { isRecord } from "../core/shapes.ts";
import { createMonitoringApi, type MonitoringApi, type MonitoringApiOptions } from "./monitoring-api.ts";
import { createSink, type PublicationOptions, type Taken, type Way } from "./publication.ts";

export type OtlpSinkOptions = PublicationOptions & MonitoringApiOptions;

/** CloudWatch names no limits of its own for metrics: these are those of PutMetricData, far below the ones for traces. */
const POINTS_MAX = 1_000;
const REQUEST_MAX_BYTES = 950_000;

const compress = promisify(gzip);

export function createOtlpSink({ signer, env, ...options }: OtlpSinkOptions): MetricSink {
  const api = createMonitoringApi({ signer, env });
  const way: Way<Sample> = {
    toPiece: (sample) => ({ ...sample, atEpochMs: Math.round(sample.atEpochMs) }),
    // With the frame of a request around each: more than it takes.
    sizeBytes: (sample) => Buffer.byteLength(JSON.stringify(toOtlp([sample]))),
    piecesMax: POINTS_MAX,
    requestMaxBytes: REQUEST_MAX_BYTES,
    send: (samples, signal) => send(samples, { api, signal }),
  };
  return createSink(way, options);
}

async function send(samples: readonly Sample[], { api, signal }: { api: MonitoringApi; signal: AbortSignal }): Promise<Taken> {
  const compressed = await compress(JSON.stringify(toOtlp(samples)));
  const request = {
    path: "/v1/metrics",
    headers: { "content-type": "application/json", "content-encoding": "gzip" },
    body: new Uint8Array(compressed),
  } as const;
  return takenOf(await api(request, signal), samples.length);
}

/** `{"partialSuccess":{"rejectedDataPoints":"3","errorMessage":"…"}}`; empty where all was taken. */
function takenOf(text: string, pointCount: number): Taken {
  const partial = parse(text)?.partialSuccess;
  if (!isRecord(partial)) return "whole";
  const rejected = Number(partial.rejectedDataPoints ?? 0);
  if (!(rejected > 0)) return "whole";
  const why = typeof partial.errorMessage === "string" && partial.errorMessage !== "" ? `: ${partial.errorMessage}` : "";
  return { partly: `CloudWatch rejected ${rejected} of these ${pointCount} points${why}` };
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
