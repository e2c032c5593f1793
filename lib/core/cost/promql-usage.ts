/** What PromQL alarms use: each is an alarm, and reads points of every one of its checks at every look. */
import { blindAlarmName, otlpChecksByPlace } from "../alarms/blind-alarm.ts";
import { pointsRead } from "../alarms/promql-query.ts";
import type { PromqlAlarmSpec } from "../model/alarm.ts";
import type { Config } from "../model/check.ts";
import { MONTH_MS } from "./assumptions.ts";
import type { Usage } from "./usage.ts";

export function promqlUsage(alarms: readonly PromqlAlarmSpec[], config: Config): Partial<Usage> {
  const runs = runsOfPlaces(config);
  const pointsOfALook = (promql: PromqlAlarmSpec) =>
    promql.alarms.reduce((sum, alarm) => sum + (runs.get(alarm.name)?.(alarm.metric.periodMs) ?? pointsRead(alarm)), 0);
  return {
    alarms: alarms.length,
    promqlPoints: alarms.reduce((sum, alarm) => sum + (MONTH_MS / alarm.evaluateEveryMs) * pointsOfALook(alarm), 0),
  };
}

type RunsDuring = (spanMs: number) => number;

/** By the alarm that asks whether any run of a place can be seen. */
function runsOfPlaces(config: Config): Map<string, RunsDuring> {
  return new Map(
    [...otlpChecksByPlace(config)].map(([vantage, checks]) => [
      blindAlarmName(config.name, vantage),
      (spanMs) => checks.reduce((sum, { everyMs }) => sum + spanMs / everyMs, 0),
    ]),
  );
}
