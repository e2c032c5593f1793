/** What the leak test can say, with the numbers that a person needs to believe it. */
import type { Severity } from "../model/alarm.ts";
import type { SameHours } from "./same-hours.ts";
import type { TimeUntilLimit } from "./time-until-limit.ts";

export type LeakVerdict = NotEnoughData | NoTrend | LeakSuspected;

export interface NotEnoughData {
  readonly verdict: "not-enough-data";
  /** Of the present life of the process. */
  readonly points: number;
  readonly pointsNeeded: number;
}

export interface NoTrend {
  readonly verdict: "no-trend";
  readonly points: number;
  readonly failed: FailedRule;
}

/** The first rule that did not hold, in the order in which they are tried, with what it saw and what it asked for. */
export type FailedRule =
  | { readonly rule: "trend"; readonly p: number; readonly pBelow: number }
  | { readonly rule: "effect"; readonly rise: number; readonly riseNeeded: number }
  | ({ readonly rule: "still-rising"; readonly slopeNeededPerHour: number; readonly pBelow: number } & StillRising)
  | ({ readonly rule: "same-hours"; readonly level: number } & SameHours);

/** Levels, rises and noise are in the unit of the gauge. */
export interface LeakSuspected {
  readonly verdict: "suspected";
  /** critical: near its limit, or far from what this hour has seen before. warning: there is time until the morning. */
  readonly severity: Severity;
  readonly points: number;
  readonly fromEpochMs: number;
  readonly toEpochMs: number;
  /** Median of the last three points. */
  readonly level: number;
  /** Best estimate and 90 % bounds. */
  readonly slopePerHour: number;
  readonly slopeLowPerHour: number;
  readonly slopeHighPerHour: number;
  /** Chance of such a rise in noise without a trend. */
  readonly p: number;
  /** From first to last point along the line, and the least that counts: 10 % of the level, or four times the noise. */
  readonly rise: number;
  readonly riseNeeded: number;
  readonly noise: number;
  readonly stillRising: StillRising;
  /** Absent without history: then a daily wave can pass for a leak. */
  readonly sameHours?: SameHours;
  readonly timeUntilLimit: TimeUntilLimit;
}

/** The same fit over the newer half of the points. */
export interface StillRising {
  readonly slopePerHour: number;
  readonly p: number;
}
