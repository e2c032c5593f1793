/** All that is known at one moment of alarms and of what they watch: the ground on which incidents are told apart. */
import type { AlarmSpec, AlarmStateValue } from "./alarm.ts";
import type { CheckId, Vantage } from "./check.ts";

/** Alarms may be of an earlier moment than the checks; nothing in it is older than the transitions that led to reading it. */
export interface Picture {
  /** Every alarm of the deployment, whatever its state. */
  readonly alarms: readonly AlarmState[];
  /** Every check, failing or not: who is fine says as much as who fails. */
  readonly checks: readonly WatchedCheck[];
}

/** An alarm as it stands now. */
export interface AlarmState {
  readonly alarm: AlarmSpec;
  readonly state: AlarmStateValue;
  /** When it took this state. */
  readonly sinceEpochMs: number;
  readonly reason: string;
}

/** What a check has in common with others. */
export interface WatchedCheck {
  readonly id: CheckId;
  readonly group: string;
  readonly everyMs: number;
  readonly dependsOn: readonly CheckId[];
  /** Where it is probed from: one at least. */
  readonly places: readonly WatchedPlace[];
  readonly host?: string;
  /** That its latest run used, good or bad; absent where unknown. */
  readonly address?: string;
  /**
   * Start of the first of the runs that have failed without a good one in between, of several places when enough of them had;
   * absent where unknown.
   */
  readonly failingSinceEpochMs?: number;
}

/** A check as one place sees it. */
export interface WatchedPlace {
  readonly vantage: Vantage;
  readonly location: string;
  /** Shard and function that run it; absent where neither has alarms, as on a laptop. */
  readonly shard?: string;
  readonly prober?: string;
  /** By its newest runs; absent where they are not known. */
  readonly isFailing?: boolean;
  /** Of one that fails: whether its newest run was lost on the way. One that was answered, however wrongly, clears the place. */
  readonly isLostOnTheWay?: boolean;
  /** As that of the check, of this place alone. */
  readonly failingSinceEpochMs?: number;
}
