/**
 * The rule of an alarm as a query of PromQL. A PromQL alarm knows neither M of N nor missing data, and points arrive a minute or
 * two late, so the query says all of it.
 */
import type { MetricName } from "../metrics/catalogue.ts";
import { promqlDuration } from "../metrics/promql.ts";
import type { AlarmSpec, Comparison, Vote } from "../model/alarm.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Metrics that are 1 or 0, with the one that is bad. */
const BAD_VALUES = { Up: 0, Slow: 1, LeakSuspected: 1 } as const satisfies Partial<Record<MetricName, 0 | 1>>;

/** Chooses series of the alarms' metric. */
export type Series = string;

/** Queries of two alarms are the same for the same series if and only if they differ in their checks alone. */
export function promqlQuery(alarm: AlarmSpec, series: Series): string {
  const { name } = alarm.metric;
  if (isFlag(name)) return flagQuery(series, { ...alarm, badValue: BAD_VALUES[name] });
  return alarm.missingData === "ignore" ? lastLevelQuery(series, alarm) : levelsQuery(series, alarm);
}

/** Whether it is 1 or 0. */
export function isFlag(name: string): name is keyof typeof BAD_VALUES {
  return Object.hasOwn(BAD_VALUES, name);
}

/** A decision stands so long when no point follows: until a silent prober is told of by its own alarm. */
const DECISION_KEPT_MIN_MS = 15 * MINUTE_MS;
const DECISION_KEPT_PERIODS = 4;
/** With the window it must lie within the seven days that a query may look back. */
const DECISION_KEPT_MAX_MS = 3 * DAY_MS;

/**
 * A window of N points is decided by M bad ones, or by so many good ones that M bad are out of reach; whatever is missing, late
 * or our own fault. An undecided window leaves the decision before it as it was.
 */
function flagQuery(series: Series, alarm: Pick<AlarmSpec, Rule | "vote"> & { readonly badValue: 0 | 1 }): string {
  const { badDatapoints, ofDatapoints, badValue, vote, metric } = alarm;
  const window = `[${promqlDuration(ofDatapoints * metric.periodMs)}]`;
  const ones = `sum_over_time(${series}${window})`;
  const zeros = `count_over_time(${series}${window}) - ${ones}`;
  const [bad, good] = badValue === 0 ? [zeros, ones] : [ones, zeros];
  const decision = `(${bad} >= ${badDatapoints}) or 0 * (${good} >= ${ofDatapoints - badDatapoints + 1})`;
  const kept = `[${promqlDuration(decisionKeptMs(metric.periodMs))}:${promqlDuration(stepMs(metric.periodMs))}]`;
  return `count by (check) (last_over_time((${decision})${kept}) > 0)${placesOf(vote)}`;
}

function decisionKeptMs(periodMs: number): number {
  return Math.min(DECISION_KEPT_MAX_MS, Math.max(DECISION_KEPT_MIN_MS, DECISION_KEPT_PERIODS * periodMs));
}

type Rule = "badDatapoints" | "ofDatapoints" | "metric";

/** Fine enough that a decision is seen soon after its last point. */
function stepMs(periodMs: number): number {
  return Math.min(MINUTE_MS, Math.max(5_000, periodMs / 4));
}

/** Each place decides for itself, and then they vote. */
function placesOf(vote: Vote | undefined): string {
  if (vote === undefined) return "";
  return vote.of === "enough" ? ` >= ${vote.needed}` : ` < ${vote.needed}`;
}

const OPERATORS = { below: "<", above: ">", atMost: "<=", atLeast: ">=" } as const satisfies Record<Comparison, string>;
/** For points that are on their way. */
const LATE_MS = 3 * MINUTE_MS;
/** A level that comes once a period stands until the one after the next. */
const LEVEL_KEPT_PERIODS = 3;

/** The last that came, as the days of a certificate. */
function lastLevelQuery(series: Series, { metric, comparison, threshold }: AlarmSpec): string {
  const kept = promqlDuration(LEVEL_KEPT_PERIODS * metric.periodMs);
  return `count by (check) (last_over_time(${series}[${kept}]) ${OPERATORS[comparison]} ${threshold})`;
}

/** All of the last N: no such alarm asks for fewer. That none came means that all is well. */
function levelsQuery(series: Series, { metric, comparison, threshold, ofDatapoints }: AlarmSpec): string {
  const window = `[${promqlDuration(ofDatapoints * metric.periodMs + LATE_MS)}]`;
  const best = comparison === "below" || comparison === "atMost" ? "max_over_time" : "min_over_time";
  const all = `${best}(${series}${window}) ${OPERATORS[comparison]} ${threshold}`;
  return `count by (check) (${all} and count_over_time(${series}${window}) >= ${ofDatapoints})`;
}

const SELECTIONS_OF_FLAGS = 3;
const SELECTIONS_OF_LEVELS = 2;

/** Points that its query reads of its check every time that it is evaluated, each selection by itself: they cost. */
export function pointsRead({ metric, ofDatapoints, missingData, vote }: AlarmSpec): number {
  const places = vote?.metrics.length ?? 1;
  if (isFlag(metric.name)) {
    return SELECTIONS_OF_FLAGS * (decisionKeptMs(metric.periodMs) / metric.periodMs + ofDatapoints) * places;
  }
  return missingData === "ignore" ? LEVEL_KEPT_PERIODS : SELECTIONS_OF_LEVELS * (ofDatapoints + LATE_MS / metric.periodMs);
}
