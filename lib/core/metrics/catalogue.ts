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
  Value: { unit: "None", scope: "check", doc: "A series that the check names; its name is the further dimension Series." },
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
} as const satisfies Record<string, MetricSpec>;

export type MetricName = keyof typeof METRICS;

export function checkDimensions(deployment: string, check: string, location: string): Record<string, string> {
  return { Deployment: deployment, Check: check, Location: location };
}

/** Of the metric `Value`. */
export const SERIES_DIMENSION = "Series";

export function shardDimensions(deployment: string, shard: string, location: string): Record<string, string> {
  return { Deployment: deployment, Shard: shard, Location: location };
}

/** Where metrics of scope `deployment` live: they are counted from the log, and a metric filter can add no fixed dimension. */
export function deploymentNamespace(deployment: string): string {
  return `${METRIC_NAMESPACE}/${deployment}`;
}
