/**
 * Which runs are kept in the prober's log: every one that was not in good order, one good run an hour of each check as the ground
 * for comparing, and the first good one after trouble. A good record is some 400 bytes: 100 checks write 29 MB a month, 1.5 cents.
 */
import { slownessOf } from "../core/metrics/slowness.ts";
import type { CheckId } from "../core/model/check.ts";
import type { Expectation } from "../core/model/expectation.ts";
import type { Outcome } from "../core/model/outcome.ts";
import { goodRecord, outcomeRecord } from "./log-records.ts";

const HOUR_MS = 3_600_000;

export interface DueRun {
  readonly dueEpochMs: number;
  readonly everyMs: number;
  readonly slow: readonly Expectation[];
}

/** Gives the record of an outcome that is kept. Remembers who was in trouble: keep one for the life of the process. */
export function createOutcomeLog(): (outcome: Outcome, due: DueRun) => string | undefined {
  const troubled = new Set<CheckId>();
  return (outcome, due) => {
    if (isTrouble(outcome, due.slow)) {
      troubled.add(outcome.check);
      return outcomeRecord(outcome);
    }
    const isFirstGood = troubled.delete(outcome.check);
    return isFirstGood || due.dueEpochMs % HOUR_MS < due.everyMs ? goodRecord(outcome) : undefined;
  };
}

/** What is slow only for the days that its certificate has left is so for weeks, and good enough once an hour. */
function isTrouble(outcome: Outcome, slow: readonly Expectation[]): boolean {
  return outcome.status === "down" || outcome.status === "unknown" || slownessOf(outcome, slow) === 1;
}
