import type { Expectation } from "./expectation.ts";

/** ASCII; what stands before the first "/" is the group (a customer's environment). */
export type CheckId = string;

/** `acme-prod` of `acme-prod/checkout`; empty where the id has no group. */
export function groupOf(id: CheckId): string {
  return id.includes("/") ? id.slice(0, id.indexOf("/")) : "";
}

/** Key of the kind in the configuration: `http`, `tcp`, … The registry in core/probes knows them all. */
export type ProbeKind = string;
export type ContactName = string;

/**
 * A place to probe from on AWS: the Region of the deployment, the user's VPC there, or another Region by its name (`us-east-1`).
 * On this computer there is only one.
 */
export type Vantage = "region" | "vpc" | (string & {});

/** One thing to watch, read and validated. Plain JSON: it travels to the Lambda in the manifest. */
export interface Check<Target = unknown> {
  readonly id: CheckId;
  readonly group: string;
  /** For people, in any language; the id where none is given. */
  readonly title: string;
  /** What customers read on a status page; absent: no page shows the check. */
  readonly publicTitle?: string;
  readonly runbook?: string;
  readonly kind: ProbeKind;
  /** Options of the kind, as its own schema leaves them. Secrets stand in it as references, never as values. */
  readonly target: Target;
  readonly everyMs: number;
  /** Hard deadline of one run, from DNS to the last byte; shorter than `everyMs`. */
  readonly timeoutMs: number;
  /** Every place runs it at the same interval; one at least, none twice. */
  readonly from: readonly [Vantage, ...Vantage[]];
  /** How its numbers reach CloudWatch; absent: classic. */
  readonly metricForm?: MetricForm;
  readonly notify: readonly ContactName[];
  /** All must hold, else the check is down. */
  readonly expect: readonly Expectation[];
  /** Any that holds makes a right answer slow. */
  readonly slow: readonly Expectation[];
  readonly alarm: AlarmPolicy;
  readonly leak?: LeakWatch;
  readonly dependsOn: readonly CheckId[];
  /** Where it is written, so that messages can point there. */
  readonly source?: SourcePlace;
}

/**
 * classic: custom metrics and one alarm each; every feature of CloudWatch works · full: the same, and the time of every phase ·
 * otlp: OpenTelemetry metrics and PromQL alarms on many checks at once; a fraction of the price (docs/otlp.md).
 */
export const METRIC_FORMS = ["classic", "full", "otlp"] as const;
export type MetricForm = (typeof METRIC_FORMS)[number];

/** `after: 2 of 3`: this many of the last so many datapoints must be bad. */
export interface AlarmPolicy {
  readonly badDatapoints: number;
  readonly ofDatapoints: number;
  /** `locations: 2 of 3`: so many of its places must see it at the same time. Absent: more than half of them. */
  readonly badLocations?: number;
}

/** A number that should not rise for hours on end: threads, open files, memory. */
export interface LeakWatch {
  /** Name of a fact that the check itself names. */
  readonly series: string;
  /** Where it breaks, in the unit of the series. */
  readonly limit?: number;
}

export interface SourcePlace {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** Who is told, and through what. */
export interface Contact {
  readonly name: ContactName;
  readonly emails: readonly string[];
  /** E.164: +821012345678. */
  readonly phones: readonly string[];
  readonly slack?: { readonly workspace: string; readonly channel: string };
  /** In which it is told; absent: that of the deployment. */
  readonly language?: Language;
}

export type Language = "en" | "ko";

/** A page for the customers of one group: it shows those of its checks that have a `publicTitle`. */
export interface StatusPage {
  readonly group: string;
  /** What the page calls the customer or the product; never the name of the group, which is ours. */
  readonly title?: string;
  /** Of the page itself; the other language is one link away. */
  readonly language: Language;
}

/** A whole configuration, valid. */
export interface Config {
  /** Names stacks, alarms and dashboards. */
  readonly name: string;
  /** IANA zone in which people read times. */
  readonly timezone: string;
  readonly language: Language;
  readonly contacts: readonly Contact[];
  /** Told of trouble in Bongsu itself. */
  readonly operators: readonly ContactName[];
  /** The user's own network, for checks with `from: vpc`; absent where code says it, or no check needs it. */
  readonly vpc?: PrivateNetwork;
  /** Pages for customers, one a group; absent: none. */
  readonly statusPages?: readonly StatusPage[];
  readonly checks: readonly Check[];
}

/** A VPC in the Region of the deployment, by the ids that AWS gave its parts. */
export interface PrivateNetwork {
  readonly id: string;
  /** Where the prober gets its addresses; best one in each Availability Zone. */
  readonly subnets: readonly string[];
  /** Of the prober. Absent: a new one that lets everything out and nothing in. */
  readonly securityGroups?: readonly string[];
  /** To be given ways to AWS of its own, so that it needs no NAT gateway. */
  readonly endpoints: boolean;
  /** Of the subnets: where the way to S3 is entered. */
  readonly routeTables?: readonly string[];
}
