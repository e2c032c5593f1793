/** The Lambda function that draws on the dashboards. Only people call it, through the console, with their own permission. */
import { Stack } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { ILogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { otlpChecks } from "../core/metrics/routes.ts";
import type { Config } from "../core/model/check.ts";
import type { ResourceNames } from "../core/model/resource-names.ts";
import { planWidget } from "../core/widget/plan-widget.ts";
import { acknowledge } from "./acknowledge.ts";
import { createHandler, createLog } from "./handler-function.ts";
import { readMetrics } from "./metric-access.ts";
import { locationOf } from "./prober.ts";

export interface WidgetOptions {
  readonly names: ResourceNames;
  readonly logRetention: RetentionDays;
}

/** Reading 4 s twice, and a cold start. */
const TIMEOUT_MS = 10_000;
/** With it comes the share of a processor: whoever looks waits for the start. */
const MEMORY_MB = 1_024;

export function createWidget(scope: Construct, config: Config, { names, logRetention }: WidgetOptions): LambdaFunction {
  const own = new Construct(scope, "Widget");
  const logGroup = createLog(own, names.widgetLogGroup, logRetention);
  const waited = "Whoever calls it waits for its answer and sees when there is none.";
  return createHandler(own, "widget", {
    functionName: names.widget,
    description: `Draws on the dashboards of ${config.name}: reads metrics and incidents, changes nothing.`,
    manifest: planWidget(config),
    timeoutMs: TIMEOUT_MS,
    memoryMb: MEMORY_MB,
    isWaitedFor: true,
    environment: { BONGSU_LOCATION_REGION: locationOf(own, "region"), BONGSU_LOCATION_VPC: locationOf(own, "vpc") },
    role: createRole(own, {
      ...{ functionName: names.widget, logGroup, incidentTable: names.incidentTable },
      usesOtlp: otlpChecks(config.checks).size > 0,
    }),
    logGroup,
    untraced: waited,
    unqueued: waited,
  });
}

interface RoleOptions {
  readonly functionName: string;
  readonly logGroup: ILogGroup;
  /** Only its name: the table is the responder's. */
  readonly incidentTable: string;
  readonly usesOtlp: boolean;
}

function createRole(scope: Construct, { functionName, logGroup, incidentTable, usesOtlp }: RoleOptions): Role {
  const role = new Role(scope, "Role", {
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    description: `What ${functionName} may do.`,
  });
  const log = { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [logGroup.logGroupArn] };
  role.addToPolicy(new PolicyStatement({ sid: "WriteOwnLog", ...log }));
  role.addToPolicy(readMetrics({ usesOtlp }));
  const table = Stack.of(scope).formatArn({ service: "dynamodb", resource: "table", resourceName: incidentTable });
  role.addToPolicy(new PolicyStatement({ sid: "ReadIncidents", actions: ["dynamodb:Query"], resources: [table] }));
  acknowledge(role, "AwsSolutions::AwsSolutions-IAM5[Resource::*]", "Metrics have no ARN.");
  return role;
}
