/** All the evidence that a diagnosis may look at, as plain data. Whatever is not known is left out: a cause then says nothing. */
import type { CheckId, ProbeKind } from "../model/check.ts";
import type { Outcome, PhaseTime, Status } from "../model/outcome.ts";
import type { ThreadSummary } from "../thread-dump/thread-summary.ts";
import type { LeakVerdict } from "../trends/leak-verdict.ts";
import type { Point } from "../trends/series.ts";
import type { TimeOfDayVerdict } from "../trends/time-of-day.ts";

export interface CaseFile {
  readonly nowEpochMs: number;
  /** IANA zone in which people count hours. */
  readonly timezone: string;
  /** The check that is to be explained. */
  readonly check: CheckEvidence;
  /** As they stand now; the same check at another location is one of them. */
  readonly others?: readonly OtherCheck[];
  /** The pass to which the newest run belonged. */
  readonly shard?: ShardHealth;
  readonly logs?: readonly LogCount[];
}

export interface CheckEvidence {
  readonly id: CheckId;
  readonly kind: ProbeKind;
  readonly location: string;
  /** The location is the user's own network. */
  readonly isInVpc?: boolean;
  readonly host?: string;
  readonly everyMs?: number;
  readonly timeoutMs?: number;
  /** Newest first, good ones among them where they are known. */
  readonly outcomes: readonly Outcome[];
  /** Usual time of each phase at this hour. */
  readonly usual?: readonly PhaseTime[];
  /** Usual values of facts that are numbers: `handles: 12`. */
  readonly usualFacts?: Readonly<Record<string, number>>;
  /** History of LatencyMs, days if possible. */
  readonly latency?: readonly Point[];
  readonly series?: readonly SeriesEvidence[];
  /** Of latency or of failures, whichever speaks. */
  readonly slowHours?: TimeOfDayVerdict;
  readonly threads?: ThreadSummary;
  /** Last known start of the watched process. */
  readonly startedAtEpochMs?: number;
}

/** A number that the check reads from a page of metrics. */
export interface SeriesEvidence {
  /** As the check calls it. */
  readonly name: string;
  /** As the page calls it: `jvm_threads_live_threads`. Only then is its meaning known. */
  readonly metric?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** In order of time. */
  readonly points: readonly Point[];
  readonly leak?: LeakVerdict;
}

export interface OtherCheck {
  readonly id: CheckId;
  readonly kind: ProbeKind;
  readonly location: string;
  readonly host?: string;
  readonly status: Status;
  /** Since when it has this status. */
  readonly sinceEpochMs: number;
  readonly everyMs?: number;
  readonly latest?: Outcome;
  /** The check of this case is declared to rest on it. */
  readonly isDependency?: boolean;
  /** Its last outage that is over. */
  readonly lastOutage?: { readonly fromEpochMs: number; readonly toEpochMs: number };
}

/** How the prober itself was. */
export interface ShardHealth {
  readonly everyMs: number;
  /** Since the last pass that ended. */
  readonly heartbeatAgeMs?: number;
  readonly loopLagMs?: number;
  /** The pass was the first of its process. */
  readonly isColdStart?: boolean;
  /** Time that was left to the process when the run began. */
  readonly remainingMs?: number;
}

/** Log events that a `logs` check counted lately. */
export interface LogCount {
  readonly group: string;
  readonly pattern: string;
  readonly count: number;
}

const BOUNDS = { outcomes: 120, others: 1_000, series: 50, points: 5_000, logs: 50 } as const;

/** The same, no larger than a diagnosis ever needs. */
export function boundCaseFile(file: CaseFile): CaseFile {
  const { check, others = [], logs = [] } = file;
  return {
    ...file,
    check: {
      ...check,
      outcomes: check.outcomes.slice(0, BOUNDS.outcomes),
      latency: (check.latency ?? []).slice(-BOUNDS.points),
      series: (check.series ?? []).slice(0, BOUNDS.series),
    },
    others: others.slice(0, BOUNDS.others),
    logs: logs.slice(0, BOUNDS.logs),
  };
}
