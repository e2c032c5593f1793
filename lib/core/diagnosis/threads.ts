/** Threads of a JVM: started without end, started all the time, waiting for one another. */
import type { EvidenceLine } from "../model/diagnosis.ts";
import type { ThreadSummary } from "../thread-dump/thread-summary.ts";
import type { LeakSuspected } from "../trends/leak-verdict.ts";
import type { CaseFile, SeriesEvidence } from "./case-file.ts";
import { type Examination, fits, known, line, type Rule, refutedBy } from "./rule.ts";
import {
  increaseOf,
  latelyIncreaseOf,
  latestOf,
  notRisingLine,
  risingLine,
  seriesOf,
  suspectedOf,
  untilLimitLine,
} from "./series.ts";

/** A thread that is never ended was started once: both counts rise alike. */
const STARTED_OF_RISE = 0.5;
const CHURN_PER_HOUR = 3_600;
const BLOCKED_SHARE = 0.2;
const NAMES_MAX_CHARACTERS = 120;
const JDK_FRAME = /^(?:java|javax|jdk|sun|com\.sun)\./;

export const threadRules: readonly Rule[] = [
  { row: 44, cause: "deadlock", layer: "target", atMost: "confirmed", examine: isDeadlocked },
  { row: 42, cause: "thread-leak", layer: "target", atMost: "confirmed", examine: isThreadLeak },
  { row: 44, cause: "lock-convoy", layer: "target", atMost: "likely", examine: isLockConvoy },
  { row: 43, cause: "thread-churn", layer: "target", atMost: "likely", examine: isThreadChurn },
];

/** Live threads rise, as many were started as there are more, and none end. A dump whose largest group grew confirms it. */
function isThreadLeak(file: CaseFile): Examination {
  const live = seriesOf(file, "liveThreads");
  if (live?.leak === undefined) return undefined;
  if (live.leak.verdict !== "suspected") return { refutedBy: notRisingLine(live, live.leak) };
  const leak = live.leak;
  const started = increaseOf(seriesOf(file, "startedThreads"), leak.fromEpochMs);
  const startedLine = started === undefined ? undefined : line("threads-started", { perHour: started.perHour });
  if (started !== undefined && startedLine !== undefined && started.by < STARTED_OF_RISE * leak.rise)
    return { refutedBy: startedLine };
  const group = file.check.threads === undefined ? undefined : groupLine(file.check.threads);
  const hasGrown = (file.check.threads?.groups[0]?.added ?? 0) > 0;
  return fits("thread-leak", {
    confidence: started === undefined ? "possible" : hasGrown ? "confirmed" : "likely",
    with: { slopePerHour: leak.slopePerHour },
    evidence: threadEvidence({ live, leak, group, started: startedLine }),
  });
}

interface ThreadSigns {
  readonly live: SeriesEvidence;
  readonly leak: LeakSuspected;
  readonly group: EvidenceLine | undefined;
  readonly started: EvidenceLine | undefined;
}

function threadEvidence({ live, leak, group, started }: ThreadSigns): readonly [EvidenceLine, ...EvidenceLine[]] {
  return [risingLine(live, leak), ...known(untilLimitLine(leak), group, started)];
}

/** The largest group of a dump, and whose code its threads run. */
function groupLine({ threads, groups }: ThreadSummary): EvidenceLine | undefined {
  const [largest] = groups;
  if (largest === undefined) return undefined;
  const { count, name, frame, added } = largest;
  const startedBy = classOf(frame);
  return line("thread-group", {
    ...{ count, threads, name },
    ...(startedBy !== undefined && { startedBy }),
    ...(added !== undefined && { added }),
  });
}

/** `com.acme.sms.SmsStatusJob.awaitReply` -> `SmsStatusJob`; nothing where only the JDK's own code stands in the stack. */
function classOf(frame: string): string | undefined {
  if (JDK_FRAME.test(frame)) return undefined;
  return frame.split(".").at(-2)?.split("$")[0];
}

/** Many are started, and as many end: no leak, but work that a pool would spare. */
function isThreadChurn(file: CaseFile): Examination {
  const live = seriesOf(file, "liveThreads");
  const started = latelyIncreaseOf(file, "startedThreads");
  if (live === undefined || started === undefined) return undefined;
  const suspected = suspectedOf(live);
  if (suspected !== undefined) return { refutedBy: risingLine(live, suspected) };
  const seen = line("threads-started", { perHour: started.perHour });
  if (live.leak?.verdict !== "no-trend" || started.perHour < CHURN_PER_HOUR) return { refutedBy: seen };
  return fits("thread-churn", { confidence: "likely", with: {}, evidence: [seen, notRisingLine(live, live.leak)] });
}

function isDeadlocked(file: CaseFile): Examination {
  const names = file.check.threads?.deadlock ?? [];
  const counted = latestOf(file, "deadlockedThreads");
  const threads = Math.max(names.length, counted ?? 0);
  if (file.check.threads === undefined && counted === undefined) return undefined;
  if (threads === 0) return refutedBy("deadlocked", { threads });
  const named = names.join(", ").slice(0, NAMES_MAX_CHARACTERS);
  const evidence = [line("deadlocked", { threads, ...(named !== "" && { names: named }) })] as const;
  return fits("deadlock", { confidence: "confirmed", with: {}, evidence });
}

function isLockConvoy(file: CaseFile): Examination {
  const [convoy] = file.check.threads?.convoys ?? [];
  const dumped = file.check.threads?.threads;
  const blocked = latestOf(file, "threadsInState", { state: "blocked" }) ?? convoy?.waiters;
  const threads = latestOf(file, "liveThreads") ?? dumped;
  if (blocked === undefined || threads === undefined) return undefined;
  const seen = line("threads-blocked", { blocked, threads });
  if (!(blocked > BLOCKED_SHARE * threads)) return { refutedBy: seen };
  const owner = convoy === undefined ? undefined : line("lock-owner", { ...convoy });
  return fits("lock-convoy", { confidence: "likely", with: {}, evidence: [seen, ...known(owner)] });
}
