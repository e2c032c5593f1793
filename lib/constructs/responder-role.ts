/** What the responder may do: read alarms, metrics and logs of its deployment, ask its probers for a run, keep incidents, tell its contacts. Nothing else. */
import { Stack } from "aws-cdk-lib";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";

export interface ResponderRoleOptions {
  readonly functionName: string;
  readonly logGroup: ILogGroup;
  /** Logs of probers and analysts: the evidence. */
  readonly evidence: readonly ILogGroup[];
  readonly probers: readonly IFunction[];
  readonly table: TableV2;
  readonly topics: readonly ITopic[];
  readonly key: Key;
}

export function createResponderRole(scope: Construct, options: ResponderRoleOptions): Role {
  const { functionName, logGroup, evidence, probers, table, topics, key } = options;
  const role = new Role(scope, "Role", {
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    description: `What ${functionName} may do.`,
  });
  const allow = (sid: string, actions: string[], resources: string[]) => {
    if (resources.length > 0) role.addToPolicy(new PolicyStatement({ sid, actions, resources }));
  };
  allow("WriteOwnLog", ["logs:CreateLogStream", "logs:PutLogEvents"], [logGroup.logGroupArn]);
  allow(
    "ReadEvidence",
    ["logs:FilterLogEvents"],
    evidence.map(({ logGroupArn }) => logGroupArn),
  );
  allow(
    "ProbeAgain",
    ["lambda:InvokeFunction"],
    probers.map(({ functionArn }) => functionArn),
  );
  // It knows neither resources nor conditions.
  allow("ReadMetrics", ["cloudwatch:GetMetricData"], ["*"]);
  // Asked by prefix it looks at all alarms of the account.
  allow("ReadAlarms", ["cloudwatch:DescribeAlarms"], [allAlarms(scope)]);
  allow("KeepIncidents", TABLE_ACTIONS, [table.tableArn]);
  allow(
    "TellContacts",
    ["sns:Publish"],
    topics.map(({ topicArn }) => topicArn),
  );
  allow("EncryptMessages", ["kms:Decrypt", "kms:GenerateDataKey"], topics.length === 0 ? [] : [key.keyArn]);
  acknowledge(role, "AwsSolutions::AwsSolutions-IAM5[Resource::*]", "Metrics have no ARN.");
  acknowledge(
    role,
    "AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:cloudwatch:<AWS::Region>:<AWS::AccountId>:alarm:*]",
    "DescribeAlarms by prefix asks for all alarms of the account.",
  );
  return role;
}

/** TransactWriteItems asks for the permission of each of its items. */
const TABLE_ACTIONS = ["dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"];

function allAlarms(scope: Construct): string {
  const { partition, region, account } = Stack.of(scope);
  return `arn:${partition}:cloudwatch:${region}:${account}:alarm:*`;
}
