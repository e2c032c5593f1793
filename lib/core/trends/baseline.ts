/** What a latency usually is at this time of day, phase by phase: the ground on which "12 times usual" stands. */
import type { Phase } from "../model/failure.ts";
import type { PhaseTime } from "../model/outcome.ts";
import { localHoursIn } from "./local-hour.ts";
import { median, percentile } from "./quantiles.ts";
import { isUsable, type Point, valuesOf } from "./series.ts";

export interface Moment {
  readonly atEpochMs: number;
  /** IANA name of the zone in which hours are counted. */
  readonly timezone: string;
}

export interface Baseline {
  readonly medianMs: number;
  /** Nearest rank; only of 20 points or more: of fewer it would be the slowest one. */
  readonly p95Ms?: number;
  readonly points: number;
  /** `same-hour`: this local hour on previous days. `all-hours`: everything before this hour, because that was too little. */
  readonly of: "same-hour" | "all-hours";
}

export interface PhaseComparison extends PhaseTime {
  /** Absent with too little history. */
  readonly usual?: Baseline;
  /** Of the usual median; absent also where that is 0. */
  readonly timesUsual?: number;
}

const POINTS_MIN = 8;
const P95_POINTS_MIN = 20;

/**
 * Usual value of one latency (values in ms) before a moment; `undefined` with fewer than 8 points. The present hour itself never
 * counts: what is slow now must not pass for usual. Order of input does not matter; how far back it goes is the caller's choice.
 */
export function latencyBaseline(history: readonly Point[], { atEpochMs, timezone }: Moment): Baseline | undefined {
  const localHour = localHoursIn(timezone);
  const now = localHour(atEpochMs);
  const located = history.filter(isUsable).map((point) => ({ ...point, ...localHour(point.atEpochMs) }));
  const sameHour = located.filter(({ day, hour }) => day < now.day && hour === now.hour);
  if (sameHour.length >= POINTS_MIN) return summarise(sameHour, "same-hour");
  const allHours = located.filter(({ day, hour }) => day < now.day || (day === now.day && hour < now.hour));
  return allHours.length >= POINTS_MIN ? summarise(allHours, "all-hours") : undefined;
}

/** Every phase of a run beside its own baseline, in the order of the run. */
export function comparePhases(
  phases: readonly PhaseTime[],
  { history, ...moment }: Moment & { readonly history: ReadonlyMap<Phase, readonly Point[]> },
): PhaseComparison[] {
  return phases.map((time) => {
    const usual = latencyBaseline(history.get(time.phase) ?? [], moment);
    if (!usual) return time;
    return { ...time, usual, ...(usual.medianMs > 0 && { timesUsual: time.ms / usual.medianMs }) };
  });
}

function summarise(points: readonly Point[], of: Baseline["of"]): Baseline {
  const valuesMs = valuesOf(points);
  const p95Ms = points.length < P95_POINTS_MIN ? undefined : percentile(valuesMs, 0.95);
  return { medianMs: median(valuesMs) ?? 0, ...(p95Ms !== undefined && { p95Ms }), points: points.length, of };
}
