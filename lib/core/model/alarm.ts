import type { CheckId, ContactName } from "./check.ts";
import type { Statistic } from "./statistic.ts";

export type AlarmStateValue = "OK" | "ALARM" | "INSUFFICIENT_DATA";
export type MissingData = "missing" | "ignore" | "breaching" | "notBreaching";
export type Comparison = "below" | "above" | "atMost" | "atLeast";
/** critical: somebody should get up; warning: somebody should look today. */
export type Severity = "critical" | "warning";

/** What an alarm watches, as data: the constructs turn it into a CloudWatch alarm, the local loop evaluates it itself. */
export interface AlarmSpec {
  /** Unique in the deployment: `acme: acme-prod/checkout is down`. */
  readonly name: string;
  /** `down`, `silent`, …: also the heading in docs/runbook.md. */
  readonly topic: string;
  readonly severity: Severity;
  readonly check?: CheckId;
  readonly metric: AlarmMetric;
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly badDatapoints: number;
  readonly ofDatapoints: number;
  readonly missingData: MissingData;
  readonly notify: readonly ContactName[];
  /** What it means and where to look, for people: at most 1,024 characters with its links. */
  readonly description: string;
}

export interface AlarmMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: Statistic;
  readonly periodMs: number;
}
