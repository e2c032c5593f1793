/** The fingerprint of frozen credentials: failures that begin exactly one token lifetime after the process started. */

export interface FailureOnset {
  /** Start of the process that fails: `process_start_time_seconds`, or its last deployment. */
  readonly startedAtEpochMs: number;
  readonly firstFailureAtEpochMs: number;
}

export interface LifetimeMatch {
  /** 1, 6, 12 or 24 hours. */
  readonly lifetimeMs: number;
  /** How much later than a lifetime the failures began; negative if earlier. */
  readonly lateByMs: number;
}

const HOUR_MS = 3_600_000;
/** Usual lifetimes of temporary AWS credentials. */
const LIFETIMES_MS = [HOUR_MS, 6 * HOUR_MS, 12 * HOUR_MS, 24 * HOUR_MS];
const TOLERANCE_MS = 300_000;

/**
 * The lifetime after which failures began, within 5 minutes; `undefined` if none fits. Of onsets within the first day
 * chance alone fits one in 36: it is evidence beside "fresh credentials work from here", never alone.
 */
export function matchCredentialLifetime(onset: FailureOnset): LifetimeMatch | undefined {
  const ranMs = onset.firstFailureAtEpochMs - onset.startedAtEpochMs;
  const lifetimeMs = LIFETIMES_MS.find((candidateMs) => Math.abs(ranMs - candidateMs) <= TOLERANCE_MS);
  return lifetimeMs === undefined ? undefined : { lifetimeMs, lateByMs: ranMs - lifetimeMs };
}
