/** The Lambda function that probes from one vantage point, with its log and its role. */
import { Stack } from "aws-cdk-lib";
import type { ISecurityGroup, IVpc, SubnetSelection } from "aws-cdk-lib/aws-ec2";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { otlpChecks } from "../core/metrics/routes.ts";
import type { Vantage } from "../core/model/check.ts";
import { locationOf as placeName } from "../core/model/location.ts";
import type { ResourceNames } from "../core/model/resource-names.ts";
import type { Shard } from "../core/model/shard.ts";
import { QUIET_NODE_OPTIONS } from "../core/run/quiet-engine.ts";
import { createHandler, createLog, SOURCE_MAPS } from "./handler-function.ts";
import { createProberRole } from "./prober-role.ts";
import { invocationTimeoutMs } from "./prober-time.ts";

const NODE_OPTIONS = [SOURCE_MAPS, ...QUIET_NODE_OPTIONS].join(" ");

/** The network of checks with `from: vpc`. It needs a way to AWS: endpoints, of its own or made here, or a NAT gateway. */
export interface VpcPlacement {
  readonly vpc: IVpc;
  /** @default - the private subnets */
  readonly subnets?: SubnetSelection;
  /** @default - a new one that lets everything out and nothing in */
  readonly securityGroups?: ISecurityGroup[];
  /** To be given the endpoints that its checks need. Not where the VPC has them already: two cannot have one name. @default - none */
  readonly endpoints?: boolean;
  /** Where the endpoint of S3 is entered. @default - those of the subnets */
  readonly routeTables?: readonly string[];
}

export interface ProberOptions {
  readonly deployment: string;
  readonly vantage: Vantage;
  readonly shards: readonly Shard[];
  readonly names: ResourceNames;
  readonly deadLetters: IQueue;
  readonly logRetention: RetentionDays;
  readonly placement?: VpcPlacement;
  /** Of secrets and parameters that it may read as a whole. */
  readonly secretPaths?: readonly string[];
  /** Where metrics and secrets are, of a prober elsewhere. */
  readonly homeRegion?: string;
}

export interface Prober {
  readonly vantage: Vantage;
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;
  readonly shards: readonly Shard[];
}

export function createProber(scope: Construct, options: ProberOptions): Prober {
  const { vantage, shards, names } = options;
  const own = new Construct(scope, `Prober-${vantage}`);
  const logGroup = createLog(own, names.logGroup(vantage), options.logRetention);
  return { vantage, shards, logGroup, function: createFunction(own, { ...options, logGroup }) };
}

function createFunction(scope: Construct, options: ProberOptions & { logGroup: LogGroup }): LambdaFunction {
  const { deployment, vantage, shards, placement, homeRegion } = options;
  const functionName = options.names.prober(vantage);
  return createHandler(scope, "prober", {
    functionName,
    description: `Probes of ${deployment} from ${homeRegion === undefined ? "the " : ""}${vantage}.`,
    manifest: { schemaVersion: 1, deployment, shards },
    timeoutMs: invocationTimeoutMs(shards),
    environment: environmentOf(scope, options),
    role: createProberRole(scope, {
      functionName,
      logGroup: options.logGroup,
      checks: shards.flatMap(({ checks }) => checks),
      usesOtlp: shards.some(({ checks }) => otlpChecks(checks).size > 0),
      isInVpc: placement !== undefined,
      ...(options.secretPaths !== undefined && { secretPaths: options.secretPaths }),
      ...(homeRegion !== undefined && { homeRegion }),
    }),
    logGroup: options.logGroup,
    // A measurement that comes late has the wrong time on it: better none, and an alarm on what was lost.
    deadLetters: options.deadLetters,
    // No reserved concurrency: new accounts have 10 executions in all, and reserving any would fail the deployment.
    ...(placement === undefined ? {} : vpcProps(placement)),
    untraced: "A trace would say less of a probe than its own phases do.",
  });
}

function environmentOf(scope: Construct, { vantage, homeRegion }: ProberOptions): Record<string, string> {
  const own = { NODE_OPTIONS, BONGSU_LOCATION: locationOf(scope, vantage) };
  return { ...own, ...(homeRegion !== undefined && { BONGSU_HOME_REGION: homeRegion }) };
}

/** Where samples and messages say that a run took place. */
export function locationOf(scope: Construct, vantage: Vantage): string {
  const { region } = Stack.of(scope);
  return placeName(vantage, { region, vpc: `${region}/vpc` });
}

export function vpcProps({ vpc, subnets, securityGroups }: VpcPlacement) {
  return {
    vpc,
    ...(subnets === undefined ? {} : { vpcSubnets: subnets }),
    ...(securityGroups === undefined ? {} : { securityGroups }),
  };
}
