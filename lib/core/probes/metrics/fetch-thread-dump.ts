/** One thread dump of the JVM that a `metrics` check watches. It stops that JVM for a moment: never on a schedule. */
import type { Failure } from "../../model/failure.ts";
import { askUntilFinal, startHttpRun } from "../../net/http/fetch.ts";
import { parseThreadDump, THREAD_DUMP_MAX_BYTES } from "../../thread-dump/parse-thread-dump.ts";
import type { JavaThread } from "../../thread-dump/thread.ts";
import type { ProbeContext } from "../probe.ts";
import { explainStatus } from "./refused.ts";
import { pageRequest } from "./request.ts";
import type { MetricsTarget } from "./target.ts";

export type FetchedDump = { readonly threads: readonly JavaThread[] } | { readonly failure: Failure };

/** Asks `url`, the `threadDump` of the target, with the target's own headers and credentials. */
export async function fetchThreadDump(url: string, target: MetricsTarget, context: ProbeContext): Promise<FetchedDump> {
  const headers = { ...target.headers, accept: "application/json, text/plain;q=0.5" };
  const run = startHttpRun({ ...pageRequest(target, url), headers, bodyLimitBytes: THREAD_DUMP_MAX_BYTES }, context);
  const failure = await askUntilFinal(run);
  if (failure !== undefined) return { failure };
  const status = run.answer?.status ?? 0;
  if (status < 200 || status > 299) return { failure: explainStatus(status) };
  const parsed = parseThreadDump(run.body?.text ?? "");
  if ("threads" in parsed) return parsed;
  return { failure: { phase: "transfer", code: "protocol-error", message: `expected a thread dump, got ${parsed.unreadable}` } };
}
