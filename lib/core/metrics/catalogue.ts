/**
 * The one list of metric names, units and meanings. Prober, alarms, dashboards and docs all read it,
 * so that what is published and what is watched cannot drift apart.
 */
import type { MetricUnit } from "../model/metric.ts";

export const METRIC_NAMESPACE = "Bongsu";

export interface MetricSpec {
  readonly unit: MetricUnit;
  /** `check`: dimensions Deployment, Check, Location. `shard`: Deployment, Shard, Location. `deployment`: none, see deploymentNamespace. */
  readonly scope: "check" | "shard" | "deployment";
  readonly doc: string;
}

export const METRICS = {
  Up: { unit: "None", scope: "check", doc: "1 if the run was up or slow, 0 if down; its average is the availability." },
  LatencyMs: { unit: "Milliseconds", scope: "check", doc: "Total time of a run that was answered." },
  PhaseMs: {
    unit: "Milliseconds",
    scope: "check",
    doc: "Time of a phase that came to its end, also of runs that were down; its name is the further dimension Phase. Only of checks with metrics: full.",
  },
  Slow: {
    unit: "None",
    scope: "check",
    doc: "1 if the run was slow, 0 if up, nothing if down; only of checks whose slow names more than the certificate's days.",
  },
  Value: { unit: "None", scope: "check", doc: "A series that the check names; its name is the further dimension Series." },
  LeakSuspected: {
    unit: "None",
    scope: "check",
    doc: "1 if a series watched for a leak rises as a leak does, 0 if not, nothing while too little is known; dimension Series. Every five minutes.",
  },
  MinutesUntilLimit: {
    unit: "None",
    scope: "check",
    doc: "Minutes until a leaking series reaches its limit at the present rate, only while that can be foreseen; dimension Series.",
  },
  SlowHour: {
    unit: "Count",
    scope: "check",
    doc: "Hours of the day that are slow or fail day after day, only if there is one; with the dimension Deployment alone: checks that have one. Every hour.",
  },
  CertificateDaysLeft: {
    unit: "None",
    scope: "check",
    doc: "Days until the server's certificate expires; published once a day, because CloudWatch charges by the hour with data.",
  },
  Heartbeat: {
    unit: "Count",
    scope: "shard",
    doc: "1 for every pass over a shard that ended: its absence means that the prober is silent.",
  },
  Unknown: {
    unit: "Count",
    scope: "shard",
    doc: "Runs of a pass that ended by our own fault and say nothing about their target.",
  },
  Missed: { unit: "Count", scope: "shard", doc: "Runs of a pass that were due but could not start in time." },
  LoopLagMs: { unit: "Milliseconds", scope: "shard", doc: "Worst delay of the prober's own event loop during a pass." },
  Undelivered: {
    unit: "Count",
    scope: "deployment",
    doc: "Samples that CloudWatch would not take; counted from the prober's log, where each is kept.",
  },
  Untold: {
    unit: "Count",
    scope: "deployment",
    doc: "Messages that could not be sent, each time that it was tried; counted from the responder's log.",
  },
  LogEvents: {
    unit: "Count",
    scope: "deployment",
    doc: "Log events that match the pattern of a check; the check's id follows the name, as in LogEvents/acme-prod/tokens.",
  },
} as const satisfies Record<string, MetricSpec>;

export type MetricName = keyof typeof METRICS;

export function checkDimensions(deployment: string, check: string, location: string): Record<string, string> {
  return { Deployment: deployment, Check: check, Location: location };
}

/** Of the metrics `Value`, `LeakSuspected` and `MinutesUntilLimit`. */
export const SERIES_DIMENSION = "Series";

export function seriesDimensions(deployment: string, check: string, { location, series }: SeriesAt): Record<string, string> {
  return { ...checkDimensions(deployment, check, location), [SERIES_DIMENSION]: series };
}

export interface SeriesAt {
  readonly location: string;
  readonly series: string;
}

/** Of the metric `PhaseMs`. */
export const PHASE_DIMENSION = "Phase";

export function shardDimensions(deployment: string, shard: string, location: string): Record<string, string> {
  return { Deployment: deployment, Shard: shard, Location: location };
}

/** Of what is counted over all checks. */
export function deploymentDimensions(deployment: string): Record<string, string> {
  return { Deployment: deployment };
}

/** As OpenTelemetry and PromQL spell it: `LatencyMs` is `bongsu_latency_ms`. */
export function otlpName(metric: string): string {
  return `bongsu_${metric.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase()}`;
}

/** The dimension `Check` is the label `check`. */
export function otlpLabel(dimension: string): string {
  return dimension.toLowerCase();
}

/** Where metrics of scope `deployment` live: they are counted from the log, and a metric filter can add no fixed dimension. */
export function deploymentNamespace(deployment: string): string {
  return `${METRIC_NAMESPACE}/${deployment}`;
}

/** `LogEvents` of one check: without dimensions, only the name can tell checks apart. */
export function logEventsName(check: string): string {
  return `${"LogEvents" satisfies MetricName}/${check}`;
}
