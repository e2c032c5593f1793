/** What one analyst Lambda looks at. Written beside its code at synth, read at its start. */
import type { Check } from "../model/check.ts";
import type { HourCheck } from "./analyse-hours.ts";

export interface AnalystManifest {
  readonly schemaVersion: 1;
  /** `name` of the configuration. */
  readonly deployment: string;
  /** IANA name of the zone in which hours are counted. */
  readonly timezone: string;
  /** Checks with `leak`. */
  readonly leaks: readonly Check[];
  /** Every check of the deployment, at one analyst only; elsewhere none. */
  readonly hours: readonly HourCheck[];
}

/** What the schedule passes to the analyst. */
export interface AnalystEvent {
  readonly analysis: "leaks" | "hours";
  /** ISO 8601, the moment for which the schedule was due: the timestamp of the metrics. */
  readonly scheduledTime: string;
}

export const LEAKS_EVERY_MS = 300_000;
export const HOURS_EVERY_MS = 3_600_000;
