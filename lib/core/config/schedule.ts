/** Intervals, timeouts and alarm windows that EventBridge Scheduler, Lambda and CloudWatch can keep. */
import type { AlarmPolicy } from "../model/check.ts";
import { formatDuration } from "../model/units.ts";
import { duration } from "./fields.ts";
import { leaf } from "./leaf.ts";
import { PLACES_MAX } from "./places.ts";
import type { Refuse } from "./problem.ts";
import { show } from "./show.ts";

const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
/** The alarm periods that CloudWatch has below a minute. */
const SHORT_INTERVALS_MS = [10_000, 20_000, 30_000];
const TIMEOUT_MIN_MS = 1;
/** A Lambda lives 15 minutes and runs more than one check. */
const TIMEOUT_MAX_MS = 10 * MINUTE_MS;
const DATAPOINTS_MAX = 10;

export const interval = duration(checkInterval).describe(
  "How often it runs: 10s, 20s, 30s or whole minutes up to 1d. Default 1m.",
);
export const timeout = duration(checkTimeout).describe("Hard end of one run, shorter than every. Default 10s.");
export const datapoints = leaf<AlarmPolicy, string>(readDatapoints, {
  type: "string",
  pattern: "^\\d+ of \\d+$",
  examples: ["2 of 3"],
}).describe("How many of the last runs must be bad before the alarm: 1 of 1 to 10 of 10. Default 2 of 3, and 1 of 1 for logs.");
export const locations = leaf<Majority, string>(readLocations, {
  type: "string",
  pattern: "^\\d+ of \\d+$",
  examples: ["2 of 3"],
}).describe("How many of the places in from must see it at the same time. Default: more than half of them.");

export interface Majority {
  readonly badLocations: number;
  /** All that there are. */
  readonly ofLocations: number;
}

function checkInterval(everyMs: number, refuse: Refuse): void {
  const written = formatDuration(everyMs);
  if (everyMs < 10_000) {
    refuse({
      code: "interval-too-short",
      message: `Every ${written} is too often: the shortest interval is 10s.`,
      fix: "Write 10s, 20s, 30s or whole minutes.",
    });
  } else if (everyMs > DAY_MS) {
    refuse({
      code: "interval-too-long",
      message: `Every ${written} is too seldom: the longest interval is 1d.`,
      fix: "Write 1d or less.",
    });
  } else if (everyMs < MINUTE_MS ? !SHORT_INTERVALS_MS.includes(everyMs) : everyMs % MINUTE_MS !== 0) {
    const message = `No schedule can keep every ${written}: below a minute there are 10s, 20s and 30s, then whole minutes.`;
    refuse({ code: "interval-not-keepable", message, fix: `Write ${nearestInterval(everyMs)}.` });
  }
}

function nearestInterval(everyMs: number): string {
  if (everyMs < 45_000) return everyMs < 25_000 ? "20s" : "30s";
  return formatDuration(Math.max(1, Math.round(everyMs / MINUTE_MS)) * MINUTE_MS);
}

function checkTimeout(timeoutMs: number, refuse: Refuse): void {
  if (timeoutMs >= TIMEOUT_MIN_MS && timeoutMs <= TIMEOUT_MAX_MS) return;
  const message = `A timeout of ${formatDuration(timeoutMs)} is not from 1ms to ${formatDuration(TIMEOUT_MAX_MS)}.`;
  refuse({ code: "timeout-out-of-range", message, fix: "Write the longest time that a good answer may take, such as 10s." });
}

function readDatapoints(value: unknown, refuse: Refuse): AlarmPolicy | undefined {
  const read = readShare(value, refuse, { what: "datapoints", max: DATAPOINTS_MAX });
  return read && { badDatapoints: read.some, ofDatapoints: read.all };
}

function readLocations(value: unknown, refuse: Refuse): Majority | undefined {
  const read = readShare(value, refuse, { what: "locations", max: PLACES_MAX });
  return read && { badLocations: read.some, ofLocations: read.all };
}

/** `2 of 3` */
function readShare(
  value: unknown,
  refuse: Refuse,
  { what, max }: { readonly what: string; readonly max: number },
): { readonly some: number; readonly all: number } | undefined {
  const match = typeof value === "string" ? /^\s*(\d{1,4})\s+of\s+(\d{1,4})\s*$/.exec(value) : null;
  if (match === null) {
    return refuse({
      code: `${what}-malformed`,
      message: `${show(value)} does not say how many of how many.`,
      fix: "Write it as 2 of 3.",
    });
  }
  const [some, all] = [Number(match[1]), Number(match[2])];
  if (1 <= some && some <= all && all <= max) return { some, all };
  const message = `${show(value)} cannot be counted: M of N needs 1 <= M <= N <= ${max}.`;
  return refuse({ code: `${what}-out-of-range`, message, fix: `Write 1 of 1 to ${max} of ${max}, such as 2 of 3.` });
}
