/** What the function may do that writes the status pages: read alarms, metrics and incidents, and write into its bucket. Nothing else. */
import { CfnElement, Stack } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { RECORD_KEY } from "../core/status-page/publish.ts";
import { acknowledge, asShown } from "./acknowledge.ts";
import { actionsToReadAlarms, actionsToReadMetrics } from "./metric-access.ts";

export interface StatusPageRoleOptions {
  readonly functionName: string;
  readonly logGroup: ILogGroup;
  readonly bucket: IBucket;
  /** Absent where nobody is told, and so nobody keeps incidents. */
  readonly incidentTable?: string;
  /** Whether metrics of some checks are OTLP. */
  readonly usesOtlp: boolean;
}

export function createStatusPageRole(scope: Construct, options: StatusPageRoleOptions): Role {
  const { bucket, functionName, incidentTable, logGroup } = options;
  const role = new Role(scope, "Role", {
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    description: `What ${functionName} may do.`,
  });
  const allow = (sid: string, actions: string[], resource: string) =>
    role.addToPolicy(new PolicyStatement({ sid, actions, resources: [resource] }));
  const { account, partition, region } = Stack.of(scope);
  allow("WriteOwnLog", ["logs:CreateLogStream", "logs:PutLogEvents"], logGroup.logGroupArn);
  allow("ReadMetrics", actionsToReadMetrics(options), "*");
  // Asked by prefix it looks at all alarms of the account.
  const allAlarms = `arn:${partition}:cloudwatch:${region}:${account}:alarm:*`;
  allow("ReadAlarms", actionsToReadAlarms(options), allAlarms);
  if (incidentTable !== undefined) {
    allow("ReadIncidents", ["dynamodb:Query"], `arn:${partition}:dynamodb:${region}:${account}:table/${incidentTable}`);
  }
  allow("WritePages", ["s3:PutObject"], bucket.arnForObjects("public/*"));
  allow("KeepRecord", ["s3:GetObject", "s3:PutObject"], bucket.arnForObjects(RECORD_KEY));
  role.addToPolicy(findRecord(bucket));
  acknowledge(role, "AwsSolutions::AwsSolutions-IAM5[Resource::*]", "Metrics have no ARN.");
  acknowledge(
    role,
    `AwsSolutions::AwsSolutions-IAM5[Resource::${asShown(role, allAlarms)}]`,
    "DescribeAlarms by prefix asks for all alarms of the account.",
  );
  acknowledge(role, `AwsSolutions::AwsSolutions-IAM5[Resource::<${logicalIdOf(bucket)}.Arn>/public/*]`, "All that may be shown.");
  return role;
}

/** Who may not list is told "denied" of a record that does not exist yet, as of one that is forbidden. */
function findRecord({ bucketArn }: IBucket): PolicyStatement {
  const conditions = { StringEquals: { "s3:prefix": [RECORD_KEY] } };
  return new PolicyStatement({ sid: "FindRecord", actions: ["s3:ListBucket"], resources: [bucketArn], conditions });
}

function logicalIdOf({ node, stack }: IBucket): string {
  const resource = node.defaultChild;
  return CfnElement.isCfnElement(resource) ? stack.getLogicalId(resource) : "";
}
