/** What a thread dump tells of a suspected leak, in a few hundred bytes. Secrets masked. */
import type { CheckId } from "../model/check.ts";
import type { Failure } from "../model/failure.ts";
import type { GroupSeen } from "../thread-dump/meanings.ts";
import type { DumpMoment } from "./dump-moment.ts";

export interface ThreadEvidence {
  readonly check: CheckId;
  /** The series whose leak is suspected. */
  readonly series: string;
  readonly moment: DumpMoment;
  readonly atEpochMs: number;
  readonly finding: ThreadsSeen | ThreadsUnseen;
}

export interface ThreadsSeen {
  readonly threads: number;
  /** The most telling first; those of the second dump say what grew. */
  readonly sentences: readonly string[];
  /** Innermost frames of the group that has grown most, or else of the largest. */
  readonly frames: readonly string[];
  /** The largest three. */
  readonly groups?: readonly GroupSeen[];
}

/** The dump could not be had; it is not asked for again. */
export interface ThreadsUnseen {
  readonly failure: Failure;
}
