/** kdb+ serves one request at a time: how long it lets us wait in the handshake tells of its queue, in the query of its work. */
import type { Outcome } from "../model/outcome.ts";
import type { CaseFile } from "./case-file.ts";
import { handlesLine } from "./not-serving.ts";
import { type Examination, fits, known, line, type Rule, refutedBy } from "./rule.ts";
import { badRunsOf, badRunsWith, failureMessage, hasCode, phaseLine, phaseMs, repetition, runsOf, usualMs } from "./runs.ts";

const HOUR_MS = 3_600_000;
const RUNS_LOOKED = 5;
const RUNS_MIN = 3;
/** Of the usual time: both steps of a run rise so far when requests queue before ours. What is shorter is any machine's roughness. */
const QUEUED_TIMES = 3;
const QUEUED_MS = 15;
const HANDSHAKE_FAST_MS = 100;
const HANDSHAKE_FAST_TIMES = 2;
const QUERY_SLOW_MS = 500;
const QUERY_SLOW_TIMES = 5;

export const kdbRules: readonly Rule[] = [
  { row: 13, cause: "queue-ahead", layer: "target", atMost: "likely", examine: isQueueAhead },
  { row: 14, cause: "slow-query", layer: "target", atMost: "likely", examine: isSlowQuery },
  { row: 15, cause: "kdb-credentials-refused", layer: "target", atMost: "likely", examine: areCredentialsRefused },
];

/** Handshake and query rise together over several runs: what waits before us is many, not one. */
function isQueueAhead(file: CaseFile): Examination {
  const trouble = badRunsOf(file);
  if (trouble === undefined || file.check.kind !== "kdb") return undefined;
  const [usualHandshakeMs, usualQueryMs] = [usualMs(file, "handshake"), usualMs(file, "query")];
  const [newest, ...older] = runsOf(file).filter(isWholeTalk).slice(0, RUNS_LOOKED);
  if (newest === undefined || usualHandshakeMs === undefined || usualQueryMs === undefined) return undefined;
  if (trouble.latest.startedAtEpochMs - newest.startedAtEpochMs > HOUR_MS) return undefined;
  const isQueued = (run: Outcome) =>
    (phaseMs(run, "handshake") ?? 0) >= Math.max(QUEUED_MS, QUEUED_TIMES * usualHandshakeMs) &&
    (phaseMs(run, "query") ?? 0) >= Math.max(QUEUED_MS, QUEUED_TIMES * usualQueryMs);
  const queued = [newest, ...older].filter(isQueued);
  const [seen] = queued;
  if (seen === undefined || queued.length < RUNS_MIN) {
    return refutedBy("phase-usual", { phase: "handshake", ms: phaseMs(newest, "handshake") ?? 0, usualMs: usualHandshakeMs });
  }
  const handshake = line("phase-usual", { phase: "handshake", ms: phaseMs(seen, "handshake") ?? 0, usualMs: usualHandshakeMs });
  const evidence = [handshake, ...known(phaseLine(file, seen, "query"), handlesLine(file))] as const;
  return fits("queue-ahead", { confidence: "likely", with: {}, evidence });
}

function isWholeTalk(run: Outcome): boolean {
  return run.failure === undefined && phaseMs(run, "handshake") !== undefined && phaseMs(run, "query") !== undefined;
}

/** The handshake was answered at once, so nobody queues; then one query holds the thread. Or it was gone once, and is back. */
function isSlowQuery(file: CaseFile): Examination {
  const trouble = badRunsOf(file);
  if (trouble === undefined || file.check.kind !== "kdb") return undefined;
  const { latest } = trouble;
  const [handshakeMs, queryMs] = [phaseMs(latest, "handshake"), phaseMs(latest, "query")];
  if (handshakeMs === undefined || queryMs === undefined) return findLongGap(file);
  const usualQueryMs = usualMs(file, "query");
  const isSlow =
    hasCode(latest, ["query-timed-out"]) ||
    (usualQueryMs !== undefined && queryMs >= Math.max(QUERY_SLOW_MS, QUERY_SLOW_TIMES * usualQueryMs));
  const seen = phaseLine(file, latest, "query") ?? line("phase-took", { phase: "query", ms: queryMs });
  if (!isSlow) return { refutedBy: seen };
  const fastMs = Math.max(HANDSHAKE_FAST_MS, HANDSHAKE_FAST_TIMES * (usualMs(file, "handshake") ?? 0));
  if (handshakeMs > fastMs) return refutedBy("phase-took", { phase: "handshake", ms: handshakeMs });
  const evidence = [seen, line("phase-took", { phase: "handshake", ms: handshakeMs }), ...repetition(trouble)] as const;
  return fits("slow-query", { confidence: "likely", with: {}, evidence });
}

/** One run that got no reply, between runs that got it at once. */
function findLongGap(file: CaseFile): Examination {
  const [after, gap, before] = runsOf(file);
  if (after?.status !== "up" || before?.status !== "up" || gap === undefined) return undefined;
  const [afterMs, beforeMs] = [phaseMs(after, "handshake"), phaseMs(before, "handshake")];
  const ms = phaseMs(gap, "handshake");
  if (!hasCode(gap, ["handshake-timed-out"]) || afterMs === undefined || beforeMs === undefined || ms === undefined)
    return undefined;
  if (Math.max(afterMs, beforeMs) > HANDSHAKE_FAST_MS)
    return refutedBy("phase-took", { phase: "handshake", ms: Math.max(afterMs, beforeMs) });
  return fits("slow-query", { confidence: "likely", with: {}, evidence: [line("long-gap", { ms, beforeMs, afterMs })] });
}

/** kdb+ closes without a byte when user or password are wrong. */
function areCredentialsRefused(file: CaseFile): Examination {
  const trouble = badRunsWith(file, "auth-failed");
  if (trouble === undefined || file.check.kind !== "kdb") return undefined;
  return fits("kdb-credentials-refused", {
    confidence: "likely",
    with: {},
    evidence: [failureMessage(trouble), ...repetition(trouble)],
  });
}
