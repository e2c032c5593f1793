/** Waiting between attempts: full jitter, so that many callers that were turned away together do not come back together. */
export interface BackOff {
  readonly firstMs: number;
  readonly maxMs: number;
  /** In [0, 1). */
  readonly random: () => number;
}

/** How long to wait before attempt `attempt` + 1 (the first attempt is 1). */
export function backOffMs(attempt: number, { firstMs, maxMs, random }: BackOff): number {
  return random() * Math.min(maxMs, firstMs * 2 ** (attempt - 1));
}
