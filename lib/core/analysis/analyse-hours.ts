/** Looks for hours of the day that are slow, or in which runs fail, day after day. */
import { checkDimensions, METRIC_NAMESPACE, type MetricName } from "../metrics/catalogue.ts";
import type { CheckId, MetricForm, Vantage } from "../model/check.ts";
import { type Locations, locationOf } from "../model/location.ts";
import type { HistoryAnswer, HistoryQuery, MetricHistory } from "../ports.ts";
import { findSlowHours, type TimeOfDayVerdict } from "../trends/time-of-day.ts";
import type { Analysis, Unread } from "./leak-report.ts";

/** Three readings an hour are what the test asks for. */
export const HOUR_READING_MS = 1_200_000;
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
}

/** One report a check that runs often enough (three times an hour) and whose history could be read. Never rejects. */
export async function analyseHours(checks: readonly HourCheck[], options: HourAnalysisOptions): Promise<Analysis<HoursReport>> {
  const frequent = checks.filter(({ everyMs }) => everyMs <= HOUR_READING_MS);
  const answers = await options.history.read(frequent.flatMap((check) => queriesOf(check, options)));
  const judged = frequent.map((check, at) => judge(check, [answers[2 * at], answers[2 * at + 1]], options));
  return {
    reports: judged.filter((one) => "latency" in one),
    unread: judged.filter((one) => "reason" in one),
  };
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
