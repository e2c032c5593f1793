/** When a check broke, and which checks can have broken by the same event. */
import type { AlarmSpec } from "../model/alarm.ts";
import type { AlarmState, WatchedCheck } from "../model/picture.ts";

/** It broke in this span: after the last good run, before the first bad one, or as far as the alarm lets one tell. */
export interface Outbreak {
  readonly fromEpochMs: number;
  readonly toEpochMs: number;
}

export function outbreakOf(state: AlarmState, check?: WatchedCheck): Outbreak {
  const since = check?.failingSinceEpochMs;
  if (check !== undefined && since !== undefined) return { fromEpochMs: since - check.everyMs, toEpochMs: since };
  return { fromEpochMs: state.sinceEpochMs - alarmDelayMs(state.alarm), toEpochMs: state.sinceEpochMs };
}

/** At most this long ago lay the first bad run when the alarm went off: its window, and the run before it. */
function alarmDelayMs({ metric, ofDatapoints }: AlarmSpec): number {
  return (ofDatapoints + 1) * metric.periodMs;
}

/** Whether one broke no later than the other, as far as one can tell. */
export function isNotLater(one: Outbreak, other: Outbreak): boolean {
  return one.fromEpochMs <= other.toEpochMs;
}

/** The moment that lies in most of the spans, the earliest of equals; one cause has one beginning. */
export function commonMoment(outbreaks: readonly Outbreak[]): number | undefined {
  const edges = outbreaks.flatMap(({ fromEpochMs, toEpochMs }) => [
    { atEpochMs: fromEpochMs, step: 1 },
    { atEpochMs: toEpochMs, step: -1 },
  ]);
  // A span that begins where another ends shares that moment with it.
  edges.sort((one, other) => one.atEpochMs - other.atEpochMs || other.step - one.step);
  let best: { readonly atEpochMs: number; readonly count: number } | undefined;
  let count = 0;
  for (const { atEpochMs, step } of edges) {
    count += step;
    if (step > 0 && count > (best?.count ?? 0)) best = { atEpochMs, count };
  }
  return best?.atEpochMs;
}

export function includes({ fromEpochMs, toEpochMs }: Outbreak, atEpochMs: number): boolean {
  return fromEpochMs <= atEpochMs && atEpochMs <= toEpochMs;
}
