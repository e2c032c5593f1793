/** The status pages: a private bucket, a distribution before it, and the Lambda function that writes into it every minute. */
import { CfnOutput, Duration, RemovalPolicy } from "aws-cdk-lib";
import type { Distribution } from "aws-cdk-lib/aws-cloudfront";
import { Architecture, Function as LambdaFunction, LoggingFormat, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import type { IBucket } from "aws-cdk-lib/aws-s3";
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
import type { AlarmContext } from "../core/alarms/context.ts";
import { otlpChecks } from "../core/metrics/routes.ts";
import type { Config } from "../core/model/check.ts";
import type { ResourceNames } from "../core/model/resource-names.ts";
import type { TickEvent } from "../core/model/responder-manifest.ts";
import { WRITE_EVERY_MS } from "../core/status-page/publish.ts";
import { acknowledge } from "./acknowledge.ts";
import { contactsTold } from "./contact-topics.ts";
import { handlerCode } from "./handler-code.ts";
import { createStarter } from "./schedules.ts";
import { createStatusBucket } from "./status-bucket.ts";
import { createStatusDistribution } from "./status-distribution.ts";
import { createStatusPageRole } from "./status-page-role.ts";

export interface StatusPageOptions {
  readonly config: Config;
  readonly names: ResourceNames;
  readonly context: AlarmContext;
  readonly deadLetters: IQueue;
  readonly group: ScheduleGroup;
  readonly logRetention: RetentionDays;
}

/** Looking at alarms 35 s, counting 25 s, writing, and a cold start. */
const TIMEOUT_MS = 90_000;

/** Nothing where the configuration has no page. */
export function createStatusPages(scope: Construct, options: StatusPageOptions): void {
  if (options.config.statusPages === undefined) return;
  const own = new Construct(scope, "StatusPage");
  const bucket = createStatusBucket(own);
  const distribution = createStatusDistribution(own, bucket);
  const writer = createFunction(own, { ...options, bucket, distribution });
  startEveryMinute(own, writer, options);
  new CfnOutput(own, "Addresses", {
    value: `aws lambda invoke --function-name ${options.names.statusPage} /dev/stdout`,
    description: "Prints the addresses of the status pages.",
  });
}

type FunctionOptions = StatusPageOptions & { readonly bucket: IBucket; readonly distribution: Distribution };

function createFunction(scope: Construct, { bucket, config, distribution, ...options }: FunctionOptions): LambdaFunction {
  const { context, logRetention, names } = options;
  const incidentTable = contactsTold(config).length > 0 ? names.incidentTable : undefined;
  const logGroup = new LogGroup(scope, "Log", {
    logGroupName: names.statusPageLogGroup,
    retention: logRetention,
    // Its name is fixed: a log group left behind would stop the next deployment.
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const writer = new LambdaFunction(scope, "Function", {
    functionName: names.statusPage,
    description: `Writes the status pages of ${config.name}.`,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: 512,
    timeout: Duration.millis(TIMEOUT_MS),
    handler: "status-page.handler",
    code: handlerCode("status-page", { schemaVersion: 1, config }),
    environment: {
      ...environmentOf({ bucket, context, distribution }),
      ...(incidentTable !== undefined && { BONGSU_INCIDENT_TABLE: incidentTable }),
    },
    role: createStatusPageRole(scope, {
      ...{ functionName: names.statusPage, logGroup, bucket },
      ...(incidentTable !== undefined && { incidentTable }),
      usesOtlp: otlpChecks(config.checks).size > 0,
    }),
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    // What is not written is written a minute later, and the page says how old it is.
    maxEventAge: Duration.seconds(60),
    retryAttempts: 0,
  });
  const nextMinute = "The next minute makes up for it, its errors have an alarm, and the page itself says that it is old.";
  acknowledge(writer, "Serverless::Serverless-LambdaDLQ", nextMinute);
  acknowledge(writer, "Serverless::Serverless-LambdaAsyncFailureDestination", nextMinute);
  acknowledge(writer, "Serverless::Serverless-LambdaTracing", "It calls CloudWatch, DynamoDB and S3, and says which failed.");
  return writer;
}

function environmentOf({ bucket, context, distribution }: Pick<FunctionOptions, "bucket" | "context" | "distribution">) {
  return {
    NODE_OPTIONS: "--enable-source-maps",
    BONGSU_LOCATION_REGION: context.locations.region,
    BONGSU_LOCATION_VPC: context.locations.vpc,
    BONGSU_STATUS_BUCKET: bucket.bucketName,
    BONGSU_STATUS_URL: `https://${distribution.distributionDomainName}`,
  };
}

function startEveryMinute(scope: Construct, writer: LambdaFunction, { deadLetters, group }: StatusPageOptions): void {
  const role = createStarter(scope, { function: writer }, { id: "Starter", group, deadLetters });
  const schedule = new Schedule(scope, "Schedule", {
    scheduleName: "status-page",
    scheduleGroup: group,
    description: "Writes the status pages.",
    schedule: ScheduleExpression.rate(Duration.millis(WRITE_EVERY_MS)),
    timeWindow: TimeWindow.off(),
    target: new LambdaInvoke(writer, {
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
