/**
 * A stack in every other Region from which checks run: prober, schedules and log stand there; metrics, alarms, secrets and the
 * responder stay at home. Nothing refers from one stack to the other but by names.
 */
import { Stack } from "aws-cdk-lib";
import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Config } from "../core/model/check.ts";
import { resourceNames } from "../core/model/resource-names.ts";
import type { Shard } from "../core/model/shard.ts";
import { otherRegions } from "../core/run/other-regions.ts";
import { planShards } from "../core/run/shards.ts";
import { createDeadLetterQueue } from "./dead-letters.ts";
import { createProber } from "./prober.ts";
import { createSchedules } from "./schedules.ts";
import { createStackBeside } from "./stack-beside.ts";

export interface RegionStacksOptions {
  readonly config: Config;
  readonly logRetention: RetentionDays;
  readonly secretPaths?: readonly string[];
}

/** The stack of Bongsu comes after them: else its alarms would find the probers silent before they exist. */
export function createRegionStacks(bongsu: Construct, options: RegionStacksOptions): Stack[] {
  const home = Stack.of(bongsu);
  const shards = Map.groupBy(planShards(options.config.checks), ({ vantage }) => vantage);
  return otherRegions(options.config).map((region) => {
    const description = `Probers of Bongsu ${options.config.name} in ${region}.`;
    const stack = createStackBeside(home, { suffix: region, description, env: { account: home.account, region } });
    fill(stack, { ...options, region, homeRegion: home.region, shards: shards.get(region) ?? [] });
    home.addStackDependency(stack);
    return stack;
  });
}

interface Contents extends RegionStacksOptions {
  readonly region: string;
  readonly homeRegion: string;
  readonly shards: readonly Shard[];
}

function fill(stack: Stack, { config, region, ...options }: Contents): void {
  const own = new Construct(stack, "Bongsu");
  const names = resourceNames(config.name);
  const deadLetters = createDeadLetterQueue(own, names.deadLetterQueue);
  const prober = createProber(own, { ...options, deployment: config.name, vantage: region, names, deadLetters });
  createSchedules(own, [prober], { names, deadLetters });
}
