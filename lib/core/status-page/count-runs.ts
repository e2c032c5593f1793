/**
 * Metric history -> runs by day. A metric costs the same whatever span of it is read, but not the same time: only the last
 * two days are counted again, and of a check that is new all that a page shows.
 */
import { checkDimensions, METRIC_NAMESPACE, type MetricName } from "../metrics/catalogue.ts";
import type { Check, CheckId } from "../model/check.ts";
import { type Locations, locationOf } from "../model/location.ts";
import type { HistoryAnswer, HistoryQuery, MetricHistory } from "../ports.ts";
import { localHoursIn } from "../trends/local-hour.ts";
import type { Point } from "../trends/series.ts";
import { DAYS_SHOWN, type DayCount, lastDays, type RunCounts } from "./day-counts.ts";

export interface CountOptions {
  readonly deployment: string;
  /** In which days begin and end. */
  readonly timezone: string;
  readonly locations: Locations;
  readonly history: MetricHistory;
  readonly nowEpochMs: number;
}

export interface Counted {
  readonly checks: Readonly<Record<CheckId, RunCounts>>;
  /** Until when the runs of all checks are in it; 0: nothing was ever counted whole. */
  readonly untilEpochMs: number;
}

export const NOTHING_COUNTED: Counted = { checks: {}, untilEpochMs: 0 };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Checks of which all ninety days are read at a time: each has four thousand readings of them. */
const NEW_MAX = 200;
/** CloudWatch shows a run a minute or two late. */
const LATE_MS = 120_000;
const STATISTICS = ["SampleCount", "Sum"] as const;

/**
 * What could not be read stays as it was counted before, and so does the time until which all is counted. Of many new checks some
 * are counted now, the others next time.
 */
export async function countRuns(checks: readonly Check[], before: Counted, options: CountOptions): Promise<Counted> {
  const asked = dueChecks(checks, before).flatMap((check) => {
    const fromEpochMs = firstHour(check, before, options);
    return queriesOf(check, fromEpochMs, options).map((query) => ({ id: check.id, fromEpochMs, query }));
  });
  const answers = await options.history.read(asked.map(({ query }) => query));
  const isWhole = answers.every((answer) => "points" in answer);
  const ofChecks = Map.groupBy(
    asked.map((one, at) => ({ ...one, answer: answers[at] ?? { unavailable: "was not answered" } })),
    ({ id }) => id,
  );
  const localHour = localHoursIn(options.timezone);
  const context = { dayOf: (epochMs: number) => localHour(epochMs).day, nowEpochMs: options.nowEpochMs };
  const counted = [...ofChecks].flatMap(([id, read]): [CheckId, RunCounts][] => {
    const counts = recount(before.checks[id], read, context);
    return counts === undefined ? [] : [[id, counts]];
  });
  return { checks: Object.fromEntries(counted), untilEpochMs: isWhole ? options.nowEpochMs - LATE_MS : before.untilEpochMs };
}

function dueChecks(checks: readonly Check[], before: Counted): Check[] {
  const isKnown = Map.groupBy(checks, (check) => wasCounted(check, before));
  return [...(isKnown.get(true) ?? []), ...(isKnown.get(false) ?? []).slice(0, NEW_MAX)];
}

function wasCounted({ id }: Check, { checks, untilEpochMs }: Counted): boolean {
  return untilEpochMs > 0 && checks[id] !== undefined;
}

function firstHour(check: Check, before: Counted, { nowEpochMs }: CountOptions): number {
  const fromEpochMs = wasCounted(check, before) ? before.untilEpochMs - 2 * DAY_MS : nowEpochMs - (DAYS_SHOWN + 1) * DAY_MS;
  return floorToHour(fromEpochMs);
}

/** How many runs an hour had in each place, and how many of them were up or slow. */
function queriesOf({ from, id }: Check, fromEpochMs: number, options: CountOptions): HistoryQuery[] {
  const { deployment, locations, nowEpochMs } = options;
  const toEpochMs = floorToHour(nowEpochMs) + HOUR_MS;
  return from.flatMap((place) =>
    STATISTICS.map((statistic) => {
      const dimensions = checkDimensions(deployment, id, locationOf(place, locations));
      const metric = { namespace: METRIC_NAMESPACE, name: "Up" satisfies MetricName, dimensions, statistic, periodMs: HOUR_MS };
      return { metric, fromEpochMs, toEpochMs };
    }),
  );
}

interface Read {
  readonly fromEpochMs: number;
  readonly query: HistoryQuery;
  readonly answer: HistoryAnswer;
}

interface Calendar {
  readonly dayOf: (epochMs: number) => string;
  readonly nowEpochMs: number;
}

/** `undefined`: nothing of it was ever read, so that all of it is asked again. */
function recount(known: RunCounts | undefined, read: readonly Read[], { dayOf, nowEpochMs }: Calendar): RunCounts | undefined {
  if (read.some(({ answer }) => "unavailable" in answer)) return known;
  const [runs, good] = STATISTICS.map((statistic) =>
    read.flatMap(({ answer, query }) => (query.metric.statistic === statistic && "points" in answer ? answer.points : [])),
  );
  const localDay = { dayOf, firstDay: dayOf(read[0]?.fromEpochMs ?? 0), today: dayOf(nowEpochMs) };
  const lastHour = Math.max(...(runs ?? []).map(({ atEpochMs }) => atEpochMs));
  const lastHourEndEpochMs = Number.isFinite(lastHour) ? lastHour + HOUR_MS : known?.lastHourEndEpochMs;
  return {
    days: { ...(known && daysBefore(localDay, known)), ...daysOf(runs ?? [], good ?? [], localDay) },
    ...(lastHourEndEpochMs !== undefined && { lastHourEndEpochMs }),
  };
}

interface LocalDays {
  readonly dayOf: (epochMs: number) => string;
  /** Begins before the span that was read: it is there only in part, and stays as it was. */
  readonly firstDay: string;
  readonly today: string;
}

function daysBefore({ firstDay, today }: LocalDays, { days }: RunCounts): Record<string, DayCount> {
  const shown = new Set(lastDays(today, DAYS_SHOWN));
  return Object.fromEntries(Object.entries(days).filter(([day]) => day <= firstDay && shown.has(day)));
}

function daysOf(runs: readonly Point[], good: readonly Point[], { dayOf, firstDay, today }: LocalDays): Record<string, DayCount> {
  const goodOf = Map.groupBy(good, ({ atEpochMs }) => dayOf(atEpochMs));
  const shown = new Set(lastDays(today, DAYS_SHOWN));
  const counted = [...Map.groupBy(runs, ({ atEpochMs }) => dayOf(atEpochMs))].map(([day, ofDay]): [string, DayCount] => {
    const count = Math.round(sumOf(ofDay));
    return [day, { runs: count, failedRuns: Math.max(0, count - Math.round(sumOf(goodOf.get(day) ?? []))) }];
  });
  return Object.fromEntries(counted.filter(([day, { runs: count }]) => day > firstDay && shown.has(day) && count > 0));
}

function sumOf(points: readonly Point[]): number {
  return points.reduce((sum, { value }) => sum + value, 0);
}

function floorToHour(epochMs: number): number {
  return Math.floor(epochMs / HOUR_MS) * HOUR_MS;
}
