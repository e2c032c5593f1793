/** A series that rises as a leak does, and one that will soon reach its limit. Both alarms rest on what the analyst publishes. */
import { METRIC_NAMESPACE, type MetricName, seriesDimensions } from "../metrics/catalogue.ts";
import type { AlarmMetric, AlarmSpec } from "../model/alarm.ts";
import type { Check, LeakWatch } from "../model/check.ts";
import { locationOf } from "../model/location.ts";
import type { Statistic } from "../model/statistic.ts";
import { type CheckAlarm, checkAlarm } from "./check-alarm.ts";
import type { PlanOptions } from "./context.ts";

/** How often the analyst judges. */
const JUDGED_EVERY_MS = 300_000;
/** With less than this the leak test itself calls a leak critical (docs/trends.md). */
const LIMIT_NEAR_MINUTES = 360;
/**
 * Two verdicts in a row. Neighbours share 23 of their 24 points, so a third would add delay and hardly any proof; the second
 * takes out series that stand at the edge of significance and change sides every time. It costs five minutes of hours.
 */
const TWO_IN_A_ROW = { badDatapoints: 2, ofDatapoints: 2 } as const;

/** None where the check watches no series. */
export function leakAlarms(check: Check, options: PlanOptions): AlarmSpec[] {
  const { leak } = check;
  if (leak === undefined) return [];
  const series: SeriesPlan = { ...options, check, leak };
  return leak.limit === undefined ? [leakAlarm(series)] : [leakAlarm(series), limitAlarm(series)];
}

interface SeriesPlan extends PlanOptions {
  readonly check: Check;
  readonly leak: LeakWatch;
}

function leakAlarm(plan: SeriesPlan): AlarmSpec {
  const alarm: CheckAlarm = {
    topic: "leak",
    state: "seems to leak",
    severity: "warning",
    detail: plan.leak.series,
    metric: seriesMetric("LeakSuspected", "Maximum", plan),
    comparison: "above",
    threshold: 0,
    ...TWO_IN_A_ROW,
    // Nothing is published while too little is known, as in the first hour after a restart: that takes back no verdict.
    missingData: "ignore",
  };
  return checkAlarm(plan.check, alarm, plan);
}

function limitAlarm(plan: SeriesPlan): AlarmSpec {
  const { series, limit } = plan.leak;
  const alarm: CheckAlarm = {
    topic: "limit-near",
    state: "is near its limit",
    severity: "critical",
    detail: `${series} -> ${limit}`,
    metric: seriesMetric("MinutesUntilLimit", "Minimum", plan),
    comparison: "atMost",
    threshold: LIMIT_NEAR_MINUTES,
    ...TWO_IN_A_ROW,
    // Published only while the limit can be foreseen: nothing means that it cannot.
    missingData: "notBreaching",
  };
  return checkAlarm(plan.check, alarm, plan);
}

function seriesMetric(name: MetricName, statistic: Statistic, { config, context, check, leak }: SeriesPlan): AlarmMetric {
  const place = { location: locationOf(check.from[0], context.locations), series: leak.series };
  const dimensions = seriesDimensions(config.name, check.id, place);
  return { namespace: METRIC_NAMESPACE, name, dimensions, statistic, periodMs: JUDGED_EVERY_MS };
}
