/** Alarms as they are planned and as CloudWatch has them, in one form, so that they can be compared whole. */
import { DescribeAlarmsCommand, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { alarmContextOf } from "../../lib/aws/responder-input.ts";
import { planCheckAlarms } from "../../lib/core/alarms/plan.ts";
import { planResponderAlarms } from "../../lib/core/alarms/responder-alarms.ts";
import { planSystemAlarms } from "../../lib/core/alarms/system-alarms.ts";
import { loadConfigFile } from "../../lib/core/config/index.ts";
import type { AlarmSpec, Comparison } from "../../lib/core/model/alarm.ts";
import type { Config } from "../../lib/core/model/check.ts";
import { resourceNames } from "../../lib/core/model/resource-names.ts";
import type { Aws } from "./aws.ts";
import { topicArn } from "./inbox.ts";

const OPERATORS = {
  below: "LessThanThreshold",
  above: "GreaterThanThreshold",
  atMost: "LessThanOrEqualToThreshold",
  atLeast: "GreaterThanOrEqualToThreshold",
} as const satisfies Record<Comparison, string>;

export async function readConfig(file: string): Promise<Config> {
  const loaded = await loadConfigFile(file);
  if ("config" in loaded) return loaded.config;
  throw new Error(`${file} is not valid: ${JSON.stringify(loaded)}`);
}

/** `env`: of the responder, which plans the same alarms to recognise them. */
export function plannedAlarms(config: Config, env: Readonly<Record<string, string>>): object[] {
  const names = resourceNames(config.name);
  const context = alarmContextOf(config, env);
  const toResponder = [topicArn(names.alarmTopic)];
  const directly = ({ notify }: AlarmSpec) =>
    config.contacts
      .filter(({ name }) => notify.includes(name))
      .flatMap(({ name, emails, phones, slack }) => [
        ...(emails.length > 0 ? [topicArn(names.contactTopic(name, "email"))] : []),
        ...(phones.length > 0 ? [topicArn(names.contactTopic(name, "sms"))] : []),
        ...(slack === undefined ? [] : [topicArn(names.contactTopic(name, "slack"))]),
      ]);
  return [
    ...planCheckAlarms(config, context).map((spec) => planned(spec, toResponder)),
    ...planSystemAlarms(config, context).map((spec) => planned(spec, toResponder)),
    ...planResponderAlarms(config, context).map((spec) => planned(spec, directly(spec))),
  ].toSorted(byName);
}

export async function deployedAlarms(aws: Aws, { name }: Config): Promise<object[]> {
  const { MetricAlarms = [] } = await aws.cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNamePrefix: `${name}: `, MaxRecords: 100 }),
  );
  return MetricAlarms.map(deployed).toSorted(byName);
}

function planned(spec: AlarmSpec, actions: readonly string[]) {
  const { metric } = spec;
  return {
    ...{ name: spec.name, description: spec.description, actions: { alarm: actions, ok: actions } },
    metric: { ...metric, statistic: metric.statistic, dimensions: { ...metric.dimensions } },
    ...{ operator: OPERATORS[spec.comparison], threshold: spec.threshold, missingData: spec.missingData },
    ...{ badDatapoints: spec.badDatapoints, ofDatapoints: spec.ofDatapoints },
  };
}

function deployed(alarm: MetricAlarm) {
  const dimensions = Object.fromEntries((alarm.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]));
  return {
    ...{ name: alarm.AlarmName ?? "", description: alarm.AlarmDescription },
    actions: { alarm: alarm.AlarmActions, ok: alarm.OKActions },
    metric: {
      ...{ namespace: alarm.Namespace, name: alarm.MetricName, dimensions },
      ...{ statistic: alarm.Statistic ?? alarm.ExtendedStatistic, periodMs: (alarm.Period ?? 0) * 1_000 },
    },
    ...{ operator: alarm.ComparisonOperator, threshold: alarm.Threshold, missingData: alarm.TreatMissingData },
    ...{ badDatapoints: alarm.DatapointsToAlarm, ofDatapoints: alarm.EvaluationPeriods },
  };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
