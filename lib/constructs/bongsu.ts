/** A whole deployment: probers, schedules, contacts, alarms and dashboard of one configuration. */
import { CfnOutput, Duration, Stack } from "aws-cdk-lib";
import type { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { AlarmContext } from "../core/alarms/context.ts";
import { planCheckAlarms } from "../core/alarms/plan.ts";
import { planSystemAlarms } from "../core/alarms/system-alarms.ts";
import type { Config } from "../core/model/check.ts";
import { planShards } from "../core/run/shards.ts";
import { createAlarms } from "./alarms.ts";
import { createContactTopics } from "./contact-topics.ts";
import { createDashboard, dashboardUrl } from "./dashboard.ts";
import { createDeadLetterQueue } from "./dead-letters.ts";
import { retentionOf } from "./log-retention.ts";
import { type ResourceNames, resourceNames } from "./names.ts";
import { createProber, locationOf, type Prober, type VpcPlacement } from "./prober.ts";
import { refusals } from "./refusals.ts";
import { createSchedules } from "./schedules.ts";
import { countUndelivered } from "./undelivered.ts";

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
    createSchedules(this, this.probers, { groupName: names.scheduleGroup, deadLetters });
    for (const prober of this.probers) countUndelivered(prober, config.name);

    this.dashboardUrl = dashboardUrl(this, names.dashboard);
    const runbookUrl = props.runbookBaseUrl ?? DEFAULT_RUNBOOK;
    const context = alarmContext(this, { names, runbookUrl });
    const topics = createContactTopics(this, config);
    const checkAlarms = createAlarms(this, planCheckAlarms(config, context), { id: "CheckAlarms", topics });
    const systemAlarms = createAlarms(this, planSystemAlarms(config, context), { id: "SystemAlarms", topics });
    this.alarms = [...checkAlarms, ...systemAlarms];

    createDashboard(this, {
      name: names.dashboard,
      input: {
        deployment: config.name,
        region: Stack.of(this).region,
        runbookUrl,
        checkAlarmArns: checkAlarms.map(({ alarmArn }) => alarmArn),
        systemAlarmArns: systemAlarms.map(({ alarmArn }) => alarmArn),
        functionNames: context.probers.map(({ functionName }) => functionName),
        deadLetterQueueName: names.deadLetterQueue,
      },
    });
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
  const logRetention = retentionOf(props.logRetention ?? Duration.days(30));
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

function alarmContext(bongsu: Bongsu, { names, runbookUrl }: { names: ResourceNames; runbookUrl: string }): AlarmContext {
  return {
    locations: { region: locationOf(bongsu, "region"), vpc: locationOf(bongsu, "vpc") },
    probers: bongsu.probers.map(({ vantage }) => ({ vantage, functionName: names.prober(vantage) })),
    deadLetterQueueName: names.deadLetterQueue,
    dashboardUrl: bongsu.dashboardUrl,
    runbookUrl,
  };
}
