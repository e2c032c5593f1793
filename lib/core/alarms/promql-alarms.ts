/**
 * Alarms -> what CloudWatch gets: those of OTLP metrics become PromQL alarms, one for all checks of a group that differ in nothing
 * else. CloudWatch shows at most 100 contributors in alarm and 500 at all, so no alarm has more than 100 checks.
 */
import { QUERY_CHARACTERS_MAX, selector } from "../metrics/promql.ts";
import { type OtlpChecks, otlpChecks } from "../metrics/routes.ts";
import type { AlarmSpec, PromqlAlarmSpec } from "../model/alarm.ts";
import { type CheckId, groupOf } from "../model/check.ts";
import { placeByHash } from "../model/placement.ts";
import { formatDuration } from "../model/units.ts";
import { isBlindAlarm, promqlOfBlindness } from "./blind-alarm.ts";
import type { PlanOptions } from "./context.ts";
import { type DescriptionInput, describeAlarm } from "./describe.ts";
import { isFlag, promqlQuery } from "./promql-query.ts";
import { ALARM_TOPICS } from "./topics.ts";

const CHECKS_MAX = 100;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export interface DeployedAlarms {
  readonly classic: readonly AlarmSpec[];
  readonly promql: readonly PromqlAlarmSpec[];
}

/** Each of the alarms is in one of the two, and in no more than one PromQL alarm. */
export function deployedAlarms(alarms: readonly AlarmSpec[], options: PlanOptions): DeployedAlarms {
  const checks = otlpChecks(options.config.checks);
  const byWay = Map.groupBy(alarms, (alarm) => isOtlpAlarm(alarm, checks));
  const ofOtlp = byWay.get(true) ?? [];
  const alike = Map.groupBy(
    ofOtlp.filter(hasCheck),
    (alarm) => `${alarm.topic} ${groupOf(alarm.check)} ${promqlQuery(alarm, "")}`,
  );
  return {
    classic: byWay.get(false) ?? [],
    promql: [
      ...[...alike.values()].flatMap((same) => partsOf(same, options)),
      ...ofOtlp.filter(isBlindAlarm).map(promqlOfBlindness),
    ],
  };
}

function isOtlpAlarm(alarm: AlarmSpec, checks: OtlpChecks): boolean {
  return isBlindAlarm(alarm) || (alarm.check !== undefined && checks.has(alarm.check));
}

type CheckAlarmSpec = AlarmSpec & { readonly check: CheckId };

function hasCheck(alarm: AlarmSpec): alarm is CheckAlarmSpec {
  return alarm.check !== undefined;
}

/** As few as hold all checks, each of them within the limits. */
function partsOf(alike: readonly CheckAlarmSpec[], options: PlanOptions): PromqlAlarmSpec[] {
  for (let count = Math.ceil(alike.length / CHECKS_MAX); ; count += 1) {
    const parts = split(alike, count).map((part, at) => promqlAlarm(part, at, options));
    if (count >= alike.length || parts.every(({ query }) => query.length <= QUERY_CHARACTERS_MAX)) return parts;
  }
}

function split(alike: readonly CheckAlarmSpec[], count: number): CheckAlarmSpec[][] {
  const names = Array.from({ length: count }, (_, at) => String(at));
  const placed = placeByHash(
    alike.map(({ check }) => check),
    { names, roomEach: Math.min(CHECKS_MAX, Math.ceil((alike.length / count) * ROOM_SHARE)) },
  );
  const parts = names.map((name) => alike.filter(({ check }) => placed.get(check) === name));
  return parts.filter((part) => part.length > 0);
}

/** More room than is needed, so that one check more or less moves few. */
const ROOM_SHARE = 1.25;

function promqlAlarm(alarms: readonly CheckAlarmSpec[], at: number, { config, context }: PlanOptions): PromqlAlarmSpec {
  const [first] = alarms;
  if (first === undefined) throw new Error("a PromQL alarm without checks: this is a bug in Bongsu");
  const ids = alarms.map(({ check }) => check);
  const group = groupOf(first.check);
  const topic = ALARM_TOPICS.find((known) => known === first.topic) ?? "down";
  return {
    name: `${config.name}: ${group || UNGROUPED} ${topic}, ${ruleOf(first)}${at === 0 ? "" : `, part ${at + 1}`}`,
    ...{ topic, severity: first.severity, alarms, pendingMs: 0 },
    query: promqlQuery(first, selector(first.metric.name, { labels: { deployment: config.name }, checks: ids })),
    evaluateEveryMs: evaluateEveryMs(first.metric.periodMs),
    description: describeAlarm(
      { topic, ...subjectOf(ids, group || config.name), detail: ids.join(", ") },
      { language: config.language, links: context },
    ),
  };
}

/** In names of alarms; no group can be called so, for ids hold no spaces. */
const UNGROUPED = "checks without a group";
const COMMAND_CHARACTERS_MAX = 150;

/** Commands know checks, not groups. */
function subjectOf(ids: readonly CheckId[], several: string): Pick<DescriptionInput, "subject" | "standsForSeveral" | "named"> {
  const [first = several, ...others] = ids;
  if (others.length === 0) return { subject: first };
  const named = ids.join(" ");
  return { subject: several, standsForSeveral: true, named: named.length <= COMMAND_CHARACTERS_MAX ? named : "ID" };
}

/** What tells alarms of one topic and group apart: `2 of 3 every 1m`. */
function ruleOf({ comparison, threshold, badDatapoints, ofDatapoints, metric, vote }: AlarmSpec): string {
  const places = vote === undefined ? "" : ` in ${vote.needed} ${vote.needed === 1 ? "place" : "places"}`;
  const level = isFlag(metric.name) ? "" : ` ${WORDS[comparison]} ${threshold}`;
  return `${badDatapoints} of ${ofDatapoints} every ${formatDuration(metric.periodMs)}${level}${places}`;
}

const WORDS = { below: "below", above: "above", atMost: "at most", atLeast: "at least" } as const;

/** Whole minutes; a slow check need not be looked at every minute, and CloudWatch waits no longer than an hour. */
function evaluateEveryMs(periodMs: number): number {
  return Math.min(HOUR_MS, Math.max(MINUTE_MS, Math.floor(periodMs / 5 / MINUTE_MS) * MINUTE_MS));
}
