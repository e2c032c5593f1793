/**
 * Slowness as a metric. What `slow` says of the days that a certificate has left stands apart: it has an alarm of its own,
 * and since it holds for weeks it would hide whether the answers are slow.
 */
import type { Expectation, Matcher } from "../model/expectation.ts";
import type { Outcome } from "../model/outcome.ts";
import { match } from "../run/match.ts";

const CERTIFICATE_DAYS_FACT = "certificate.daysLeft";

type Bound = Extract<Matcher, { readonly op: "below" | "above" | "atMost" | "atLeast" }>;

/** When the certificate is too old, as one bound, which is all that an alarm on days can watch; `undefined` if `slow` says nothing of it. */
export function certificateBound(slow: readonly Expectation[]): Bound | undefined {
  return slow.flatMap((rule) => (rule.fact === CERTIFICATE_DAYS_FACT && isBound(rule.matcher) ? rule.matcher : []))[0];
}

/** Whether `slow` names anything besides: only then the metric `Slow` has a reader. */
export function watchesSlowness(slow: readonly Expectation[]): boolean {
  return slow.length > (certificateBound(slow) === undefined ? 0 : 1);
}

/** 1 for a slow answer, 0 for one in time, nothing for a run that says neither. */
export function slownessOf({ status, breaches, facts }: Outcome, slow: readonly Expectation[]): 1 | 0 | undefined {
  if (status === "up") return 0;
  if (status !== "slow") return undefined;
  const bound = certificateBound(slow);
  const daysLeft = facts[CERTIFICATE_DAYS_FACT];
  const isOld = bound !== undefined && daysLeft !== undefined && match(bound, [daysLeft], noPattern) === "holds";
  // Every rule that holds is one breach.
  return breaches.length > (isOld ? 1 : 0) ? 1 : 0;
}

function isBound(matcher: Matcher): matcher is Bound {
  return ["below", "above", "atMost", "atLeast"].includes(matcher.op);
}

/** Bounds hold no patterns. */
function noPattern(): boolean {
  return false;
}
