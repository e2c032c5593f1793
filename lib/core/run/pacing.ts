/** When each check of a pass starts: evenly, in an order that depends on the id alone, so that no two releases reshuffle it. */
import type { Check } from "../model/check.ts";
import { stableHash } from "../model/hash.ts";

/** As many starts a second as a Lambda's third of a CPU can time exactly (docs/performance.md). */
const STARTS_PER_SECOND = 50;
/** The pass must leave room for the runs themselves. */
const SPREAD_SHARE_MAX = 0.5;

export interface PacedCheck {
  readonly check: Check;
  readonly startAfterMs: number;
}

export function paceChecks(checks: readonly Check[], everyMs: number): PacedCheck[] {
  const gapMs = Math.min(1_000 / STARTS_PER_SECOND, (everyMs * SPREAD_SHARE_MAX) / Math.max(1, checks.length));
  return checks
    .map((check) => ({ check, hash: stableHash(check.id) }))
    .sort((a, b) => a.hash - b.hash || (a.check.id < b.check.id ? -1 : 1))
    .map(({ check }, index) => ({ check, startAfterMs: index * gapMs }));
}
