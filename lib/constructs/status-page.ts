/** The status pages: a private bucket, a distribution before it, and the Lambda function that writes into it every minute. */
import { CfnOutput } from "aws-cdk-lib";
import type { Distribution } from "aws-cdk-lib/aws-cloudfront";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { ScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { AlarmContext } from "../core/alarms/context.ts";
import { contactsTold } from "../core/incidents/contacts-told.ts";
import { otlpChecks } from "../core/metrics/routes.ts";
import type { Config } from "../core/model/check.ts";
import type { ResourceNames } from "../core/model/resource-names.ts";
import { WRITE_EVERY_MS } from "../core/status-page/publish.ts";
import { createHandler, createLog } from "./handler-function.ts";
import { createStarter, startEvery } from "./schedules.ts";
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
  const logGroup = createLog(scope, names.statusPageLogGroup, logRetention);
  const nextMinute = "The next minute makes up for it, its errors have an alarm, and the page itself says that it is old.";
  return createHandler(scope, "status-page", {
    functionName: names.statusPage,
    description: `Writes the status pages of ${config.name}.`,
    manifest: { schemaVersion: 1, config },
    timeoutMs: TIMEOUT_MS,
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
    untraced: "It calls CloudWatch, DynamoDB and S3, and says which failed.",
    unqueued: nextMinute,
  });
}

function environmentOf({ bucket, context, distribution }: Pick<FunctionOptions, "bucket" | "context" | "distribution">) {
  return {
    BONGSU_LOCATION_REGION: context.locations.region,
    BONGSU_LOCATION_VPC: context.locations.vpc,
    BONGSU_STATUS_BUCKET: bucket.bucketName,
    BONGSU_STATUS_URL: `https://${distribution.distributionDomainName}`,
  };
}

function startEveryMinute(scope: Construct, writer: LambdaFunction, { deadLetters, group, names }: StatusPageOptions): void {
  const role = createStarter(scope, { function: writer }, { id: "Starter", group, deadLetters });
  startEvery(scope, "Schedule", {
    ...{ name: names.schedule("status-page"), description: "Writes the status pages.", everyMs: WRITE_EVERY_MS },
    ...{ started: writer, role, group, deadLetters },
  });
}
