/** What a report tells of one check: how it went and why, or why it could not run. */
import type { Check } from "../model/check.ts";
import type { Diagnosis } from "../model/diagnosis.ts";
import type { Observation, Outcome, Status } from "../model/outcome.ts";
import type { ExpectationView } from "../render/view.ts";

export interface RanCheck {
  readonly check: Check;
  /** All its runs, in order of time. */
  readonly runs: readonly Outcome[];
  /** The newest of those that ended worst: the one that is shown. */
  readonly outcome: Outcome;
  readonly diagnosis: Diagnosis;
  /** Of the run that is shown. */
  readonly expectations: readonly ExpectationView[];
  /** What each attempt saw, with what an outcome forgets (headers, body), masked; only where somebody asked for it. */
  readonly attempts?: readonly Observation[];
}

export interface SkippedCheck {
  readonly check: Check;
  /** Why it cannot run here: `only on AWS (logs)`. */
  readonly skipped: string;
}

/** In file order. */
export type RunItem = RanCheck | SkippedCheck;

/** Worst first. */
export const STATUS_ORDER: readonly Status[] = ["down", "unknown", "slow", "up"];

export function isRan(item: RunItem): item is RanCheck {
  return "outcome" in item;
}

/** `undefined` of no runs. */
export function tellingRun(runs: readonly Outcome[]): Outcome | undefined {
  const worst = STATUS_ORDER.find((status) => runs.some((run) => run.status === status));
  return runs.findLast(({ status }) => status === worst);
}
