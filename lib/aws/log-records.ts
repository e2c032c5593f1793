/**
 * Records in the logs of our functions: one line of JSON each, of bounded size. Metric filters count them and the responder reads
 * them, so their first field `bongsu` and its values stay as they are.
 */
import type { Unread } from "../core/analysis/leak-report.ts";
import type { ThreadEvidence } from "../core/analysis/thread-evidence.ts";
import type { Sample } from "../core/model/metric.ts";
import type { Outcome } from "../core/model/outcome.ts";
import type { Receipt } from "../core/ports.ts";

export type RecordKind = "undelivered" | "outcome" | "good" | "threads" | "unread" | "untold" | "unreadable" | "failed";

const RECORD_MAX_BYTES = 60_000;
/** For what stands around the samples: the reason at its longest. */
const FRAME_BYTES = 8_192;
const REASON_MAX_LENGTH = 1_000;
const UNREAD_NAMED_MAX = 20;
const START_MAX_LENGTH = 300;

/** Every sample that was not delivered, in as few lines as the bound allows: `{"bongsu":"undelivered","count":…,"reason":…,"samples":[…]}`. */
export function undeliveredRecords({ undelivered, reason = "" }: Receipt): string[] {
  return groupBySize(undelivered).map((samples) =>
    JSON.stringify({ bongsu: "undelivered", count: samples.length, reason: reason.slice(0, REASON_MAX_LENGTH), samples }),
  );
}

/** A run that did not go well: `{"bongsu":"outcome", …Outcome}`; without facts and evidence if it were too long with them. */
export function outcomeRecord(outcome: Outcome): string {
  return shorten({ bongsu: "outcome", ...outcome });
}

/**
 * A run in good order, as far as comparing needs it: `{"bongsu":"good", …Outcome}` with the facts that are numbers, the address, and
 * of what is slow for its certificate the certificate; some 400 bytes.
 */
export function goodRecord({ facts, evidence, breaches, ...outcome }: Outcome): string {
  const numbers = Object.fromEntries(Object.entries(facts).filter(([, value]) => typeof value === "number"));
  const { address, certificate, request } = evidence;
  const isSlow = outcome.status === "slow";
  const shown = { ...(address !== undefined && { address }), ...(isSlow && { certificate, request }) };
  return shorten({ bongsu: "good", ...outcome, facts: numbers, breaches: isSlow ? breaches : [], evidence: shown });
}

/** Messages that could not be sent in a pass: `{"bongsu":"untold","count":…,"reason":…}`; the reason names message and contact. */
export function untoldRecord(count: number, problems: readonly string[]): string {
  return JSON.stringify({ bongsu: "untold", count, reason: problems.join("; ").slice(0, REASON_MAX_LENGTH) });
}

/** A prober that could not be asked for a fresh run: `{"bongsu":"unprobed","reason":…}`. The message went out without it. */
export function unprobedRecord(reason: string): string {
  return JSON.stringify({ bongsu: "unprobed", reason: reason.slice(0, REASON_MAX_LENGTH) });
}

/** A notification that is none of CloudWatch's: `{"bongsu":"unreadable","reason":…,"start":…}`, its first characters. */
export function unreadableRecord(text: string, reason: string): string {
  return JSON.stringify({ bongsu: "unreadable", reason, start: text.slice(0, START_MAX_LENGTH) });
}

/** What a thread dump told of a suspected leak: `{"bongsu":"threads", …ThreadEvidence}`, some kilobytes at most. */
export function threadRecord(evidence: ThreadEvidence): string {
  return JSON.stringify({ bongsu: "threads", ...evidence });
}

/** Checks whose history could not be read in a pass: `{"bongsu":"unread","count":…,"reason":…,"checks":[…]}`, the first of them by name. */
export function unreadRecords(unread: readonly Unread[]): string[] {
  return [...Map.groupBy(unread, ({ reason }) => reason)].map(([reason, same]) => {
    const checks = same.slice(0, UNREAD_NAMED_MAX).map(({ check }) => check);
    return JSON.stringify({ bongsu: "unread", count: same.length, reason: reason.slice(0, REASON_MAX_LENGTH), checks });
  });
}

function shorten(record: Outcome & { readonly bongsu: RecordKind }): string {
  const whole = JSON.stringify(record);
  if (Buffer.byteLength(whole) <= RECORD_MAX_BYTES) return whole;
  return JSON.stringify({ ...record, facts: {}, breaches: [], evidence: {}, isShortened: true });
}

function groupBySize(samples: readonly Sample[]): Sample[][] {
  const groups: Sample[][] = [];
  let roomBytes = 0;
  for (const sample of samples) {
    const sizeBytes = Buffer.byteLength(JSON.stringify(sample)) + 1;
    if (sizeBytes > roomBytes) {
      groups.push([]);
      roomBytes = RECORD_MAX_BYTES - FRAME_BYTES;
    }
    groups.at(-1)?.push(sample);
    roomBytes -= sizeBytes;
  }
  return groups;
}
