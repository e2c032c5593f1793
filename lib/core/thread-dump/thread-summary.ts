import type { Convoy } from "./locks.ts";
import type { GroupSeen } from "./meanings.ts";

/** What is kept of a thread dump. */
export interface ThreadSummary {
  readonly threads: number;
  /** The largest, largest first. */
  readonly groups: readonly GroupSeen[];
  /** Innermost frames of the group that has grown most, or else of the largest. */
  readonly frames: readonly string[];
  /** Those who make most others wait. */
  readonly convoys: readonly Convoy[];
  /** Names of threads that wait for one another. */
  readonly deadlock: readonly string[];
  readonly servlet?: ServletUse;
  /** The same in words, the most telling first. */
  readonly sentences: readonly string[];
}

/** Threads that serve HTTP requests. */
export interface ServletUse {
  readonly all: number;
  /** Those that have one. */
  readonly busy: number;
  /** Where most of the busy ones are. */
  readonly frame: string;
}
