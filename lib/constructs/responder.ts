/** The Lambda function that tells people: started by alarms that move, and once a minute for what is due. */
import { Duration, RemovalPolicy } from "aws-cdk-lib";
import type { Key } from "aws-cdk-lib/aws-kms";
import { Architecture, type IFunction, Function as LambdaFunction, LoggingFormat, Runtime } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { type ILogGroup, LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  type ScheduleGroup,
  ScheduleTargetInput,
  TimeWindow,
} from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import type { Topic } from "aws-cdk-lib/aws-sns";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { AlarmContext } from "../core/alarms/context.ts";
import { otlpChecks } from "../core/metrics/routes.ts";
import type { Config } from "../core/model/check.ts";
import type { ResourceNames } from "../core/model/resource-names.ts";
import type { TickEvent } from "../core/model/responder-manifest.ts";
import { acknowledge } from "./acknowledge.ts";
import { type AlarmQueue, createAlarmQueue } from "./alarm-queue.ts";
import type { ContactTopics } from "./contact-topics.ts";
import { handlerCode } from "./handler-code.ts";
import { createIncidentTable } from "./incident-table.ts";
import { createResponderRole } from "./responder-role.ts";
import { createStarter } from "./schedules.ts";

export interface ResponderOptions {
  readonly config: Config;
  readonly names: ResourceNames;
  readonly context: AlarmContext;
  readonly deadLetters: IQueue;
  readonly group: ScheduleGroup;
  readonly logRetention: RetentionDays;
  readonly topics: ContactTopics;
  readonly key: Key;
  /** Logs of probers and analysts. */
  readonly evidence: readonly Pick<ILogGroup, "logGroupArn">[];
  /** Asked for a fresh run before people are told. */
  readonly probers: readonly Pick<IFunction, "functionArn">[];
}

export interface Responder {
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;
  /** To which alarms report. */
  readonly alarmTopic: Topic;
}

/** Looking at alarms 35 s and logs 10 s, investigating 20 s, sending 20 s and the last one 10 s more, and a cold start. */
const TIMEOUT_MS = 120_000;
const MESSAGES_AT_ONCE = 100;
const BATCH_WINDOW_MS = 5_000;
/** The least that Lambda knows; two that meet decide by the version of what they read. */
const PASSES_AT_ONCE = 2;

export function createResponder(scope: Construct, options: ResponderOptions): Responder {
  const own = new Construct(scope, "Responder");
  const { names, logRetention } = options;
  const alarms = createAlarmQueue(own, { ...options, handlerTimeoutMs: TIMEOUT_MS });
  const logGroup = new LogGroup(own, "Log", {
    logGroupName: names.responderLogGroup,
    retention: logRetention,
    // Its name is fixed: a log group left behind would stop the next deployment.
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const responder = createFunction(own, { ...options, logGroup });
  listen(responder, alarms);
  tick(own, responder, options);
  return { function: responder, logGroup, alarmTopic: alarms.topic };
}

function createFunction(scope: Construct, options: ResponderOptions & { logGroup: LogGroup }): LambdaFunction {
  const { config, context, names, logGroup, topics } = options;
  const responder = new LambdaFunction(scope, "Function", {
    functionName: names.responder,
    description: `Tells people of incidents in ${config.name}.`,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: 512,
    timeout: Duration.millis(TIMEOUT_MS),
    handler: "responder.handler",
    code: handlerCode("responder", { schemaVersion: 1, config }),
    environment: environmentOf(context),
    role: createResponderRole(scope, {
      ...{ functionName: names.responder, logGroup, evidence: options.evidence, probers: options.probers, key: options.key },
      table: createIncidentTable(scope, names.incidentTable),
      topics: [...topics.values()].flat(),
      usesOtlp: otlpChecks(config.checks).size > 0,
    }),
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    // A tick that fails is made up for by the next one.
    maxEventAge: Duration.seconds(60),
    retryAttempts: 0,
  });
  acknowledge(
    responder,
    "Serverless::Serverless-LambdaDLQ",
    "Alarms come through a queue that has one; a tick is made up for by the next.",
  );
  acknowledge(responder, "Serverless::Serverless-LambdaAsyncFailureDestination", "A tick is made up for by the next.");
  acknowledge(responder, "Serverless::Serverless-LambdaTracing", "Its log says what each pass did.");
  return responder;
}

function environmentOf({ dashboardUrl, locations, runbookUrl }: AlarmContext): Record<string, string> {
  return {
    NODE_OPTIONS: "--enable-source-maps",
    BONGSU_LOCATION_REGION: locations.region,
    BONGSU_LOCATION_VPC: locations.vpc,
    BONGSU_RUNBOOK_URL: runbookUrl,
    ...(dashboardUrl !== undefined && { BONGSU_DASHBOARD_URL: dashboardUrl }),
  };
}

function listen(responder: LambdaFunction, { queue }: AlarmQueue): void {
  acknowledge(
    responder,
    "Serverless::Serverless-LambdaEventSourceMappingDestination",
    "The queue itself puts aside what fails again and again.",
  );
  responder.addEventSource(
    new SqsEventSource(queue, {
      batchSize: MESSAGES_AT_ONCE,
      maxBatchingWindow: Duration.millis(BATCH_WINDOW_MS),
      maxConcurrency: PASSES_AT_ONCE,
      reportBatchItemFailures: true,
    }),
  );
}

function tick(scope: Construct, responder: LambdaFunction, { group, deadLetters }: ResponderOptions): void {
  const role = createStarter(scope, { function: responder }, { id: "Starter", group, deadLetters });
  const schedule = new Schedule(scope, "Tick", {
    scheduleName: "responder",
    scheduleGroup: group,
    description: "Tells what is due.",
    schedule: ScheduleExpression.rate(Duration.minutes(1)),
    timeWindow: TimeWindow.off(),
    target: new LambdaInvoke(responder, {
      role: role.withoutPolicyUpdates(),
      deadLetterQueue: deadLetters,
      maxEventAge: Duration.seconds(60),
      retryAttempts: 0,
      input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime } satisfies TickEvent),
    }),
  });
  // Not before the role has its permissions: the first start would be refused and end among the dead letters.
  schedule.node.addDependency(role);
}
