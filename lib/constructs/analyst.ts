/** The Lambda functions that look at the past: leaks every five minutes, slow hours every hour. */
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { ScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { type AnalystEvent, type AnalystManifest, HOURS_EVERY_MS, LEAKS_EVERY_MS } from "../core/analysis/manifest.ts";
import { type PlannedAnalyst, planAnalysts } from "../core/analysis/plan-analysts.ts";
import { threadDumpUrl } from "../core/analysis/thread-dump-url.ts";
import { otlpChecks } from "../core/metrics/routes.ts";
import type { Config, Vantage } from "../core/model/check.ts";
import type { ResourceNames } from "../core/model/resource-names.ts";
import { createHandler, createLog } from "./handler-function.ts";
import { locationOf, type VpcPlacement, vpcProps } from "./prober.ts";
import { createProberRole } from "./prober-role.ts";
import { createStarter, startEvery } from "./schedules.ts";

export interface AnalystOptions {
  readonly names: ResourceNames;
  readonly deadLetters: IQueue;
  readonly group: ScheduleGroup;
  readonly logRetention: RetentionDays;
  readonly vpc?: VpcPlacement;
  /** Of secrets and parameters that it may read as a whole. */
  readonly secretPaths?: readonly string[];
}

export interface Analyst {
  readonly vantage: Vantage;
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;
}

/** Leaks: reading 45 s, 40 thread dumps ten at a time 60 s, publishing 15 s. The hours of 10,000 checks: about five minutes. */
const TIMEOUT_MS = 600_000;

/** One outside the VPC for everything, and one inside only where thread dumps have to be fetched there. */
export function createAnalysts(scope: Construct, config: Config, options: AnalystOptions): Analyst[] {
  return planAnalysts(config).map((planned) => createAnalyst(scope, planned, options));
}

function createAnalyst(scope: Construct, { vantage, manifest }: PlannedAnalyst, options: AnalystOptions): Analyst {
  const own = new Construct(scope, `Analyst-${vantage}`);
  const logGroup = createLog(own, options.names.analystLogGroup(vantage), options.logRetention);
  const placement = vantage === "vpc" ? options.vpc : undefined;
  const analyst = createFunction(own, { ...options, vantage, manifest, logGroup, ...(placement && { placement }) });
  schedule(own, analyst, { ...options, vantage, manifest });
  return { vantage, logGroup, function: analyst };
}

type FunctionOptions = AnalystOptions & PlannedAnalyst & { readonly logGroup: LogGroup; readonly placement?: VpcPlacement };

function createFunction(
  scope: Construct,
  { vantage, manifest, names, logGroup, placement, deadLetters, secretPaths = [] }: FunctionOptions,
): LambdaFunction {
  const functionName = names.analyst(vantage);
  const isInVpc = placement !== undefined;
  const usesOtlp = otlpChecks([...manifest.leaks, ...manifest.hours]).size > 0;
  const checks = manifest.leaks.filter((check) => threadDumpUrl(check) !== undefined);
  return createHandler(scope, "analyst", {
    functionName,
    description: `Looks for leaks and slow hours in the metrics of ${manifest.deployment}.`,
    manifest,
    timeoutMs: TIMEOUT_MS,
    environment: { BONGSU_LOCATION_REGION: locationOf(scope, "region"), BONGSU_LOCATION_VPC: locationOf(scope, "vpc") },
    role: createProberRole(scope, { functionName, logGroup, checks, isInVpc, secretPaths, usesOtlp, readsMetrics: true }),
    logGroup,
    deadLetters,
    ...(isInVpc ? vpcProps(placement) : {}),
    untraced: "It calls CloudWatch and nothing else worth tracing.",
  });
}

function schedule(scope: Construct, analyst: LambdaFunction, options: AnalystOptions & PlannedAnalyst): void {
  const { vantage, manifest, names, group, deadLetters } = options;
  const role = createStarter(scope, { function: analyst }, { id: "Starter", group, deadLetters });
  for (const { analysis, everyMs } of analysesOf(manifest)) {
    startEvery(scope, analysis, {
      ...{ name: names.schedule(`analyst-${vantage}-${analysis}`), everyMs },
      description: `Looks for ${analysis === "leaks" ? "leaks" : "slow hours"}.`,
      ...{ started: analyst, role, group, deadLetters },
      input: { analysis } satisfies Omit<AnalystEvent, "scheduledTime">,
    });
  }
}

function analysesOf({ leaks, hours }: AnalystManifest): { analysis: AnalystEvent["analysis"]; everyMs: number }[] {
  return [
    ...(leaks.length > 0 ? [{ analysis: "leaks" as const, everyMs: LEAKS_EVERY_MS }] : []),
    ...(hours.length > 0 ? [{ analysis: "hours" as const, everyMs: HOURS_EVERY_MS }] : []),
  ];
}
