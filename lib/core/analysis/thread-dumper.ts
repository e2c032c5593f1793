/** Takes the thread dumps that are due. A dump stops the JVM for a moment, so whether one is due is for `dumpMoment` alone to say. */
import type { Check, CheckId } from "../model/check.ts";
import type { Failure } from "../model/failure.ts";
import type { MetricsTarget } from "../probes/metrics/target.ts";
import type { ProbeContext } from "../probes/probe.ts";
import { maskText, withEncodedForms } from "../run/mask.ts";
import type { RunOptions } from "../run/run-check.ts";
import { fillSecrets, replaceStrings } from "../run/secrets.ts";
import { createSemaphore } from "../run/semaphore.ts";
import { summariseThreadDump } from "../thread-dump/summarise-thread-dump.ts";
import type { JavaThread } from "../thread-dump/thread.ts";
import type { ThreadSummary } from "../thread-dump/thread-summary.ts";
import { startDeadline } from "../time/deadline.ts";
import type { LeakReport } from "./leak-report.ts";
import { threadDumpUrl } from "./thread-dump-url.ts";
import type { ThreadEvidence, ThreadsSeen, ThreadsUnseen } from "./thread-evidence.ts";

/** 5,000 threads are 15 MB of JSON. */
const DUMP_TIMEOUT_MS = 15_000;
const DUMPS_AT_ONCE = 10;
/** When everything leaks at once it is for one reason: some dumps tell it. */
const DUMPS_A_PASS_MAX = 40;
const SUMMARIES_MAX = 200;
const GROUPS_MAX = 3;

export type DumperOptions = Omit<RunOptions, "loopLag" | "location">;

export interface ThreadDumper {
  /** Evidence of every report whose dump is due and whose check says where to ask. Never rejects. */
  dump(reports: readonly LeakReport[]): Promise<ThreadEvidence[]>;
}

/** Remembers the first summary of a suspicion, so that the second can say what grew: keep one for the life of the process. */
export function createThreadDumper(options: DumperOptions): ThreadDumper {
  const summaries = new Map<CheckId, ThreadSummary>();
  return {
    dump: async (reports) => {
      const slots = createSemaphore(DUMPS_AT_ONCE);
      const due = reports.filter(isDue).slice(0, DUMPS_A_PASS_MAX);
      return await Promise.all(due.map((report) => slots.run(() => dumpOne(report, { ...options, summaries }))));
    },
  };
}

type DueReport = LeakReport & Required<Pick<LeakReport, "dump">>;

function isDue(report: LeakReport): report is DueReport {
  return report.dump !== undefined && threadDumpUrl(report.check) !== undefined;
}

type DumpContext = DumperOptions & { readonly summaries: Map<CheckId, ThreadSummary> };

async function dumpOne({ check, series, dump: moment, atEpochMs }: DueReport, context: DumpContext): Promise<ThreadEvidence> {
  const finding = await lookAt(check, { ...context, isFirst: moment === "opened" });
  return { check: check.id, series, moment, atEpochMs, finding };
}

async function lookAt(check: Check, context: DumpContext & { isFirst: boolean }): Promise<ThreadsSeen | ThreadsUnseen> {
  const { isFirst, summaries } = context;
  const secretValues: string[] = [];
  const fetched = await fetchSafely(check, { ...context, keepSecret: (value) => void secretValues.push(value) });
  const previous = isFirst ? undefined : summaries.get(check.id);
  summaries.delete(check.id);
  const finding = "failure" in fetched ? fetched : describe(fetched.threads, { previous, keep: (summary) => keep(summary) });
  const secretForms = withEncodedForms(secretValues);
  return replaceStrings(finding, (text) => maskText(text, secretForms)) as typeof finding;

  function keep(summary: ThreadSummary): void {
    if (isFirst && summaries.size < SUMMARIES_MAX) summaries.set(check.id, summary);
  }
}

interface Comparison {
  readonly previous: ThreadSummary | undefined;
  readonly keep: (summary: ThreadSummary) => void;
}

function describe(threads: readonly JavaThread[], { previous, keep }: Comparison): ThreadsSeen {
  const summary = summariseThreadDump(threads, previous);
  keep(summary);
  const { frames, groups, sentences } = summary;
  return { threads: summary.threads, sentences, frames, groups: groups.slice(0, GROUPS_MAX) };
}

type FetchContext = DumperOptions & Pick<ProbeContext, "keepSecret">;

async function fetchSafely(check: Check, context: FetchContext): Promise<{ threads: readonly JavaThread[] } | ThreadsUnseen> {
  const filled = await fillSecrets(check.target as MetricsTarget, context.secrets);
  if ("unavailable" in filled) return ownFault("secret-unavailable", filled.unavailable);
  for (const value of filled.secretValues) context.keepSecret(value);
  const deadline = startDeadline(DUMP_TIMEOUT_MS, context.clock, context.cancel);
  try {
    // Loaded when it is needed: most passes find no leak.
    const { fetchThreadDump } = await import("../probes/metrics/fetch-thread-dump.ts");
    const { clock, resolver, signer, keepSecret } = context;
    const probeContext = {
      clock,
      resolver,
      keepSecret,
      deadline,
      wanted: new Set<string>(),
      ...(signer !== undefined && { signer }),
    };
    return await fetchThreadDump(threadDumpUrl(check) ?? "", filled.target, probeContext);
  } catch (error) {
    return ownFault("prober-fault", error instanceof Error ? error.message.slice(0, 200) : String(error));
  } finally {
    deadline.clear();
  }
}

function ownFault(code: Failure["code"], message: string): ThreadsUnseen {
  return { failure: { phase: "prober", code, message } };
}
