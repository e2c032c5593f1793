import type { Check, Vantage } from "./check.ts";

/** Checks that run together: same interval, same vantage point, at most `SHARD_CHECKS_MAX`. */
export interface Shard {
  /** `region-60s-0`; stays the same while checks come and go. */
  readonly name: string;
  readonly vantage: Vantage;
  readonly everyMs: number;
  readonly checks: readonly Check[];
}

/** What one prober Lambda runs. Written beside its code at synth, read at its start. */
export interface Manifest {
  readonly schemaVersion: 1;
  /** `name` of the configuration. */
  readonly deployment: string;
  readonly shards: readonly Shard[];
}

/** What the schedule passes to the prober. */
export interface ShardEvent {
  readonly shard: string;
  /** ISO 8601, the moment for which the schedule was due: the timestamp of the metrics. */
  readonly scheduledTime: string;
}

/** One pass over a shard. */
export interface ShardReport {
  readonly shard: string;
  readonly location: string;
  readonly scheduledAtEpochMs: number;
  /** Runs that were due but could not start in time. */
  readonly missedRuns: number;
  readonly unknownOutcomes: number;
  /** Worst delay of the prober's own event loop. */
  readonly loopLagMs: number;
}
