/** Stacks beside the one of Bongsu, with what many checks have of their own: alarms, and counters of log events. */
import { CfnWaitConditionHandle, Stack } from "aws-cdk-lib";
import type { AlarmBase } from "aws-cdk-lib/aws-cloudwatch";
import { type ITopic, Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { contactsTold } from "../core/incidents/contacts-told.ts";
import type { DeployedAlarm } from "../core/model/alarm.ts";
import type { Check, Config } from "../core/model/check.ts";
import { resourceNames } from "../core/model/resource-names.ts";
import { ownerOf, placeOf } from "./alarm-places.ts";
import { createAlarms } from "./alarms.ts";
import { watchLogs } from "./log-watch.ts";
import { createStackBeside } from "./stack-beside.ts";

export interface AlarmStacksOptions {
  readonly config: Config;
  /** How many there are; with 0 there is nothing to do. */
  readonly stacks: number;
  /** Of checks. */
  readonly alarms: readonly DeployedAlarm[];
}

/** Throws where there can be no further stacks; the message says why, and the cure. */
export function createAlarmStacks(bongsu: Construct, { config, stacks, alarms }: AlarmStacksOptions): AlarmBase[] {
  const checks = Map.groupBy(config.checks, ({ id }) => placeOf(id, stacks));
  const specs = Map.groupBy(alarms, (alarm) => placeOf(ownerOf(alarm) ?? "", stacks));
  const core = Stack.of(bongsu);
  let before = core;
  return Array.from({ length: stacks }, (_, number) => {
    const description = `Alarms of Bongsu ${config.name}, part ${number}.`;
    const stack = createStackBeside(core, { suffix: `alarms-${number}`, description });
    // In this order no name is ever taken: see alarm-places.ts. Side by side they would be no faster, since CloudWatch takes three alarms a second.
    stack.addStackDependency(before);
    before = stack;
    return fill(stack, config, { checks: checks.get(number) ?? [], specs: specs.get(number) ?? [] });
  }).flat();
}

interface Contents {
  readonly checks: readonly Check[];
  readonly specs: readonly DeployedAlarm[];
}

function fill(stack: Stack, config: Config, { checks, specs }: Contents): AlarmBase[] {
  // CloudFormation takes no empty stack, and one that were left out would keep alarms of checks that are gone.
  if (specs.length === 0) new CfnWaitConditionHandle(stack, "NoAlarms");
  watchLogs(stack, { ...config, checks });
  const topics = contactsTold(config).length === 0 ? [] : [alarmTopic(stack, config)];
  return createAlarms(stack, specs, { id: "CheckAlarms", topicsOf: () => topics });
}

/** By its name: what another stack refers to, CloudFormation lets nobody change. */
function alarmTopic(stack: Stack, { name }: Config): ITopic {
  const resource = resourceNames(name).alarmTopic;
  return Topic.fromTopicArn(stack, "AlarmTopic", stack.formatArn({ service: "sns", resource }));
}
