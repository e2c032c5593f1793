/** What the responder may do: read alarms, metrics and logs of its deployment, ask its probers for a run, keep incidents, tell its contacts. Nothing else. */
import { Stack } from "aws-cdk-lib";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { acknowledge, asShown } from "./acknowledge.ts";
import { allow } from "./allow.ts";
import { actionsToReadAlarms, actionsToReadMetrics } from "./metric-access.ts";

export interface ResponderRoleOptions {
  readonly functionName: string;
  readonly logGroup: ILogGroup;
  /** Logs of probers and analysts: the evidence. */
  readonly evidence: readonly Pick<ILogGroup, "logGroupArn">[];
  readonly probers: readonly Pick<IFunction, "functionArn">[];
  readonly table: TableV2;
  readonly topics: readonly ITopic[];
  readonly key: Key;
  /** Whether metrics of some checks are OTLP. */
  readonly usesOtlp: boolean;
}

export function createResponderRole(scope: Construct, options: ResponderRoleOptions): Role {
  const { functionName, logGroup, evidence, probers, table, topics, key, usesOtlp } = options;
  const role = new Role(scope, "Role", {
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    description: `What ${functionName} may do.`,
  });
  const may = (sid: string, actions: string[], resources: string[]) => {
    for (const statement of allow(sid, actions, resources)) role.addToPolicy(statement);
  };
  may("WriteOwnLog", ["logs:CreateLogStream", "logs:PutLogEvents"], [logGroup.logGroupArn]);
  may(
    "ReadEvidence",
    ["logs:FilterLogEvents"],
    evidence.map(({ logGroupArn }) => logGroupArn),
  );
  may(
    "ProbeAgain",
    ["lambda:InvokeFunction"],
    probers.map(({ functionArn }) => functionArn),
  );
  may("ReadMetrics", actionsToReadMetrics({ usesOtlp }), ["*"]);
  // Asked by prefix it looks at all alarms of the account.
  may("ReadAlarms", actionsToReadAlarms({ usesOtlp }), [allAlarms(scope)]);
  may("KeepIncidents", TABLE_ACTIONS, [table.tableArn]);
  may(
    "TellContacts",
    ["sns:Publish"],
    topics.map(({ topicArn }) => topicArn),
  );
  may("EncryptMessages", ["kms:Decrypt", "kms:GenerateDataKey"], topics.length === 0 ? [] : [key.keyArn]);
  acknowledge(role, "AwsSolutions::AwsSolutions-IAM5[Resource::*]", "Metrics have no ARN.");
  const finding = (arn: string) => `AwsSolutions::AwsSolutions-IAM5[Resource::${asShown(role, arn)}]`;
  acknowledge(role, finding(allAlarms(scope)), "DescribeAlarms by prefix asks for all alarms of the account.");
  for (const { logGroupArn } of evidence.filter(({ logGroupArn: arn }) => asShown(role, arn).endsWith(":*")))
    acknowledge(role, finding(logGroupArn), "So the ARN of a whole log group ends.");
  return role;
}

/** TransactWriteItems asks for the permission of each of its items. */
const TABLE_ACTIONS = ["dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"];

function allAlarms(scope: Construct): string {
  const { partition, region, account } = Stack.of(scope);
  return `arn:${partition}:cloudwatch:${region}:${account}:alarm:*`;
}
