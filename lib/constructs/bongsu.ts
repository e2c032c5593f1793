/** A whole deployment: probers, schedules, contacts, alarms and dashboards of one configuration. */
import { CfnOutput, Duration, Stack } from "aws-cdk-lib";
import type { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { AlarmContext } from "../core/alarms/context.ts";
import type { Config } from "../core/model/check.ts";
import { type ResourceNames, resourceNames } from "../core/model/resource-names.ts";
import { isProbed } from "../core/probes/index.ts";
import { planShards } from "../core/run/shards.ts";
import { type Analyst, createAnalysts } from "./analyst.ts";
import { createDashboards, dashboardUrl } from "./dashboard.ts";
import { createDeadLetterQueue } from "./dead-letters.ts";
import { retentionOf } from "./log-retention.ts";
import { watchLogs } from "./log-watch.ts";
import { createProber, locationOf, type Prober, type VpcPlacement } from "./prober.ts";
import { refusals } from "./refusals.ts";
import { createSchedules } from "./schedules.ts";
import { type Alarms, createTelling } from "./telling.ts";
import { countUndelivered } from "./undelivered.ts";
import { createWidget } from "./widget.ts";

export interface BongsuProps {
  /** From `readConfig` or `defineChecks`. */
  readonly config: Config;
  /** Needed by checks with `from: vpc`. */
  readonly vpc?: VpcPlacement;
  /** Where docs/runbook.md can be read; alarms link to its sections. @default - the path in the repository */
  readonly runbookBaseUrl?: string;
  /** One of the retentions that CloudWatch Logs knows. @default - 30 days */
  readonly logRetention?: Duration;
}

const DEFAULT_RUNBOOK = "docs/runbook.md";

export class Bongsu extends Construct {
  readonly dashboardUrl: string;
  readonly probers: readonly Prober[];
  readonly alarms: readonly Alarm[];

  /** Throws when the configuration asks for what the props do not give; the message names each check and the cure. */
  constructor(scope: Construct, id: string, props: BongsuProps) {
    super(scope, id);
    const { config } = props;
    const refused = refusals(config, { hasVpc: props.vpc !== undefined });
    if (refused.length > 0) throw new Error(refused.join("\n"));

    const names = resourceNames(config.name);
    const deadLetters = createDeadLetterQueue(this, names.deadLetterQueue);
    this.probers = createProbers(this, props, { names, deadLetters });
    const group = createSchedules(this, this.probers, { groupName: names.scheduleGroup, deadLetters });
    const analysts = createAnalysts(this, config, {
      ...{ names, deadLetters, group, logRetention: logRetentionOf(props) },
      ...(props.vpc !== undefined && { vpc: props.vpc }),
    });
    for (const publisher of [...this.probers, ...analysts]) countUndelivered(publisher, config.name);
    watchLogs(this, config);

    this.dashboardUrl = dashboardUrl(this, names.dashboard);
    const runbookUrl = props.runbookBaseUrl ?? DEFAULT_RUNBOOK;
    const context = alarmContext(this, { names, runbookUrl, analysts });
    const { ofChecks, ofBongsu } = createTelling(this, {
      ...{ config, names, context, deadLetters, group, logRetention: logRetentionOf(props) },
      evidence: [...this.probers, ...analysts].map(({ logGroup }) => logGroup),
      probers: this.probers.map((prober) => prober.function),
    });
    this.alarms = [...ofChecks, ...ofBongsu];

    showOnDashboards(this, props, { names, context, ofChecks, ofBongsu });
    new CfnOutput(this, "DashboardUrl", { value: this.dashboardUrl, description: "Where to look first." });
  }
}

interface ProberSurroundings {
  readonly names: ResourceNames;
  readonly deadLetters: Queue;
}

/** One prober a vantage point in use. */
function createProbers(scope: Construct, props: BongsuProps, { names, deadLetters }: ProberSurroundings): Prober[] {
  const { config, vpc } = props;
  const byVantage = Map.groupBy(planShards(config.checks), ({ vantage }) => vantage);
  const logRetention = logRetentionOf(props);
  return [...byVantage].map(([vantage, shards]) =>
    createProber(scope, {
      deployment: config.name,
      vantage,
      shards,
      names,
      deadLetters,
      logRetention,
      ...(vantage === "vpc" && vpc !== undefined ? { placement: vpc } : {}),
    }),
  );
}

function logRetentionOf({ logRetention }: BongsuProps): RetentionDays {
  return retentionOf(logRetention ?? Duration.days(30));
}

interface ShownSurroundings extends Alarms {
  readonly names: ResourceNames;
  readonly context: AlarmContext;
}

function showOnDashboards(bongsu: Bongsu, props: BongsuProps, { names, context, ofChecks, ofBongsu }: ShownSurroundings): void {
  const { config } = props;
  const widget = createWidget(bongsu, config, { names, logRetention: logRetentionOf(props) });
  createDashboards(bongsu, names, {
    deployment: config.name,
    region: Stack.of(bongsu).region,
    timezone: config.timezone,
    runbookUrl: context.runbookUrl,
    checkDashboardUrl: dashboardUrl(bongsu, names.checkDashboard),
    widgetArn: widget.functionArn,
    widgetName: names.widget,
    checksTotal: config.checks.filter(isProbed).length,
    locations: bongsu.probers.map(({ vantage }) => context.locations[vantage]),
    checkAlarmArns: ofChecks.map(({ alarmArn }) => alarmArn),
    systemAlarmArns: ofBongsu.map(({ alarmArn }) => alarmArn),
    functionNames: context.probers.map(({ functionName }) => functionName),
    logGroupNames: bongsu.probers.map(({ vantage }) => names.logGroup(vantage)),
    deadLetterQueueName: names.deadLetterQueue,
  });
}

interface AlarmSurroundings {
  readonly names: ResourceNames;
  readonly runbookUrl: string;
  readonly analysts: readonly Analyst[];
}

function alarmContext(bongsu: Bongsu, { names, runbookUrl, analysts }: AlarmSurroundings): AlarmContext {
  return {
    locations: { region: locationOf(bongsu, "region"), vpc: locationOf(bongsu, "vpc") },
    probers: bongsu.probers.map(({ vantage }) => ({ vantage, functionName: names.prober(vantage) })),
    analystFunctionNames: analysts.map(({ vantage }) => names.analyst(vantage)),
    deadLetterQueueName: names.deadLetterQueue,
    responder: {
      functionName: names.responder,
      queueName: names.alarmQueue,
      deadLetterQueueName: names.alarmDeadLetterQueue,
    },
    dashboardUrl: bongsu.dashboardUrl,
    runbookUrl,
  };
}
