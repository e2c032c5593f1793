/** What a prober may do: write its log, publish its metrics, read the secrets and reach the buckets that its checks name; an analyst also reads metrics. Nothing else. */
import { Stack } from "aws-cdk-lib";
import { Effect, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { Check } from "../core/model/check.ts";
import { acknowledge } from "./acknowledge.ts";
import { allow } from "./allow.ts";
import { bucketGrants } from "./bucket-grants.ts";
import { publishMetrics, readMetrics } from "./metric-access.ts";
import { secretNames, underPaths, withoutSlash } from "./secret-names.ts";

export interface ProberRoleOptions {
  readonly functionName: string;
  readonly logGroup: ILogGroup;
  readonly checks: readonly Check[];
  /** Of secrets and parameters that it may read as a whole: `acme/`. */
  readonly secretPaths?: readonly string[];
  readonly isInVpc: boolean;
  /** Where secrets are. @default - the Region of the stack */
  readonly homeRegion?: string;
  /** Whether metrics of some checks are OTLP. */
  readonly usesOtlp: boolean;
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
    publishMetrics(options),
    ...(options.readsMetrics ? [readMetrics(options)] : []),
    ...readSecrets(Stack.of(scope), options),
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

function readSecrets(
  stack: Stack,
  { checks, secretPaths = [], homeRegion }: Pick<ProberRoleOptions, "checks" | "secretPaths" | "homeRegion">,
): PolicyStatement[] {
  const at = { partition: stack.partition, account: stack.account, region: homeRegion ?? stack.region };
  const { secrets, parameters } = secretNames(checks);
  const secretArns = underPaths(secrets, secretPaths).map(({ name, isPath }) =>
    arnOf(at, { service: "secretsmanager", path: isPath ? `secret:${name}*` : `secret:${name}-??????`, name }),
  );
  const parameterArns = underPaths(parameters, secretPaths).map(({ name, isPath }) =>
    arnOf(at, { service: "ssm", path: `parameter/${withoutSlash(name)}${isPath ? "*" : ""}`, name }),
  );
  return [
    ...allow("ReadSecrets", ["secretsmanager:GetSecretValue"], secretArns),
    ...allow("ReadParameters", ["ssm:GetParameter"], parameterArns),
  ];
}

interface NamedArn {
  readonly service: string;
  readonly path: string;
  readonly name: string;
}

/** A whole ARN may be written where a name is expected: a secret of another account. */
function arnOf({ partition, region, account }: Place, { service, path, name }: NamedArn): string {
  return name.startsWith("arn:") ? name : `arn:${partition}:${service}:${region}:${account}:${path}`;
}

type Place = Pick<Stack, "partition" | "region" | "account">;

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
