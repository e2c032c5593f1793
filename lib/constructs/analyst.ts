/** The Lambda functions that look at the past: leaks every five minutes, slow hours every hour. */
import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Architecture, Function as LambdaFunction, LoggingFormat, Runtime } from "aws-cdk-lib/aws-lambda";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  type ScheduleGroup,
  ScheduleTargetInput,
  TimeWindow,
} from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { type AnalystEvent, type AnalystManifest, HOURS_EVERY_MS, LEAKS_EVERY_MS } from "../core/analysis/manifest.ts";
import { type PlannedAnalyst, planAnalysts } from "../core/analysis/plan-analysts.ts";
import { threadDumpUrl } from "../core/analysis/thread-dump-url.ts";
import { otlpChecks } from "../core/metrics/routes.ts";
import type { Config, Vantage } from "../core/model/check.ts";
import type { ResourceNames } from "../core/model/resource-names.ts";
import { acknowledge } from "./acknowledge.ts";
import { handlerCode } from "./handler-code.ts";
import { locationOf, type VpcPlacement, vpcProps } from "./prober.ts";
import { createProberRole } from "./prober-role.ts";
import { createStarter } from "./schedules.ts";

export interface AnalystOptions {
  readonly names: ResourceNames;
  readonly deadLetters: IQueue;
  readonly group: ScheduleGroup;
  readonly logRetention: RetentionDays;
  readonly vpc?: VpcPlacement;
  /** Of secrets and parameters that it may read as a whole. */
  readonly secretPaths?: readonly string[];
}

export interface Analyst {
  readonly vantage: Vantage;
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;
}

/** Reading 45 s, 40 thread dumps ten at a time 60 s, publishing 15 s, and a cold start. */
const TIMEOUT_MS = 150_000;

/** One outside the VPC for everything, and one inside only where thread dumps have to be fetched there. */
export function createAnalysts(scope: Construct, config: Config, options: AnalystOptions): Analyst[] {
  return planAnalysts(config).map((planned) => createAnalyst(scope, planned, options));
}

function createAnalyst(scope: Construct, { vantage, manifest }: PlannedAnalyst, options: AnalystOptions): Analyst {
  const own = new Construct(scope, `Analyst-${vantage}`);
  const logGroup = new LogGroup(own, "Log", {
    logGroupName: options.names.analystLogGroup(vantage),
    retention: options.logRetention,
    // Its name is fixed: a log group left behind would stop the next deployment.
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const placement = vantage === "vpc" ? options.vpc : undefined;
  const analyst = createFunction(own, { ...options, vantage, manifest, logGroup, ...(placement && { placement }) });
  schedule(own, analyst, { ...options, vantage, manifest });
  return { vantage, logGroup, function: analyst };
}

type FunctionOptions = AnalystOptions & PlannedAnalyst & { readonly logGroup: LogGroup; readonly placement?: VpcPlacement };

function createFunction(
  scope: Construct,
  { vantage, manifest, names, logGroup, placement, deadLetters, secretPaths = [] }: FunctionOptions,
): LambdaFunction {
  const functionName = names.analyst(vantage);
  const isInVpc = placement !== undefined;
  const usesOtlp = otlpChecks([...manifest.leaks, ...manifest.hours]).size > 0;
  const checks = manifest.leaks.filter((check) => threadDumpUrl(check) !== undefined);
  const analyst = new LambdaFunction(scope, "Function", {
    functionName,
    description: `Looks for leaks and slow hours in the metrics of ${manifest.deployment}.`,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: 512,
    timeout: Duration.millis(TIMEOUT_MS),
    handler: "analyst.handler",
    code: handlerCode("analyst", manifest),
    environment: {
      NODE_OPTIONS: "--enable-source-maps",
      BONGSU_LOCATION_REGION: locationOf(scope, "region"),
      BONGSU_LOCATION_VPC: locationOf(scope, "vpc"),
    },
    role: createProberRole(scope, { functionName, logGroup, checks, isInVpc, secretPaths, usesOtlp, readsMetrics: true }),
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    // What comes late is judged again by the next one.
    maxEventAge: Duration.seconds(60),
    retryAttempts: 0,
    onFailure: new SqsDestination(deadLetters),
    ...(isInVpc ? vpcProps(placement) : {}),
  });
  acknowledge(
    analyst,
    "Serverless::Serverless-LambdaDLQ",
    "Failed events go to the queue as a failure destination, which also says why.",
  );
  acknowledge(analyst, "Serverless::Serverless-LambdaTracing", "It calls CloudWatch and nothing else worth tracing.");
  return analyst;
}

function schedule(scope: Construct, analyst: LambdaFunction, options: AnalystOptions & PlannedAnalyst): void {
  const { vantage, manifest, group, deadLetters } = options;
  const role = createStarter(scope, { function: analyst }, { id: "Starter", group, deadLetters });
  for (const { analysis, everyMs } of analysesOf(manifest)) {
    const created = new Schedule(scope, analysis, {
      scheduleName: `analyst-${vantage}-${analysis}`,
      scheduleGroup: group,
      description: `Looks for ${analysis === "leaks" ? "leaks" : "slow hours"}.`,
      schedule: ScheduleExpression.rate(Duration.millis(everyMs)),
      timeWindow: TimeWindow.off(),
      target: new LambdaInvoke(analyst, {
        role: role.withoutPolicyUpdates(),
        deadLetterQueue: deadLetters,
        maxEventAge: Duration.seconds(60),
        retryAttempts: 0,
        input: ScheduleTargetInput.fromObject({
          analysis,
          scheduledTime: ContextAttribute.scheduledTime,
        } satisfies AnalystEvent),
      }),
    });
    // Not before the role has its permissions: the first start would be refused and end among the dead letters.
    created.node.addDependency(role);
  }
}

function analysesOf({ leaks, hours }: AnalystManifest): { analysis: AnalystEvent["analysis"]; everyMs: number }[] {
  return [
    ...(leaks.length > 0 ? [{ analysis: "leaks" as const, everyMs: LEAKS_EVERY_MS }] : []),
    ...(hours.length > 0 ? [{ analysis: "hours" as const, everyMs: HOURS_EVERY_MS }] : []),
  ];
}
