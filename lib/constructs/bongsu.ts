/** A whole deployment: probers, schedules, contacts, alarms and dashboards of one configuration. */
import { Annotations, CfnOutput, Duration, Stack } from "aws-cdk-lib";
import type { AlarmBase } from "aws-cdk-lib/aws-cloudwatch";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { AlarmContext } from "../core/alarms/context.ts";
import { planCheckAlarms } from "../core/alarms/plan.ts";
import { deployedAlarms } from "../core/alarms/promql-alarms.ts";
import { contactsTold } from "../core/incidents/contacts-told.ts";
import { otlpChecks } from "../core/metrics/routes.ts";
import { publishesPhases } from "../core/metrics/samples.ts";
import type { DeployedAlarm } from "../core/model/alarm.ts";
import type { Config } from "../core/model/check.ts";
import { isOtherRegion, locationOf as placeName } from "../core/model/location.ts";
import { type ResourceNames, resourceNames } from "../core/model/resource-names.ts";
import { isProbed } from "../core/probes/index.ts";
import { otherRegions } from "../core/run/other-regions.ts";
import { planShards } from "../core/run/shards.ts";
import { alarmStacksNeeded, ownerOf } from "./alarm-places.ts";
import { createAlarmStacks } from "./alarm-stacks.ts";
import { type Analyst, createAnalysts } from "./analyst.ts";
import { alarmsUrl, createDashboards, dashboardUrl } from "./dashboard.ts";
import { createDeadLetterQueue } from "./dead-letters.ts";
import { logsElsewhere, probersElsewhere } from "./elsewhere.ts";
import { knownRegion } from "./home-region.ts";
import { retentionOf } from "./log-retention.ts";
import { watchLogs } from "./log-watch.ts";
import { ownVersion } from "./own-version.ts";
import { createEndpoints, importNetwork } from "./private-network.ts";
import { createProber, locationOf, type Prober, type VpcPlacement } from "./prober.ts";
import { refusals } from "./refusals.ts";
import { createRegionStacks } from "./region-stacks.ts";
import { createSchedules } from "./schedules.ts";
import { createStatusPages } from "./status-page.ts";
import { type Alarms, createTelling, type TellingOptions } from "./telling.ts";
import { countUndelivered } from "./undelivered.ts";
import { createWidget } from "./widget.ts";

export interface BongsuProps {
  /** From `readConfig` or `defineChecks`. */
  readonly config: Config;
  /** Needed by checks with `from: vpc`. @default - the `vpc` of the configuration */
  readonly vpc?: VpcPlacement;
  /** Where docs/runbook.md can be read; alarms link to its sections. @default - the path in the repository */
  readonly runbookBaseUrl?: string;
  /** One of the retentions that CloudWatch Logs knows. @default - 30 days */
  readonly logRetention?: Duration;
  /**
   * In how many stacks beside this one the alarms of checks stand. Written down once they need any, it keeps every alarm where it is.
   * @default - as many as are needed; none for up to 300 alarms
   */
  readonly alarmStacks?: number;
  /**
   * Of secrets and parameters that probers may read as a whole: `acme/`. Needed where checks name more of them than a role can list.
   * @default - only what checks name
   */
  readonly secretPaths?: readonly string[];
}

const DEFAULT_RUNBOOK = "docs/runbook.md";

export class Bongsu extends Construct {
  readonly dashboardUrl: string;
  readonly probers: readonly Prober[];
  /** Some may stand in other stacks. */
  readonly alarms: readonly AlarmBase[];

  /** Throws when the configuration asks for what the props do not give; the message names each check and the cure. */
  constructor(scope: Construct, id: string, props: BongsuProps) {
    super(scope, id);
    const { config, alarmStacks } = props;
    const refused = refusals(config, { ...props, ...knownRegion(this), hasVpc: props.vpc !== undefined });
    if (refused.length > 0) throw new Error(refused.join("\n"));
    const vpc = props.vpc ?? (config.vpc && importNetwork(this, config.vpc));
    const names = resourceNames(config.name);
    const deadLetters = createDeadLetterQueue(this, names.deadLetterQueue);
    this.probers = createProbers(this, props, { names, deadLetters, ...(vpc !== undefined && { vpc }) });
    createRegionStacks(this, { ...props, logRetention: logRetentionOf(props) });
    const group = createSchedules(this, this.probers, { names, deadLetters });
    const analysts = createAnalysts(this, config, {
      ...{ names, deadLetters, group, logRetention: logRetentionOf(props) },
      ...(vpc !== undefined && { vpc }),
      ...(props.secretPaths !== undefined && { secretPaths: props.secretPaths }),
    });
    const late = vpc?.endpoints ? openWaysToAws(this, vpc, [...this.probers, ...analysts]) : [];
    for (const publisher of [...this.probers, ...analysts]) countUndelivered(publisher, config.name);
    const stacks = alarmStacks ?? numberOfAlarmStacks(this, config);
    if (stacks === 0) watchLogs(this, config);

    this.dashboardUrl = dashboardUrl(this, names.dashboard);
    const runbookUrl = props.runbookBaseUrl ?? DEFAULT_RUNBOOK;
    const context = alarmContext(this, { config, names, runbookUrl, analysts });
    const { classic, promql } = deployedAlarms(planCheckAlarms(config, context), { config, context });
    const alarms = [...classic, ...promql];
    const isApart = (alarm: DeployedAlarm) => stacks > 0 && ownerOf(alarm) !== undefined;
    const { ofChecks, ofBongsu } = createTelling(this, {
      ...{ config, names, context, deadLetters, group, logRetention: logRetentionOf(props) },
      ...{ checkAlarms: alarms.filter((alarm) => !isApart(alarm)), ...witnesses(this, config, analysts) },
    });
    // A new alarm gives its shard some minutes for a first heartbeat; endpoints take as long to come.
    for (const alarm of ofBongsu) alarm.node.addDependency(...late);
    const apart = createAlarmStacks(this, { config, stacks, alarms: alarms.filter(isApart) });
    this.alarms = [...ofChecks, ...apart, ...ofBongsu];

    showOnDashboards(this, props, { names, context, ofChecks, ofBongsu, hasAlarmStacks: stacks > 0 });
    createStatusPages(this, { config, names, context, deadLetters, group, logRetention: logRetentionOf(props) });
    new CfnOutput(this, "DashboardUrl", { value: this.dashboardUrl, description: "Where to look first." });
  }
}

/** Whoever writes the number down is spared that alarms move, or meet their own names, when the number changes by itself. */
function numberOfAlarmStacks(scope: Construct, config: Config): number {
  const stacks = alarmStacksNeeded(config) ?? 0;
  const pin = `Pass { alarmStacks: ${stacks} } to Bongsu, or write it as alarmStacks into the context of cdk.json`;
  const says = `The alarms of checks are in ${stacks} stacks beside this one. ${pin}: then each stays where it is (docs/scale.md).`;
  if (stacks > 0) Annotations.of(scope).addWarningV2("bongsu:alarm-stacks", says);
  return stacks;
}

interface ProberSurroundings {
  readonly names: ResourceNames;
  readonly deadLetters: Queue;
  readonly vpc?: VpcPlacement;
}

/** One prober a vantage point in use, as far as it is in this Region. */
function createProbers(scope: Construct, props: BongsuProps, { names, deadLetters, vpc }: ProberSurroundings): Prober[] {
  const { config, secretPaths } = props;
  const here = planShards(config.checks).filter(({ vantage }) => !isOtherRegion(vantage));
  const byVantage = Map.groupBy(here, ({ vantage }) => vantage);
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
      ...(secretPaths !== undefined && { secretPaths }),
    }),
  );
}

/** Who knows of a check, here and elsewhere. */
function witnesses(bongsu: Bongsu, config: Config, analysts: readonly Analyst[]): Pick<TellingOptions, "evidence" | "probers"> {
  const logs = [...bongsu.probers, ...analysts].map(({ logGroup }) => logGroup);
  const probers = bongsu.probers.map((prober) => prober.function);
  return {
    evidence: [...logs, ...logsElsewhere(bongsu, config)],
    probers: [...probers, ...probersElsewhere(bongsu, config)],
  };
}

/** The functions that use them, and so wait for them. */
function openWaysToAws(scope: Construct, placement: VpcPlacement, all: readonly (Prober | Analyst)[]): LambdaFunction[] {
  const inside = all.filter(({ vantage }) => vantage === "vpc");
  const checks = inside.flatMap((each) => ("shards" in each ? each.shards.flatMap((shard) => shard.checks) : []));
  const functions = inside.map((each) => each.function);
  if (inside.length > 0) createEndpoints(scope, { placement, checks, functions });
  return functions;
}

function logRetentionOf({ logRetention }: BongsuProps): RetentionDays {
  return retentionOf(logRetention ?? Duration.days(30));
}

interface ShownSurroundings extends Alarms {
  readonly names: ResourceNames;
  readonly context: AlarmContext;
  readonly hasAlarmStacks: boolean;
}

function showOnDashboards(bongsu: Bongsu, props: BongsuProps, surroundings: ShownSurroundings): void {
  const { names, context, ofChecks, ofBongsu, hasAlarmStacks } = surroundings;
  const { config } = props;
  const widget = createWidget(bongsu, config, { names, logRetention: logRetentionOf(props) });
  createDashboards(bongsu, names, {
    deployment: config.name,
    region: Stack.of(bongsu).region,
    timezone: config.timezone,
    runbookUrl: context.runbookUrl,
    checkDashboardUrl: dashboardUrl(bongsu, names.checkDashboard),
    overviewUrl: bongsu.dashboardUrl,
    ...(config.statusPages !== undefined && { statusPageName: names.statusPage }),
    version: ownVersion(),
    tellsPeople: contactsTold(config).length > 0,
    widgetArn: widget.functionArn,
    widgetName: names.widget,
    checksTotal: config.checks.filter(isProbed).length,
    hasPhases: config.checks.some(publishesPhases),
    ...(otlpChecks(config.checks).size > 0 && { choices: config.checks.filter(isProbed).map(({ id }) => id) }),
    locations: context.probers.map(({ vantage }) => placeName(vantage, context.locations)),
    checkAlarmArns: ofChecks.map(({ alarmArn }) => alarmArn),
    ...(hasAlarmStacks && { alarmsUrl: alarmsUrl(bongsu, config.name) }),
    systemAlarmArns: ofBongsu.map(({ alarmArn }) => alarmArn),
    functionNames: bongsu.probers.map(({ vantage }) => names.prober(vantage)),
    logGroupNames: bongsu.probers.map(({ vantage }) => names.logGroup(vantage)),
    elsewhere: otherRegions(config).map((region) => {
      return { region, functionName: names.prober(region), logGroupName: names.logGroup(region) };
    }),
    deadLetterQueueName: names.deadLetterQueue,
  });
}

interface AlarmSurroundings {
  readonly config: Config;
  readonly names: ResourceNames;
  readonly runbookUrl: string;
  readonly analysts: readonly Analyst[];
}

function alarmContext(bongsu: Bongsu, { config, names, runbookUrl, analysts }: AlarmSurroundings): AlarmContext {
  const vantages = [...bongsu.probers.map(({ vantage }) => vantage), ...otherRegions(config)];
  return {
    locations: { region: locationOf(bongsu, "region"), vpc: locationOf(bongsu, "vpc") },
    probers: vantages.map((vantage) => ({ vantage, functionName: names.prober(vantage) })),
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
