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
  /** With a vote, that of its first place. */
  readonly metric: AlarmMetric;
  readonly vote?: Vote;
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly badDatapoints: number;
  readonly ofDatapoints: number;
  readonly missingData: MissingData;
  readonly notify: readonly ContactName[];
  /** What it means and where to look, for people: at most 1,024 characters with its links. */
  readonly description: string;
}

/** Several places look at one thing: a datapoint is the number of those that are bad in the same period. */
export interface Vote {
  /** One a place, of the same period: 1 and 0, one of them bad. */
  readonly metrics: readonly AlarmMetric[];
  readonly badValue: 0 | 1;
  /** So many make it bad. */
  readonly needed: number;
  /** `enough`: whether that many are bad. `some`: how many are, as long as they are fewer. */
  readonly of: "enough" | "some";
}

export interface AlarmMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: Statistic;
  readonly periodMs: number;
}

/**
 * One alarm of CloudWatch on a query of PromQL, which stands for alarms that differ in their check alone: each is a contributor,
 * told apart by the label `check`, and moves and tells by itself. It begins in OK and knows nothing of missing data.
 */
export interface PromqlAlarmSpec {
  readonly name: string;
  readonly topic: string;
  readonly severity: Severity;
  /** Gives what is bad, and nothing else. Of checks its only label is `check`. */
  readonly query: string;
  readonly evaluateEveryMs: number;
  /** So long it must be bad without a break. */
  readonly pendingMs: number;
  readonly alarms: readonly AlarmSpec[];
  readonly description: string;
}

/** What CloudWatch calls an alarm. */
export type DeployedAlarm = AlarmSpec | PromqlAlarmSpec;
