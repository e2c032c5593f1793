/** The time-of-day test: is the same local hour slow, or failing, day after day? */
import { type LocalHour, localHoursIn } from "./local-hour.ts";
import { median } from "./quantiles.ts";
import { isUsable, type Point, valuesOf } from "./series.ts";
import { chanceOfSlowHour } from "./slow-hour-chance.ts";

export interface TimeOfDayOptions {
  /** IANA name of the zone in which hours are counted. */
  readonly timezone: string;
  /** `latency`: values are ms, an hour counts by its median. `failures`: 1 for a failed run and 0 for a good one, by their share. */
  readonly of: "latency" | "failures";
  /** Days on which an incident was open from the first point to the last are skipped: they have no usual hours. */
  readonly incidents?: readonly IncidentSpan[];
}

export interface IncidentSpan {
  readonly fromEpochMs: number;
  /** Absent while it is open. */
  readonly toEpochMs?: number;
}

export type TimeOfDayVerdict =
  | { readonly verdict: "not-enough-data"; readonly days: number; readonly daysNeeded: number }
  | { readonly verdict: "no-pattern"; readonly days: number }
  /** At least one, the least likely by chance first. */
  | { readonly verdict: "slow-hours"; readonly days: number; readonly hours: readonly SlowHour[] };

export interface SlowHour {
  /** Local, 0 to 23: 4 is 04:00 to 05:00. */
  readonly hour: number;
  readonly daysHit: number;
  /** Days on which this hour had enough points. */
  readonly daysLooked: number;
  /** Level of the hour in levels of its day, median over the days hit; at least 2. */
  readonly timesUsual: number;
  /** 0 to 1, of any hour of the day being hit as often if all hours were alike. */
  readonly chance: number;
}

const DAYS_MAX = 7;
const DAYS_NEEDED = 3;
const POINTS_AN_HOUR_MIN = 3;
const SLOWEST = 2;
const TIMES_USUAL_MIN = 2;
/** A day of which less is known has no slowest hours worth the name; a day just begun must not spoil the record. */
const HOURS_A_DAY_MIN = 12;
/** What 3 of 3, 4 of 4, 4 of 5, 5 of 6 and 5 of 7 whole days pass, and 3 of 4 and 4 of 6 do not. */
const CHANCE_MAX = 0.015;

interface Day {
  readonly level: number;
  readonly hours: ReadonlyMap<number, number>;
}

/**
 * Looks at the last seven local days with at least 12 hours of 3 points or more. An hour is hit on a day if it is among the two
 * slowest and at least twice the day's own level; it is slow if it is hit more often than chance allows.
 * Bounded: one pass over the points, at most 168 hours after that. Order of input does not matter.
 */
export function findSlowHours(points: readonly Point[], options: TimeOfDayOptions): TimeOfDayVerdict {
  const days = readDays(points, options);
  if (days.length < DAYS_NEEDED) return { verdict: "not-enough-data", days: days.length, daysNeeded: DAYS_NEEDED };
  const everyHour = [...new Set(days.flatMap(({ hours }) => [...hours.keys()]))];
  const hours = everyHour
    .flatMap((hour) => recordOf(hour, days) ?? [])
    .filter(({ chance }) => chance <= CHANCE_MAX)
    .sort((one, other) => one.chance - other.chance || other.timesUsual - one.timesUsual);
  return hours.length === 0 ? { verdict: "no-pattern", days: days.length } : { verdict: "slow-hours", days: days.length, hours };
}

function readDays(points: readonly Point[], { timezone, of, incidents = [] }: TimeOfDayOptions): Day[] {
  const localHour = localHoursIn(timezone);
  const summarise = of === "latency" ? median : share;
  const located = points.filter(isUsable).map((point) => ({ ...point, ...localHour(point.atEpochMs) }));
  return [...Map.groupBy(located, ({ day }) => day)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .filter(([, ofDay]) => !incidents.some((incident) => spans(incident, ofDay)))
    .map(([, ofDay]) => ({ level: summarise(valuesOf(ofDay)) ?? 0, hours: levelsByHour(ofDay, summarise) }))
    .filter(({ hours }) => hours.size >= HOURS_A_DAY_MIN)
    .slice(-DAYS_MAX);
}

function levelsByHour(ofDay: readonly (Point & LocalHour)[], summarise: typeof median): Map<number, number> {
  const byHour = [...Map.groupBy(ofDay, ({ hour }) => hour)].filter(([, ofHour]) => ofHour.length >= POINTS_AN_HOUR_MIN);
  return new Map(byHour.map(([hour, ofHour]) => [hour, summarise(valuesOf(ofHour)) ?? 0]));
}

/** `undefined` if the hour was never hit. */
function recordOf(hour: number, days: readonly Day[]): SlowHour | undefined {
  const looked = days.filter(({ hours }) => hours.has(hour));
  const timesUsual = looked.flatMap((day) => timesUsualIfHit(hour, day) ?? []);
  const medianTimesUsual = median(timesUsual);
  if (medianTimesUsual === undefined) return undefined;
  const hoursRanked = looked.map(({ hours }) => hours.size);
  const chance = chanceOfSlowHour({ daysHit: timesUsual.length, hoursRanked, slowest: SLOWEST });
  return { hour, daysHit: timesUsual.length, daysLooked: looked.length, timesUsual: medianTimesUsual, chance };
}

/** Hours that tie for the last place are all left out: else ties would be hit more often than chance is calculated for. */
function timesUsualIfHit(hour: number, { level, hours }: Day): number | undefined {
  const own = hours.get(hour) ?? 0;
  const asSlow = [...hours.values()].filter((other) => other >= own).length;
  return asSlow <= SLOWEST && level > 0 && own >= TIMES_USUAL_MIN * level ? own / level : undefined;
}

function spans({ fromEpochMs, toEpochMs = Number.POSITIVE_INFINITY }: IncidentSpan, ofDay: readonly Point[]): boolean {
  return ofDay.every(({ atEpochMs }) => fromEpochMs <= atEpochMs && atEpochMs <= toEpochMs);
}

function share(values: Iterable<number>): number | undefined {
  const all = [...values];
  return all.length === 0 ? undefined : all.reduce((sum, value) => sum + value, 0) / all.length;
}
