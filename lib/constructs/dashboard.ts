/** The dashboard and its address. */
import { Stack } from "aws-cdk-lib";
import { CfnDashboard } from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import { type DashboardInput, dashboardWidgets } from "./dashboard-widgets.ts";

/** Where the console shows a dashboard, known before the dashboard exists: alarms link to it. */
export function dashboardUrl(scope: Construct, name: string): string {
  const { region } = Stack.of(scope);
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards:name=${name}`;
}

export function createDashboard(scope: Construct, { name, input }: { name: string; input: DashboardInput }): CfnDashboard {
  const body = { start: "-PT6H", periodOverride: "inherit", widgets: dashboardWidgets(input) };
  return new CfnDashboard(scope, "Dashboard", { dashboardName: name, dashboardBody: Stack.of(scope).toJsonString(body) });
}
