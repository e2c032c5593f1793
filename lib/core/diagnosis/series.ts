/** What the numbers of an application mean, by the names that Micrometer, client_java and prom-client give them. */
import type { EvidenceLine } from "../model/diagnosis.ts";
import type { LeakSuspected, LeakVerdict } from "../trends/leak-verdict.ts";
import type { Point } from "../trends/series.ts";
import type { CaseFile, SeriesEvidence } from "./case-file.ts";
import { line } from "./rule.ts";

const HOUR_MS = 3_600_000;

export const METRICS = {
  liveThreads: ["jvm_threads_live_threads", "jvm_threads_current"],
  startedThreads: ["jvm_threads_started_threads_total", "jvm_threads_started_total"],
  threadsInState: ["jvm_threads_states_threads", "jvm_threads_state"],
  deadlockedThreads: ["jvm_threads_deadlocked"],
  openFiles: ["process_files_open_files", "process_open_fds"],
  maxFiles: ["process_files_max_files", "process_max_fds"],
  connectionsActive: ["hikaricp_connections_active"],
  connectionsMax: ["hikaricp_connections_max"],
  connectionsPending: ["hikaricp_connections_pending"],
  connectionTimeouts: ["hikaricp_connections_timeout_total"],
  workersBusy: ["tomcat_threads_busy_threads"],
  workersMax: ["tomcat_threads_config_max_threads"],
  gcPauseSeconds: ["jvm_gc_pause_seconds_sum", "jvm_gc_collection_seconds_sum"],
  gcOverhead: ["jvm_gc_overhead"],
  liveData: ["jvm_gc_live_data_size_bytes"],
  maxData: ["jvm_gc_max_data_size_bytes"],
  cpu: ["process_cpu_usage", "system_cpu_usage"],
  eventLoopLagSeconds: ["nodejs_eventloop_lag_p99_seconds"],
} as const satisfies Record<string, readonly string[]>;

export type Meaning = keyof typeof METRICS;

/** `undefined` if the check reads no series of that meaning; the page's own name decides, not the check's. */
export function seriesOf(
  { check }: CaseFile,
  meaning: Meaning,
  labels: Readonly<Record<string, string>> = {},
): SeriesEvidence | undefined {
  const names: readonly string[] = METRICS[meaning];
  const has = (series: SeriesEvidence) => Object.entries(labels).every(([name, value]) => series.labels?.[name] === value);
  return check.series?.find((series) => names.includes(series.metric ?? "") && has(series));
}

/** Whether the meaning of a series is known here. */
export function isKnownMetric(metric: string): boolean {
  return Object.values(METRICS).some((names: readonly string[]) => names.includes(metric));
}

/** Its newest value. */
export function latestOf(file: CaseFile, meaning: Meaning, labels?: Readonly<Record<string, string>>): number | undefined {
  return seriesOf(file, meaning, labels)?.points.at(-1)?.value;
}

export interface Increase {
  readonly by: number;
  readonly perHour: number;
  readonly overMs: number;
}

/** Counters are read for a day; what one did yesterday says nothing of the trouble of today. */
const LATELY_MS = 2 * HOUR_MS;

/** By how much a counter of that meaning rose lately. */
export function latelyIncreaseOf(file: CaseFile, meaning: Meaning): Increase | undefined {
  return increaseOf(seriesOf(file, meaning), file.nowEpochMs - LATELY_MS);
}

/** By how much a counter rose over its points, or over those since a moment; a fall is a restart, and counts as none. */
export function increaseOf(series: SeriesEvidence | undefined, fromEpochMs = Number.NEGATIVE_INFINITY): Increase | undefined {
  const points = (series?.points ?? []).filter(({ atEpochMs }) => atEpochMs >= fromEpochMs);
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || last.atEpochMs <= first.atEpochMs) return undefined;
  const by = points.reduce((sum, point, at) => sum + riseBetween(points[at - 1], point), 0);
  const overMs = last.atEpochMs - first.atEpochMs;
  return { by, perHour: (by * HOUR_MS) / overMs, overMs };
}

function riseBetween(before: Point | undefined, { value }: Point): number {
  return before === undefined ? 0 : Math.max(0, value - before.value);
}

export function suspectedOf(series: SeriesEvidence | undefined): LeakSuspected | undefined {
  return series?.leak?.verdict === "suspected" ? series.leak : undefined;
}

export function risingLine({ name }: SeriesEvidence, { slopePerHour, level }: LeakSuspected): EvidenceLine {
  return line("rising", { series: name, slopePerHour, level });
}

/** The limit and when it is reached, where that can be foreseen. */
export function untilLimitLine({ timeUntilLimit }: LeakSuspected): EvidenceLine | undefined {
  const { outlook } = timeUntilLimit;
  if (outlook === "already-above") return line("above-limit", { limit: timeUntilLimit.limit });
  if (outlook !== "expected") return undefined;
  const { limit, soonestMs, latestMs } = timeUntilLimit;
  return line("until-limit", { limit, soonestMs, latestMs });
}

/** Why a series is not taken for a leak. */
export function notRisingLine({ name: series }: SeriesEvidence, verdict: Exclude<LeakVerdict, LeakSuspected>): EvidenceLine {
  if (verdict.verdict === "not-enough-data") {
    return line("too-few-points", { series, points: verdict.points, pointsNeeded: verdict.pointsNeeded });
  }
  const { failed } = verdict;
  switch (failed.rule) {
    case "trend":
      return line("no-trend", { series, p: failed.p, pBelow: failed.pBelow });
    case "effect":
      return line("rise-too-small", { series, rise: failed.rise, riseNeeded: failed.riseNeeded });
    case "still-rising":
      return line("no-longer-rising", {
        series,
        slopePerHour: failed.slopePerHour,
        slopeNeededPerHour: failed.slopeNeededPerHour,
      });
    case "same-hours": {
      const { level, earlierMaximum, days } = failed;
      return line("usual-at-this-hour", { series, level, earlierMaximum, days });
    }
  }
}
