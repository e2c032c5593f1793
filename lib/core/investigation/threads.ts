/** What was kept of a thread dump, as a diagnosis reads it. */
import type { ThreadEvidence } from "../analysis/thread-evidence.ts";
import type { ThreadSummary } from "../thread-dump/thread-summary.ts";

/** `undefined` where the dump could not be had. */
export function summaryOf({ finding }: ThreadEvidence): ThreadSummary | undefined {
  if ("failure" in finding) return undefined;
  const { threads, groups = [], frames, sentences } = finding;
  return { threads, groups, frames, sentences, convoys: [], deadlock: [] };
}
