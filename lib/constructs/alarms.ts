/** AlarmSpec -> CloudWatch alarm, one to one. */
import { Duration } from "aws-cdk-lib";
import { Alarm, CfnAlarm, ComparisonOperator, Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { evaluationRange } from "../core/alarms/evaluate.ts";
import type { AlarmMetric, AlarmSpec, Comparison, MissingData } from "../core/model/alarm.ts";

const COMPARISON_OPERATORS = {
  below: ComparisonOperator.LESS_THAN_THRESHOLD,
  above: ComparisonOperator.GREATER_THAN_THRESHOLD,
  atMost: ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
  atLeast: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
} as const satisfies Record<Comparison, ComparisonOperator>;

const MISSING_DATA = {
  missing: TreatMissingData.MISSING,
  ignore: TreatMissingData.IGNORE,
  breaching: TreatMissingData.BREACHING,
  notBreaching: TreatMissingData.NOT_BREACHING,
} as const satisfies Record<MissingData, TreatMissingData>;

const MINUTE_MS = 60_000;
const WARM_UP_MAX_MINUTES = 2_880;

export interface AlarmsOptions {
  readonly id: string;
  /** What hears of an alarm when it goes off and when it is over: at most `ACTIONS_MAX`. */
  readonly topicsOf: (spec: AlarmSpec) => readonly ITopic[];
}

/** CloudWatch's limit for each state. */
export const ACTIONS_MAX = 5;

/** Alarms in the order of the specs. */
export function createAlarms(scope: Construct, specs: readonly AlarmSpec[], { id, topicsOf }: AlarmsOptions): Alarm[] {
  const own = new Construct(scope, id);
  return specs.map((spec) => createAlarm(own, spec, topicsOf(spec).slice(0, ACTIONS_MAX)));
}

function createAlarm(scope: Construct, spec: AlarmSpec, topics: readonly ITopic[]): Alarm {
  const alarm = new Alarm(scope, spec.name, {
    alarmName: spec.name,
    alarmDescription: spec.description,
    metric: metricOf(spec.metric),
    comparisonOperator: COMPARISON_OPERATORS[spec.comparison],
    threshold: spec.threshold,
    datapointsToAlarm: spec.badDatapoints,
    evaluationPeriods: spec.ofDatapoints,
    treatMissingData: MISSING_DATA[spec.missingData],
  });
  if (spec.missingData === "breaching") warmUp(alarm, spec);
  for (const topic of topics) {
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
  }
  return alarm;
}

/** A new alarm has no data yet: without time to get some, every first deployment would page. */
function warmUp(alarm: Alarm, spec: AlarmSpec): void {
  const resource = alarm.node.defaultChild;
  if (!(resource instanceof CfnAlarm)) return;
  const minutes = Math.ceil((evaluationRange(spec) * spec.metric.periodMs) / MINUTE_MS);
  resource.warmUpConfiguration = { warmUpPeriodDurationInMinutes: Math.min(WARM_UP_MAX_MINUTES, minutes) };
}

function metricOf({ namespace, name, dimensions, statistic, periodMs }: AlarmMetric): Metric {
  return new Metric({ namespace, metricName: name, dimensionsMap: dimensions, statistic, period: Duration.millis(periodMs) });
}
