/** Intervals, timeouts and retries of other tools -> what our schedules can keep. */
import { formatDuration } from "../model/units.ts";
import type { Loss, Written } from "./foreign.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const SHORT_INTERVALS_MS = [10_000, 20_000, 30_000];
const TIMEOUT_MAX_MS = 600_000;
const TIMEOUT_DEFAULT_MS = 10_000;
const DATAPOINTS_MAX = 10;

export interface ForeignTiming {
  readonly everyMs?: number | undefined;
  readonly timeoutMs?: number | undefined;
  /** Bad runs in a row until people are told. */
  readonly failures?: number | undefined;
}

/** `every`, `timeout` and `alarm` as far as they differ from our defaults. */
export function timingOf(foreign: ForeignTiming): { readonly keys: Written; readonly losses: readonly Loss[] } {
  const wished = foreign.everyMs ?? MINUTE_MS;
  const everyMs = nearestInterval(wished);
  const timeoutMs = nearestTimeout(foreign.timeoutMs ?? TIMEOUT_DEFAULT_MS, everyMs);
  const after = Math.min(DATAPOINTS_MAX, Math.max(1, Math.round(foreign.failures ?? 1)));
  return {
    keys: {
      ...(everyMs !== MINUTE_MS && { every: formatDuration(everyMs) }),
      ...(timeoutMs !== TIMEOUT_DEFAULT_MS && { timeout: formatDuration(timeoutMs) }),
      ...(foreign.failures !== undefined && { alarm: { after: `${after} of ${after}` } }),
    },
    losses: everyMs === wished ? [] : [{ what: `runs every ${seconds(wished)}`, todo: otherInterval(everyMs) }],
  };
}

function otherInterval(everyMs: number): string {
  return `It now runs every ${formatDuration(everyMs)}: there are 10s, 20s, 30s and whole minutes up to 1d.`;
}

function nearestInterval(everyMs: number): number {
  if (everyMs >= 45_000) return Math.min(DAY_MS, Math.max(1, Math.round(everyMs / MINUTE_MS)) * MINUTE_MS);
  return SHORT_INTERVALS_MS.reduce((best, one) => (Math.abs(one - everyMs) < Math.abs(best - everyMs) ? one : best));
}

/** Shorter than the interval, with room for the second try. */
function nearestTimeout(timeoutMs: number, everyMs: number): number {
  const longestMs = Math.min(TIMEOUT_MAX_MS, Math.floor(everyMs * 0.8));
  return Math.max(1, Math.min(Math.round(timeoutMs), longestMs));
}

function seconds(ms: number): string {
  return `${Number((ms / 1_000).toFixed(3))} s`;
}
