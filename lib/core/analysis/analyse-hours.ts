/** Looks for hours of the day that are slow, or in which runs fail, day after day. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { checkDimensions, METRIC_NAMESPACE, type MetricName } from "../metrics/catalogue.ts";
import type { CheckId, MetricForm, Vantage } from "../model/check.ts";
import { type Locations, locationOf } from "../model/location.ts";
import type { HistoryAnswer, HistoryQuery, MetricHistory } from "../ports.ts";
import { findSlowHours, type TimeOfDayVerdict } from "../trends/time-of-day.ts";
import type { Analysis, Unread } from "./leak-report.ts";

/** Three readings an hour are what the test asks for. */
export const HOUR_READING_MS = 1_200_000;
/** Of so many checks the week is in memory at a time: it has a thousand readings of each. */
const BATCH_MAX = 250;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

/** As much of a check as this analysis needs. */
export interface HourCheck {
  readonly id: CheckId;
  readonly from: Vantage;
  readonly everyMs: number;
  readonly metricForm?: MetricForm;
}

/**
 * Which are looked at now: every hour those whose history costs by the metric, once a day those of which every point that is read
 * costs.
 */
export function hourChecksDue(checks: readonly HourCheck[], nowEpochMs: number): HourCheck[] {
  return nowEpochMs % DAY_MS < HOUR_MS ? [...checks] : checks.filter(({ metricForm }) => metricForm !== "otlp");
}

export interface HoursReport {
  readonly check: CheckId;
  readonly location: string;
  readonly latency: TimeOfDayVerdict;
  readonly failures: TimeOfDayVerdict;
}

export interface HourAnalysisOptions {
  readonly deployment: string;
  readonly locations: Locations;
  readonly history: MetricHistory;
  /** IANA name of the zone in which hours are counted. */
  readonly timezone: string;
  readonly nowEpochMs: number;
  /** Whether more may be looked at, asked before every batch but the first. Default: always. */
  readonly hasTime?: () => boolean;
}

/** One report a check that runs often enough (three times an hour) and whose history could be read. Never rejects. */
export async function analyseHours(checks: readonly HourCheck[], options: HourAnalysisOptions): Promise<Analysis<HoursReport>> {
  const { hasTime = () => true, nowEpochMs } = options;
  const judged: (HoursReport | Unread)[] = [];
  for (const [at, batch] of batchesOf(checks, nowEpochMs).entries()) {
    const isInTime = at === 0 || hasTime();
    judged.push(...(isInTime ? await analyseBatch(batch, options) : batch.map(({ id }) => ({ check: id, reason: NO_TIME }))));
  }
  return {
    reports: judged.filter((one) => "latency" in one),
    unread: judged.filter((one) => "reason" in one),
  };
}

const NO_TIME = "no time was left";

/** Each hour begins with another one, so that the same checks are not always those for which no time is left. */
function batchesOf(checks: readonly HourCheck[], nowEpochMs: number): HourCheck[][] {
  const frequent = checks.filter(({ everyMs }) => everyMs <= HOUR_READING_MS);
  const batches = Array.from({ length: Math.ceil(frequent.length / BATCH_MAX) }, (_, at) =>
    frequent.slice(at * BATCH_MAX, (at + 1) * BATCH_MAX),
  );
  const first = Math.floor(nowEpochMs / HOUR_MS) % Math.max(1, batches.length);
  return [...batches.slice(first), ...batches.slice(0, first)];
}

async function analyseBatch(batch: readonly HourCheck[], options: HourAnalysisOptions): Promise<(HoursReport | Unread)[]> {
  const answers = await options.history.read(batch.flatMap((check) => queriesOf(check, options)));
  const judged: (HoursReport | Unread)[] = [];
  for (const [at, check] of batch.entries()) {
    judged.push(judge(check, [answers[2 * at], answers[2 * at + 1]], options));
    // A verdict takes milliseconds: on a laptop probes are under way meanwhile.
    await nextTurn();
  }
  return judged;
}

/** Local hours, 0 to 23, that are slow or fail, in order. */
export function slowHoursOf({ latency, failures }: HoursReport): number[] {
  const hours = [latency, failures].flatMap((found) => (found.verdict === "slow-hours" ? found.hours : []));
  return [...new Set(hours.map(({ hour }) => hour))].toSorted((a, b) => a - b);
}

function queriesOf({ id, from }: HourCheck, { deployment, locations, nowEpochMs }: HourAnalysisOptions): HistoryQuery[] {
  const toEpochMs = Math.floor(nowEpochMs / HOUR_READING_MS) * HOUR_READING_MS;
  const dimensions = checkDimensions(deployment, id, locationOf(from, locations));
  const names = ["LatencyMs", "Up"] as const satisfies MetricName[];
  return names.map((name) => ({
    metric: { namespace: METRIC_NAMESPACE, name, dimensions, statistic: "Average", periodMs: HOUR_READING_MS },
    fromEpochMs: toEpochMs - WEEK_MS,
    toEpochMs,
  }));
}

type Answers = readonly [HistoryAnswer | undefined, HistoryAnswer | undefined];

function judge({ id, from }: HourCheck, [latency, up]: Answers, options: HourAnalysisOptions): HoursReport | Unread {
  if (latency === undefined || up === undefined) return { check: id, reason: "no answer" };
  if ("unavailable" in latency) return { check: id, reason: latency.unavailable };
  if ("unavailable" in up) return { check: id, reason: up.unavailable };
  const { timezone, locations } = options;
  const failureShares = up.points.map(({ atEpochMs, value }) => ({ atEpochMs, value: 1 - value }));
  return {
    check: id,
    location: locationOf(from, locations),
    latency: findSlowHours(latency.points, { timezone, of: "latency" }),
    failures: findSlowHours(failureShares, { timezone, of: "failures" }),
  };
}
