/** The Lambda function that tells people: started by alarms that move, and once a minute for what is due. */
import { Duration } from "aws-cdk-lib";
import type { Key } from "aws-cdk-lib/aws-kms";
import type { IFunction, Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import type { ILogGroup, LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { ScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import type { Topic } from "aws-cdk-lib/aws-sns";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { AlarmContext } from "../core/alarms/context.ts";
import { otlpChecks } from "../core/metrics/routes.ts";
import type { Config } from "../core/model/check.ts";
import type { ResourceNames } from "../core/model/resource-names.ts";
import { acknowledge } from "./acknowledge.ts";
import { type AlarmQueue, createAlarmQueue } from "./alarm-queue.ts";
import type { ContactTopics } from "./contact-topics.ts";
import { createHandler, createLog } from "./handler-function.ts";
import { createIncidentTable } from "./incident-table.ts";
import { createResponderRole } from "./responder-role.ts";
import { createStarter, startEvery } from "./schedules.ts";

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
const TICK_EVERY_MS = 60_000;
const MESSAGES_AT_ONCE = 100;
const BATCH_WINDOW_MS = 5_000;
/** The least that Lambda knows; two that meet decide by the version of what they read. */
const PASSES_AT_ONCE = 2;

export function createResponder(scope: Construct, options: ResponderOptions): Responder {
  const own = new Construct(scope, "Responder");
  const { names, logRetention } = options;
  const alarms = createAlarmQueue(own, { ...options, handlerTimeoutMs: TIMEOUT_MS });
  const logGroup = createLog(own, names.responderLogGroup, logRetention);
  const responder = createFunction(own, { ...options, logGroup });
  listen(responder, alarms);
  tick(own, responder, options);
  return { function: responder, logGroup, alarmTopic: alarms.topic };
}

function createFunction(scope: Construct, options: ResponderOptions & { logGroup: LogGroup }): LambdaFunction {
  const { config, context, names, logGroup, topics } = options;
  return createHandler(scope, "responder", {
    functionName: names.responder,
    description: `Tells people of incidents in ${config.name}.`,
    manifest: { schemaVersion: 1, config },
    timeoutMs: TIMEOUT_MS,
    environment: environmentOf(context),
    role: createResponderRole(scope, {
      ...{ functionName: names.responder, logGroup, evidence: options.evidence, probers: options.probers, key: options.key },
      table: createIncidentTable(scope, names.incidentTable),
      topics: [...topics.values()].flat(),
      usesOtlp: otlpChecks(config.checks).size > 0,
    }),
    logGroup,
    untraced: "Its log says what each pass did.",
    unqueued: "Alarms come through a queue that has one; a tick is made up for by the next.",
  });
}

function environmentOf({ dashboardUrl, locations, runbookUrl }: AlarmContext): Record<string, string> {
  return {
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

function tick(scope: Construct, responder: LambdaFunction, { names, group, deadLetters }: ResponderOptions): void {
  const role = createStarter(scope, { function: responder }, { id: "Starter", group, deadLetters });
  startEvery(scope, "Tick", {
    ...{ name: names.schedule("responder"), description: "Tells what is due.", everyMs: TICK_EVERY_MS },
    ...{ started: responder, role, group, deadLetters },
  });
}
