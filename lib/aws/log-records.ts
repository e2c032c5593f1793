/**
 * Records in the prober's log: one line of JSON each, of bounded size. Metric filters count them and the responder reads
 * them, so their first field `bongsu` and its values stay as they are.
 */
import type { Sample } from "../core/model/metric.ts";
import type { Outcome } from "../core/model/outcome.ts";
import type { Receipt } from "../core/ports.ts";

const RECORD_MAX_BYTES = 60_000;
/** For what stands around the samples: the reason at its longest. */
const FRAME_BYTES = 8_192;
const REASON_MAX_LENGTH = 1_000;

/** Every sample that was not delivered, in as few lines as the bound allows: `{"bongsu":"undelivered","count":…,"reason":…,"samples":[…]}`. */
export function undeliveredRecords({ undelivered, reason = "" }: Receipt): string[] {
  return groupBySize(undelivered).map((samples) =>
    JSON.stringify({ bongsu: "undelivered", count: samples.length, reason: reason.slice(0, REASON_MAX_LENGTH), samples }),
  );
}

/** A run that did not go well: `{"bongsu":"outcome", …Outcome}`; without facts and evidence if it were too long with them. */
export function outcomeRecord(outcome: Outcome): string {
  const whole = JSON.stringify({ bongsu: "outcome", ...outcome });
  if (Buffer.byteLength(whole) <= RECORD_MAX_BYTES) return whole;
  return JSON.stringify({ bongsu: "outcome", ...outcome, facts: {}, breaches: [], evidence: {}, isShortened: true });
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
