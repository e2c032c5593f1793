/** What stands in the account, by name. */
import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeLogGroupsCommand, DescribeMetricFiltersCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { ListSubscriptionsCommand, ListTopicsCommand } from "@aws-sdk/client-sns";
import { isRecord } from "../../lib/core/shapes.ts";
import type { Aws } from "./aws.ts";

/** One line a resource, of all types that a deployment has; keys are told with their state, since they go late. */
export async function listAccount(aws: Aws): Promise<string[]> {
  const { cloudWatch, dynamoDb, logs, request, sns, sqs } = aws;
  const get = async (service: string, path: string) => (await request(service, { method: "GET", path })).text;
  const lists = await Promise.all([
    cloudWatch
      .send(new DescribeAlarmsCommand({}))
      .then(({ MetricAlarms = [] }) => MetricAlarms.map(({ AlarmName }) => AlarmName)),
    dashboardNames(aws),
    logs.send(new DescribeLogGroupsCommand({})).then(({ logGroups = [] }) => logGroups.map(({ logGroupName }) => logGroupName)),
    logs
      .send(new DescribeMetricFiltersCommand({}))
      .then(({ metricFilters = [] }) => metricFilters.map(({ filterName }) => filterName)),
    dynamoDb.send(new ListTablesCommand({})).then(({ TableNames = [] }) => TableNames),
    sns.send(new ListTopicsCommand({})).then(({ Topics = [] }) => Topics.map(({ TopicArn }) => TopicArn)),
    sns.send(new ListSubscriptionsCommand({})).then(({ Subscriptions = [] }) => Subscriptions.map((one) => one.SubscriptionArn)),
    sqs("ListQueues", {}).then(({ QueueUrls }) => (Array.isArray(QueueUrls) ? QueueUrls.map(String) : [])),
    get("lambda", "/2015-03-31/functions/").then((text) => valuesOf("FunctionArn", text)),
    get("lambda", "/2015-03-31/event-source-mappings/").then((text) => valuesOf("UUID", text)),
    get("scheduler", "/schedules").then((text) => valuesOf("Arn", text)),
    get("scheduler", "/schedule-groups").then((text) => valuesOf("Arn", text)),
    query(aws, "iam", { Action: "ListRoles", Version: "2010-05-08" }).then(roleNames),
    listKeys(aws),
  ]);
  return lists
    .flat()
    .filter((name) => name !== undefined)
    .toSorted();
}

/** The emulator gives times in a form that the SDK does not take, unless it is asked in the old way. */
async function dashboardNames(aws: Aws): Promise<string[]> {
  const xml = await query(aws, "monitoring", { Action: "ListDashboards", Version: "2010-08-01" });
  return [...xml.matchAll(/<DashboardName>([^<]+)</g)].map(([, name = ""]) => `dashboard ${name}`);
}

/** The roles of `cdk bootstrap` are there as well. */
function roleNames(xml: string): string[] {
  return [...xml.matchAll(/<RoleName>([^<]+)</g)].map(([, name = ""]) => `role ${name}`);
}

async function listKeys({ request }: Aws): Promise<string[]> {
  const ask = async (action: string, input: object) => {
    const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": `TrentService.${action}` };
    return (await request("kms", { headers, body: JSON.stringify(input) })).text;
  };
  const ids = valuesOf("KeyId", await ask("ListKeys", {}));
  return await Promise.all(
    ids.map(async (id) => `key ${id}: ${valuesOf("KeyState", await ask("DescribeKey", { KeyId: id })).join()}`),
  );
}

/** A request in AWS's old protocol: a form, answered with XML. */
async function query({ request }: Aws, service: string, form: Record<string, string>): Promise<string> {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return (await request(service, { headers, body: new URLSearchParams(form).toString() })).text;
}

/** Of every object in a JSON text, however deep. */
function valuesOf(name: string, json: string): string[] {
  const found: string[] = [];
  JSON.parse(json, (key, value: unknown) => {
    if (key === name && typeof value === "string") found.push(value);
    return value;
  });
  return found;
}

/** Status of each resource of a stack, by its logical id. */
export async function resourceStates(aws: Aws, stack: string): Promise<Map<string, string>> {
  const text = await query(aws, "cloudformation", { Action: "DescribeStackResources", Version: "2010-05-15", StackName: stack });
  const members = text.split("<member>").slice(1);
  const read = (member: string, field: string) => new RegExp(`<${field}>([^<]*)<`).exec(member)?.[1] ?? "";
  return new Map(members.map((member) => [read(member, "LogicalResourceId"), read(member, "ResourceStatus")]));
}

export interface FunctionSettings {
  readonly runtime: string;
  readonly env: Readonly<Record<string, string>>;
}

export async function functionSettings({ request }: Aws, name: string): Promise<FunctionSettings> {
  const { text } = await request("lambda", { method: "GET", path: `/2015-03-31/functions/${name}/configuration` });
  const settings: unknown = JSON.parse(text);
  if (!isRecord(settings) || !isRecord(settings.Environment) || !isRecord(settings.Environment.Variables)) {
    throw new Error(`${name} has no settings: ${text}`);
  }
  const { Variables: variables } = settings.Environment;
  const env = Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, String(value)]));
  return { runtime: String(settings.Runtime), env };
}
