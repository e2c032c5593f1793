/** Planned alarm -> CloudWatch alarm, one to one. */
import { Duration } from "aws-cdk-lib";
import {
  Alarm,
  type AlarmBase,
  CfnAlarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  PromQLAlarm,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { evaluationRange } from "../core/alarms/evaluate.ts";
import { type MathTerm, voterId, voteTerms } from "../core/alarms/vote.ts";
import type {
  AlarmMetric,
  AlarmSpec,
  Comparison,
  DeployedAlarm,
  MissingData,
  PromqlAlarmSpec,
  Vote,
} from "../core/model/alarm.ts";
import { constructId } from "./construct-id.ts";

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
  readonly topicsOf: (spec: DeployedAlarm) => readonly ITopic[];
}

/** CloudWatch's limit for each state. */
export const ACTIONS_MAX = 5;

/** Alarms in the order of the specs. */
export function createAlarms(scope: Construct, specs: readonly DeployedAlarm[], { id, topicsOf }: AlarmsOptions): AlarmBase[] {
  const own = new Construct(scope, id);
  return specs.map((spec) => {
    const alarm = "metric" in spec ? createAlarm(own, spec) : createPromqlAlarm(own, spec);
    for (const topic of topicsOf(spec).slice(0, ACTIONS_MAX)) {
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
    return alarm;
  });
}

/** It tells of each of its checks by itself. */
function createPromqlAlarm(scope: Construct, spec: PromqlAlarmSpec): PromQLAlarm {
  return new PromQLAlarm(scope, constructId(spec.name), {
    alarmName: spec.name,
    alarmDescription: spec.description,
    query: spec.query,
    evaluationInterval: Duration.millis(spec.evaluateEveryMs),
    pendingPeriod: Duration.millis(spec.pendingMs),
    recoveryPeriod: Duration.millis(0),
  });
}

function createAlarm(scope: Construct, spec: AlarmSpec): Alarm {
  const alarm = new Alarm(scope, constructId(spec.name), {
    alarmName: spec.name,
    alarmDescription: spec.description,
    metric: spec.vote === undefined ? metricOf(spec.metric) : voteOf(spec.vote),
    comparisonOperator: COMPARISON_OPERATORS[spec.comparison],
    threshold: spec.threshold,
    datapointsToAlarm: spec.badDatapoints,
    evaluationPeriods: spec.ofDatapoints,
    treatMissingData: MISSING_DATA[spec.missingData],
  });
  if (spec.missingData === "breaching") warmUp(alarm, spec);
  return alarm;
}

/** A new alarm has no data yet: without time to get some, every first deployment would page. */
function warmUp(alarm: Alarm, spec: AlarmSpec): void {
  const resource = alarm.node.defaultChild;
  if (!(resource instanceof CfnAlarm)) return;
  const minutes = Math.ceil((evaluationRange(spec) * spec.metric.periodMs) / MINUTE_MS);
  resource.warmUpConfiguration = { warmUpPeriodDurationInMinutes: Math.min(WARM_UP_MAX_MINUTES, minutes) };
}

/** Terms refer to those before them; the last is what the alarm watches. */
function voteOf(vote: Vote): MathExpression {
  const [bad, good, result] = voteTerms(vote);
  const period = Duration.millis(vote.metrics[0]?.periodMs ?? MINUTE_MS);
  const places = Object.fromEntries(vote.metrics.map((metric, index) => [voterId(index), metricOf(metric)]));
  const mathOf = ({ expression, label }: MathTerm, usingMetrics: Record<string, IMetric>) =>
    new MathExpression({ expression, label, usingMetrics, period });
  return mathOf(result, { bad: mathOf(bad, places), good: mathOf(good, places) });
}

function metricOf({ namespace, name, dimensions, statistic, periodMs }: AlarmMetric): Metric {
  return new Metric({ namespace, metricName: name, dimensionsMap: dimensions, statistic, period: Duration.millis(periodMs) });
}
