import type { Expectation } from "./expectation.ts";

/** ASCII; what stands before the first "/" is the group (a customer's environment). */
export type CheckId = string;
/** Key of the kind in the configuration: `http`, `tcp`, … The registry in core/probes knows them all. */
export type ProbeKind = string;
export type ContactName = string;

/** Where a check runs from on AWS: the Region's own network or the user's VPC. On this computer it makes no difference. */
export type Vantage = "region" | "vpc";

/** One thing to watch, read and validated. Plain JSON: it travels to the Lambda in the manifest. */
export interface Check<Target = unknown> {
  readonly id: CheckId;
  readonly group: string;
  /** For people, in any language; the id where none is given. */
  readonly title: string;
  readonly runbook?: string;
  readonly kind: ProbeKind;
  /** Options of the kind, as its own schema leaves them. Secrets stand in it as references, never as values. */
  readonly target: Target;
  readonly everyMs: number;
  /** Hard deadline of one run, from DNS to the last byte; shorter than `everyMs`. */
  readonly timeoutMs: number;
  readonly from: Vantage;
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

/** `after: 2 of 3`: this many of the last so many datapoints must be bad. */
export interface AlarmPolicy {
  readonly badDatapoints: number;
  readonly ofDatapoints: number;
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
}

export type Language = "en" | "ko";

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
  readonly checks: readonly Check[];
}
