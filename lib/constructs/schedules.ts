/** One schedule a shard, and the role that may start its prober and nothing else. */
import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { Effect, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
  TimeWindow,
} from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { ResourceNames } from "../core/model/resource-names.ts";
import type { ShardEvent } from "../core/model/shard.ts";
import { scheduleEveryMs } from "../core/run/shards.ts";
import type { Prober } from "./prober.ts";

export interface ScheduleOptions {
  readonly names: Pick<ResourceNames, "schedule" | "scheduleGroup">;
  readonly deadLetters: IQueue;
}

/** The group is for further schedules of the deployment. */
export function createSchedules(scope: Construct, probers: readonly Prober[], options: ScheduleOptions): ScheduleGroup {
  const own = new Construct(scope, "Schedules");
  // Its name is fixed: a group left behind would stop the next deployment.
  const removalPolicy = RemovalPolicy.DESTROY;
  const group = new ScheduleGroup(own, "Group", { scheduleGroupName: options.names.scheduleGroup, removalPolicy });
  for (const prober of probers) scheduleShards(own, prober, { ...options, group });
  return group;
}

function scheduleShards(
  scope: Construct,
  prober: Prober,
  { names, group, deadLetters }: ScheduleOptions & { readonly group: ScheduleGroup },
): void {
  const role = createStarter(scope, prober, { id: `Role-${prober.vantage}`, group, deadLetters });
  for (const shard of prober.shards) {
    startEvery(scope, shard.name, {
      ...{ name: names.schedule(shard.name), description: `Starts shard ${shard.name}.`, everyMs: scheduleEveryMs(shard) },
      ...{ started: prober.function, role, group, deadLetters },
      input: { shard: shard.name } satisfies Omit<ShardEvent, "scheduledTime">,
    });
  }
}

export interface StartOptions {
  readonly name: string;
  readonly description: string;
  readonly everyMs: number;
  readonly started: LambdaFunction;
  /** Of `createStarter`. */
  readonly role: Role;
  readonly group: ScheduleGroup;
  readonly deadLetters: IQueue;
  /** What the function is told beside the time for which it is started. */
  readonly input?: Readonly<Record<string, string>>;
}

/** A start that comes late is not made up for: the next one is due. */
export function startEvery(
  scope: Construct,
  id: string,
  { started, role, group, deadLetters, input, ...options }: StartOptions,
): void {
  const schedule = new Schedule(scope, id, {
    scheduleName: options.name,
    scheduleGroup: group,
    description: options.description,
    schedule: ScheduleExpression.rate(Duration.millis(options.everyMs)),
    timeWindow: TimeWindow.off(),
    target: new LambdaInvoke(started, {
      // The construct would allow every version of the function; the role says itself what it may do.
      role: role.withoutPolicyUpdates(),
      deadLetterQueue: deadLetters,
      maxEventAge: Duration.seconds(60),
      retryAttempts: 0,
      input: ScheduleTargetInput.fromObject({ ...input, scheduledTime: ContextAttribute.scheduledTime }),
    }),
  });
  // Not before the role has its permissions: the first start would be refused and end among the dead letters.
  schedule.node.addDependency(role);
}

export interface StarterOptions {
  readonly id: string;
  readonly group: ScheduleGroup;
  readonly deadLetters: IQueue;
}

/** The role that may start this function, for schedules of the group. */
export function createStarter(
  scope: Construct,
  started: Pick<Prober, "function">,
  { id, group, deadLetters }: StarterOptions,
): Role {
  const role = new Role(scope, id, {
    assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": Stack.of(scope).account, "aws:SourceArn": group.scheduleGroupArn } },
    }),
  });
  const allow = (action: string, resource: string) =>
    role.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions: [action], resources: [resource] }));
  allow("lambda:InvokeFunction", started.function.functionArn);
  allow("sqs:SendMessage", deadLetters.queueArn);
  return role;
}
