/** How long one invocation of a prober may last. */
import type { Check } from "../core/model/check.ts";
import type { Shard } from "../core/model/shard.ts";

/** Lambda's own limit. */
export const INVOCATION_MAX_MS = 900_000;
/** What an invocation needs besides its slowest check: a cold start, the last start of a round, and publishing. */
const MARGIN_MS = 55_000;
const INVOCATION_MIN_MS = 75_000;

/**
 * The longest check may run twice, since a failed run is tried again at once. At least 75 s, so that shards below a minute
 * serve the rounds of a whole minute; time that is not used costs nothing.
 */
export function invocationTimeoutMs(shards: readonly Shard[]): number {
  const longestMs = Math.max(0, ...shards.flatMap(({ checks }) => checks.map(({ timeoutMs }) => timeoutMs)));
  const neededMs = Math.max(INVOCATION_MIN_MS, 2 * longestMs + MARGIN_MS);
  return Math.min(INVOCATION_MAX_MS, Math.ceil(neededMs / 1_000) * 1_000);
}

/** Whether a check can end within one invocation, tried twice. */
export function fitsInvocation({ timeoutMs }: Pick<Check, "timeoutMs">): boolean {
  return 2 * timeoutMs + MARGIN_MS <= INVOCATION_MAX_MS;
}
