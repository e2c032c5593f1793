/** A small configuration and its stack, for tests of what is deployed. Nothing is bundled unless a test asks for it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, type Environment, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Vpc } from "aws-cdk-lib/aws-ec2";
import flags from "aws-cdk-lib/recommended-feature-flags.json" with { type: "json" };
import { onTestFinished } from "vitest";
import { Bongsu, type BongsuProps } from "../../lib/constructs/bongsu.ts";
import type { VpcPlacement } from "../../lib/constructs/prober.ts";
import type { Check, Config } from "../../lib/core/model/check.ts";
import { makeCheck } from "./checks.ts";

export function aCheck(id: string, part: Partial<Check> = {}): Check {
  const target = { url: "https://api.acme.example/health", headers: {} };
  return makeCheck({ id, title: id, kind: "http", target, notify: ["oncall"], ...part });
}

export function manyChecks(count: number, part: Partial<Check> = {}): Check[] {
  return Array.from({ length: count }, (_, index) => aCheck(`acme-${index % 7}/${index}`, part));
}

export function aConfig(part: Partial<Config> = {}): Config {
  return {
    name: "acme",
    timezone: "Asia/Seoul",
    language: "en",
    contacts: [
      { name: "oncall", emails: ["oncall@acme.example"], phones: ["+821012345678"] },
      { name: "platform", emails: ["platform@acme.example"], phones: [] },
    ],
    operators: ["platform"],
    checks: [aCheck("acme-prod/checkout"), aCheck("acme-prod/login", { everyMs: 300_000 })],
    ...part,
  };
}

export interface Deployment {
  readonly app: App;
  readonly stack: Stack;
  readonly bongsu: Bongsu;
  /** The assembly's folder; gone when the test is over. */
  readonly outdir: string;
}

export interface DeploymentOptions {
  readonly isBundled?: boolean;
  /** Further props; they may need the stack, as a network does. */
  readonly props?: (stack: Stack) => Partial<BongsuProps>;
  /** Where to; open unless said. */
  readonly env?: Environment;
}

/** Call it inside a test. */
export function deploy(config: Config = aConfig(), { isBundled = false, props, env }: DeploymentOptions = {}): Deployment {
  const outdir = mkdtempSync(join(tmpdir(), "bongsu-assembly-"));
  onTestFinished(() => rmSync(outdir, { recursive: true, force: true }));
  const app = new App({ outdir, context: { ...flags, ...(isBundled ? {} : { "aws:cdk:bundling-stacks": [] }) } });
  const stack = new Stack(app, "Acme", env === undefined ? {} : { env });
  const bongsu = new Bongsu(stack, "Bongsu", { config, ...props?.(stack) });
  return { app, stack, bongsu, outdir };
}

/** A network with one private subnet, for checks with `from: vpc`. */
export function aNetwork(stack: Stack): VpcPlacement {
  const vpc = Vpc.fromVpcAttributes(stack, "Vpc", {
    vpcId: "vpc-0123456789abcdef0",
    availabilityZones: ["ap-northeast-2a"],
    privateSubnetIds: ["subnet-0123456789abcdef0"],
    privateSubnetRouteTableIds: ["rtb-0123456789abcdef0"],
  });
  return { vpc };
}

/** Resources of a type with their properties, in the order of the template. */
export function resourcesOf(stack: Stack, type: string): Resource[] {
  const found: Record<string, Partial<Resource>> = Template.fromStack(stack).findResources(type);
  return Object.values(found).map(({ Properties = {}, DependsOn = [] }) => ({ Properties, DependsOn }));
}

export interface Resource {
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn: readonly string[];
}
