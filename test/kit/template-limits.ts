/** What AWS takes: every template of an assembly against the limits that a deployment would meet. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface TemplateFile {
  /** Of its stack. */
  readonly name: string;
  readonly bytes: number;
  readonly template: Template;
}

interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
}

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

export function readTemplates(folder: string): TemplateFile[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".template.json"));
  return files.map((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    return { name: file.replace(".template.json", ""), bytes: Buffer.byteLength(text), template: JSON.parse(text) };
  });
}

/** A sentence for each limit that is not kept. */
export function limitsBroken(files: readonly TemplateFile[]): string[] {
  const all = files.flatMap(({ name, template }) =>
    Object.entries(template.Resources).map(([id, one]) => ({ ...one, name: `${name}/${id}` })),
  );
  return [
    ...files.flatMap(stackLimits),
    ...all.flatMap(nameLimits),
    ...all.flatMap(alarmLimits),
    ...all.flatMap(functionLimits),
    ...all.flatMap(dashboardLimits),
    ...policyLimits(files),
    ...together(all),
  ];
}

type Named = Resource & { readonly name: string };

function stackLimits({ name, bytes, template }: TemplateFile): string[] {
  const text = JSON.stringify(template);
  return [
    ...atMost(`${name} in bytes`, bytes, 1_000_000),
    ...atMost(`resources of ${name}`, Object.keys(template.Resources).length, 500),
    ...atMost(`outputs of ${name}`, Object.keys(template.Outputs ?? {}).length, 200),
    ...atMost(`parameters of ${name}`, Object.keys(template.Parameters ?? {}).length, 200),
    ...atMost(`characters of the name ${name}`, name.length, 128),
    ...atMost(`locks between stacks in ${name}`, (text.match(/"Fn::ImportValue"|"Export":/g) ?? []).length, 0),
  ];
}

const NAME_MAX: Readonly<Record<string, readonly [property: string, max: number]>> = {
  "AWS::Lambda::Function": ["FunctionName", 64],
  "AWS::Scheduler::Schedule": ["Name", 64],
  "AWS::Scheduler::ScheduleGroup": ["Name", 64],
  "AWS::SNS::Topic": ["TopicName", 256],
  "AWS::SQS::Queue": ["QueueName", 80],
  "AWS::CloudWatch::Alarm": ["AlarmName", 255],
  "AWS::CloudWatch::Dashboard": ["DashboardName", 255],
  "AWS::Logs::LogGroup": ["LogGroupName", 512],
  "AWS::DynamoDB::GlobalTable": ["TableName", 255],
  "AWS::Chatbot::SlackChannelConfiguration": ["ConfigurationName", 128],
};

function nameLimits({ name, Type, Properties = {} }: Named): string[] {
  const [property, max] = NAME_MAX[Type] ?? ["", 0];
  return property === "" ? [] : atMost(`characters of the name of ${name}`, resolved(Properties[property]).length, max);
}

function alarmLimits({ name, Type, Properties = {} }: Named): string[] {
  if (Type !== "AWS::CloudWatch::Alarm") return [];
  return [
    ...atMost(`characters of the description of ${name}`, resolved(Properties.AlarmDescription).length, 1_024),
    ...atMost(`actions of ${name}`, listOf(Properties.AlarmActions).length, 5),
    ...atMost(`metrics of ${name}`, listOf(Properties.Metrics).length, 10),
  ];
}

function functionLimits({ name, Type, Properties = {} }: Named): string[] {
  if (Type !== "AWS::Lambda::Function") return [];
  return [
    ...atMost(`environment of ${name} in bytes`, Buffer.byteLength(resolved(Properties.Environment)), 4_096),
    ...atMost(`characters of the description of ${name}`, resolved(Properties.Description).length, 256),
  ];
}

interface Widget {
  readonly type: string;
  readonly properties: { readonly alarms?: readonly unknown[]; readonly metrics?: readonly unknown[] };
}

function dashboardLimits({ name, Type, Properties = {} }: Named): string[] {
  if (Type !== "AWS::CloudWatch::Dashboard") return [];
  const { widgets }: { widgets: readonly Widget[] } = JSON.parse(resolved(Properties.DashboardBody));
  const metrics = widgets.map(({ properties }) => properties.metrics?.length ?? 0);
  return [
    ...atMost(`widgets of ${name}`, widgets.length, 500),
    ...atMost(`metrics of a widget of ${name}`, Math.max(...metrics), 500),
    ...atMost(`metrics of ${name}`, sum(metrics), 2_500),
    ...atMost(`alarms of a widget of ${name}`, Math.max(...widgets.map(({ properties }) => properties.alarms?.length ?? 0)), 100),
  ];
}

/** Of each role: what stands in it, what stands beside it, and how many stand there. */
function policyLimits(files: readonly TemplateFile[]): string[] {
  return files.flatMap(({ name, template }) => {
    const policies = Object.values(template.Resources).flatMap(({ Type, Properties = {} }) => {
      const roles = listOf(Properties.Roles).map((role) => JSON.stringify(role));
      const characters = resolvedJson(Properties.PolicyDocument).length;
      return roles.map((role) => ({ role, characters, isManaged: Type === "AWS::IAM::ManagedPolicy" }));
    });
    return [...Map.groupBy(policies, ({ role }) => role)].flatMap(([role, ofRole]) => {
      const [managed, inline] = [ofRole.filter(({ isManaged }) => isManaged), ofRole.filter(({ isManaged }) => !isManaged)];
      return [
        ...atMost(`policy in ${name} ${role} in characters`, sum(inline.map(({ characters }) => characters)), 10_240),
        ...managed.flatMap(({ characters }) => atMost(`policy beside ${name} ${role} in characters`, characters, 6_144)),
        ...atMost(`policies beside ${name} ${role}`, managed.length, 10),
      ];
    });
  });
}

/** Limits of an account, for one deployment alone in it. */
function together(all: readonly Named[]): string[] {
  const named = (type: string, property: string) =>
    all.filter(({ Type }) => Type === type).map(({ Properties = {} }) => resolved(Properties[property]));
  const alarms = named("AWS::CloudWatch::Alarm", "AlarmName");
  const filters = Map.groupBy(named("AWS::Logs::MetricFilter", "LogGroupName"), (group) => group);
  return [
    ...atMost("alarms that share a name", alarms.length - new Set(alarms).size, 0),
    ...[...filters].flatMap(([group, some]) =>
      group.startsWith("/") ? atMost(`metric filters of ${group}`, some.length, 100) : [],
    ),
  ];
}

function atMost(what: string, value: number, max: number): string[] {
  return value <= max ? [] : [`${what}: ${value}, and ${max} is the limit`];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** As long as any Region, account or ARN would make it. */
const PSEUDO: Readonly<Record<string, string>> = {
  "AWS::Partition": "aws-us-gov",
  "AWS::Region": "ap-northeast-2",
  "AWS::AccountId": "123456789012",
  "AWS::URLSuffix": "amazonaws.com",
};
const ANY_ARN = "arn:aws-us-gov:service:ap-northeast-2:123456789012:resource/".padEnd(130, "x");

/** A value of a template as text. */
function resolved(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined ? "" : (asText(value) ?? resolvedJson(value));
}

function resolvedJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => asText(inner) ?? inner) ?? "";
}

/** What stands for one text: a reference, an attribute, several joined. */
function asText(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { Ref, "Fn::GetAtt": attribute, "Fn::Join": joined } = value as Readonly<Record<string, unknown>>;
  if (typeof Ref === "string") return PSEUDO[Ref] ?? ANY_ARN;
  if (attribute !== undefined) return ANY_ARN;
  if (!Array.isArray(joined)) return undefined;
  const [separator, parts]: [string, unknown[]] = [joined[0], joined[1]];
  return parts.map(resolved).join(separator);
}
