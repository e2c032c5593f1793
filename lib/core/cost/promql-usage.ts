/** What PromQL alarms use: each is an alarm, and reads points of every one of its checks at every look. */
import { pointsRead } from "../alarms/promql-query.ts";
import type { AlarmSpec, PromqlAlarmSpec } from "../model/alarm.ts";
import type { Check } from "../model/check.ts";
import { MONTH_MS } from "./assumptions.ts";
import type { Usage } from "./usage.ts";

export function promqlUsage(alarms: readonly PromqlAlarmSpec[], checks: readonly Check[]): Partial<Usage> {
  return {
    alarms: alarms.length,
    promqlPoints: alarms.reduce((sum, alarm) => sum + (MONTH_MS / alarm.evaluateEveryMs) * pointsOfALook(alarm, checks), 0),
  };
}

function pointsOfALook({ alarms }: PromqlAlarmSpec, checks: readonly Check[]): number {
  return alarms.reduce((sum, alarm) => sum + (alarm.check === undefined ? pointsOfAll(alarm, checks) : pointsRead(alarm)), 0);
}

/** Whether there are any is asked of all. */
function pointsOfAll({ metric }: AlarmSpec, checks: readonly Check[]): number {
  const ofOtlp = checks.filter(({ metricForm }) => metricForm === "otlp");
  return ofOtlp.reduce((sum, { everyMs, from }) => sum + (metric.periodMs / everyMs) * from.length, 0);
}
