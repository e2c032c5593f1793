/** A Lambda function of ours, and the log group that it writes to. */
import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Architecture, type FunctionProps, Function as LambdaFunction, LoggingFormat, Runtime } from "aws-cdk-lib/aws-lambda";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import type { HandlerName } from "./handler-bundle.ts";
import { handlerCode, type Manifests } from "./handler-code.ts";

export const SOURCE_MAPS = "--enable-source-maps";

/** Its name is fixed: a log group left behind would stop the next deployment. */
export function createLog(scope: Construct, name: string, retention: RetentionDays): LogGroup {
  return new LogGroup(scope, "Log", { logGroupName: name, retention, removalPolicy: RemovalPolicy.DESTROY });
}

type OwnProps = Required<Pick<FunctionProps, "functionName" | "description" | "environment" | "role" | "logGroup">>;
type NetworkProps = Pick<FunctionProps, "vpc" | "vpcSubnets" | "securityGroups">;

export interface HandlerOptions<Name extends HandlerName> extends OwnProps, NetworkProps {
  readonly manifest: Manifests[Name];
  readonly timeoutMs: number;
  readonly memoryMb?: number;
  /** Whoever calls it sees how it ends. @default false: schedules start it */
  readonly isWaitedFor?: boolean;
  /** Where its failed events end. @default - nowhere */
  readonly deadLetters?: IQueue;
  /** Why nothing needs to trace it. */
  readonly untraced: string;
  /** Why a failed event needs no queue; where there is one, it says why itself. */
  readonly unqueued?: string;
}

/** An event that comes late is worth nothing, for the next one does the same. */
const STARTED_BY_SCHEDULE = { maxEventAge: Duration.seconds(60), retryAttempts: 0 } as const;

export function createHandler<Name extends HandlerName>(
  scope: Construct,
  name: Name,
  { manifest, timeoutMs, memoryMb = 512, isWaitedFor = false, deadLetters, untraced, unqueued, ...props }: HandlerOptions<Name>,
): LambdaFunction {
  const handler = new LambdaFunction(scope, "Function", {
    ...props,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: memoryMb,
    timeout: Duration.millis(timeoutMs),
    handler: `${name}.handler`,
    code: handlerCode(name, manifest),
    environment: { NODE_OPTIONS: SOURCE_MAPS, ...props.environment },
    // Lambda's own lines become JSON too. A handler writes its records raw through stdout, which no format wraps:
    // console.log would put them under `message`, where the metric filters do not look.
    loggingFormat: LoggingFormat.JSON,
    ...(!isWaitedFor && STARTED_BY_SCHEDULE),
    ...(deadLetters !== undefined && { onFailure: new SqsDestination(deadLetters) }),
  });
  explain(handler, { untraced, ...(unqueued !== undefined && { unqueued }) });
  return handler;
}

const QUEUED = "Failed events go to the queue as a failure destination, which also says why.";

function explain(handler: LambdaFunction, { untraced, unqueued }: { untraced: string; unqueued?: string }): void {
  acknowledge(handler, "Serverless::Serverless-LambdaDLQ", unqueued ?? QUEUED);
  if (unqueued !== undefined) acknowledge(handler, "Serverless::Serverless-LambdaAsyncFailureDestination", unqueued);
  acknowledge(handler, "Serverless::Serverless-LambdaTracing", untraced);
}
