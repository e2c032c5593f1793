/** What a prober may do: write its log, publish its metrics, read the secrets and reach the buckets that its checks name; an analyst also reads metrics. Nothing else. */
import { Stack } from "aws-cdk-lib";
import { Effect, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { METRIC_NAMESPACE } from "../core/metrics/catalogue.ts";
import type { Check } from "../core/model/check.ts";
import { acknowledge } from "./acknowledge.ts";
import { bucketGrants } from "./bucket-grants.ts";
import { secretNames } from "./secret-names.ts";

export interface ProberRoleOptions {
  readonly functionName: string;
  readonly logGroup: ILogGroup;
  readonly checks: readonly Check[];
  readonly isInVpc: boolean;
  /** For what looks at the past. */
  readonly readsMetrics?: boolean;
}

export function createProberRole(scope: Construct, options: ProberRoleOptions): Role {
  const role = new Role(scope, "Role", {
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    description: `What ${options.functionName} may do.`,
  });
  const statements = [
    writeLog(options.logGroup),
    publishMetrics(),
    ...(options.readsMetrics ? [readMetrics()] : []),
    ...readSecrets(Stack.of(scope), options.checks),
    ...bucketGrants(Stack.of(scope), options.checks),
    ...(options.isInVpc ? attachToVpc(functionArn(scope, options.functionName)) : []),
  ];
  for (const statement of statements) role.addToPolicy(statement);
  acknowledge(
    role,
    "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
    "Metrics have no ARN, and network interfaces none before they exist.",
  );
  return role;
}

function writeLog(logGroup: ILogGroup): PolicyStatement {
  return new PolicyStatement({
    sid: "WriteOwnLog",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [logGroup.logGroupArn],
  });
}

/** Metrics have no ARN: the namespace is the only bound there is. */
function publishMetrics(): PolicyStatement {
  return new PolicyStatement({
    sid: "PublishMetrics",
    actions: ["cloudwatch:PutMetricData"],
    resources: ["*"],
    conditions: { StringEquals: { "cloudwatch:namespace": METRIC_NAMESPACE } },
  });
}

/** Bounded by nothing: this action knows neither resources nor the condition on the namespace. */
function readMetrics(): PolicyStatement {
  return new PolicyStatement({ sid: "ReadMetrics", actions: ["cloudwatch:GetMetricData"], resources: ["*"] });
}

function readSecrets(stack: Stack, checks: readonly Check[]): PolicyStatement[] {
  const { secrets, parameters } = secretNames(checks);
  const secretArns = secrets.map((name) => arnOf(stack, { service: "secretsmanager", path: `secret:${name}-??????`, name }));
  const parameterArns = parameters.map((name) =>
    arnOf(stack, { service: "ssm", path: `parameter/${name.replace(/^\//, "")}`, name }),
  );
  return [
    ...allow("ReadSecrets", "secretsmanager:GetSecretValue", secretArns),
    ...allow("ReadParameters", "ssm:GetParameter", parameterArns),
  ];
}

interface NamedArn {
  readonly service: string;
  readonly path: string;
  readonly name: string;
}

/** A whole ARN may be written where a name is expected: a secret of another account. */
function arnOf(stack: Stack, { service, path, name }: NamedArn): string {
  return name.startsWith("arn:") ? name : `arn:${stack.partition}:${service}:${stack.region}:${stack.account}:${path}`;
}

function allow(sid: string, action: string, resources: string[]): PolicyStatement[] {
  return resources.length === 0 ? [] : [new PolicyStatement({ sid, actions: [action], resources })];
}

/**
 * Lambda itself attaches the function with the function's role, and asks for `*`. The function's own code never needs this,
 * so it is denied to it.
 */
function attachToVpc(arn: string): PolicyStatement[] {
  const actions = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
  ];
  const conditions = { ArnEquals: { "lambda:SourceFunctionArn": arn } };
  return [
    new PolicyStatement({ sid: "AttachToVpc", actions, resources: ["*"] }),
    new PolicyStatement({ sid: "NotFromCode", effect: Effect.DENY, actions, resources: ["*"], conditions }),
  ];
}

function functionArn(scope: Construct, functionName: string): string {
  const { partition, region, account } = Stack.of(scope);
  return `arn:${partition}:lambda:${region}:${account}:function:${functionName}`;
}
