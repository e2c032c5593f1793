/** The two dashboards and their addresses. A third and more would cost $3 a month each. */
import { Stack } from "aws-cdk-lib";
import { CfnDashboard } from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import type { ResourceNames } from "../core/model/resource-names.ts";
import { checkVariable, checkWidgets } from "./dashboard-check.ts";
import type { DashboardInput } from "./dashboard-input.ts";
import { overviewWidgets } from "./dashboard-overview.ts";

/** Where the console shows a dashboard, known before the dashboard exists: alarms link to it. */
export function dashboardUrl(scope: Construct, name: string): string {
  return `${consoleUrl(scope)}#dashboards:name=${name}`;
}

/** Where the console lists the alarms of a deployment that have gone off. */
export function alarmsUrl(scope: Construct, deployment: string): string {
  return `${consoleUrl(scope)}#alarmsV2:?~(search~'${deployment}~alarmStateFilter~'ALARM)`;
}

function consoleUrl(scope: Construct): string {
  const { region } = Stack.of(scope);
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}`;
}

export function createDashboards(scope: Construct, names: ResourceNames, input: DashboardInput): CfnDashboard[] {
  const overview = { start: "-PT6H", periodOverride: "inherit", widgets: overviewWidgets(input) };
  const check = { start: "-PT6H", periodOverride: "auto", variables: [checkVariable(input)], widgets: checkWidgets(input) };
  const toJson = (body: object) => Stack.of(scope).toJsonString(body);
  return [
    new CfnDashboard(scope, "Dashboard", { dashboardName: names.dashboard, dashboardBody: toJson(overview) }),
    new CfnDashboard(scope, "CheckDashboard", { dashboardName: names.checkDashboard, dashboardBody: toJson(check) }),
  ];
}
