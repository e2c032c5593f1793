/** Why an outcome is what it is, in one sentence; empty when all is well. */
import type { Outcome } from "../model/outcome.ts";
import { formatMeasuredMs } from "../model/units.ts";

export function reasonOf(outcome: Outcome): string {
  if (outcome.failure !== undefined) return outcome.failure.message;
  if (outcome.status !== "slow") return "";
  const [breach] = outcome.breaches;
  if (breach === undefined) return `answered rightly, but only after ${formatMeasuredMs(outcome.totalMs)}`;
  return `answered rightly, but slowly: expected ${breach.expected}, got ${breach.actual}`;
}
