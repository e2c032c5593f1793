/** The user's own network: found by the ids in checks.yaml, and given ways to AWS of its own where there is no NAT gateway. */
import { Stack } from "aws-cdk-lib";
import {
  CfnVPCEndpoint,
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  Port,
  SecurityGroup,
  Subnet,
  Vpc,
} from "aws-cdk-lib/aws-ec2";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import type { Check, PrivateNetwork } from "../core/model/check.ts";
import { type PrivateEndpoint, privateEndpoints } from "../core/run/private-endpoints.ts";
import type { VpcPlacement } from "./prober.ts";

/** Nothing is looked up: what is not said by an id is not needed. */
export function importNetwork(scope: Construct, network: PrivateNetwork): VpcPlacement {
  const own = new Construct(scope, "Network");
  const { id, subnets, securityGroups, routeTables, endpoints } = network;
  return {
    vpc: Vpc.fromVpcAttributes(own, "Vpc", { vpcId: id, availabilityZones: subnets.map((_, index) => `unknown-${index}`) }),
    subnets: { subnets: subnets.map((subnetId, index) => subnetOf(own, { subnetId, index, routeTables })) },
    ...(securityGroups !== undefined && {
      securityGroups: securityGroups.map((group, index) => SecurityGroup.fromSecurityGroupId(own, `Group${index}`, group)),
    }),
    ...(routeTables !== undefined && { routeTables }),
    endpoints,
  };
}

interface SubnetPlace {
  readonly subnetId: string;
  readonly index: number;
  readonly routeTables: readonly string[] | undefined;
}

/** CDK warns of a subnet without a route table, though only a gateway would need it. */
function subnetOf(scope: Construct, { subnetId, index, routeTables = [] }: SubnetPlace) {
  const routeTableId = routeTables[index] ?? routeTables[0] ?? "unknown";
  return Subnet.fromSubnetAttributes(scope, `Subnet${index}`, { subnetId, routeTableId });
}

export interface EndpointsOptions {
  readonly placement: VpcPlacement;
  /** That run inside. */
  readonly checks: readonly Check[];
  /** Who uses the endpoints. */
  readonly functions: readonly IFunction[];
}

type InterfaceService = Exclude<PrivateEndpoint, "s3">;

const SERVICES: Readonly<Record<InterfaceService, InterfaceVpcEndpointAwsService>> = {
  monitoring: InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING,
  secretsmanager: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  ssm: InterfaceVpcEndpointAwsService.SSM,
  sts: InterfaceVpcEndpointAwsService.STS,
};

/** A function waits for them: one that is started without a way to AWS tells of measurements that it could not deliver. */
export function createEndpoints(scope: Construct, { placement, checks, functions }: EndpointsOptions): void {
  const own = new Construct(scope, "Endpoints");
  const { vpc } = placement;
  const description = "Endpoints of AWS services, for the probers alone.";
  const group = new SecurityGroup(own, "Group", { vpc, description, allowAllOutbound: false });
  for (const each of functions) group.connections.allowFrom(each, Port.tcp(443), "from a prober");
  for (const service of privateEndpoints(checks)) {
    if (service === "s3") createGateway(own, placement);
    else createInterface(own, service, { placement, group });
  }
  // Not its security group, which the endpoints let in.
  for (const each of functions) each.node.defaultChild?.node.addDependency(own);
}

function createInterface(
  scope: Construct,
  service: InterfaceService,
  { placement: { vpc, subnets }, group }: { placement: VpcPlacement; group: SecurityGroup },
): void {
  new InterfaceVpcEndpoint(scope, service, {
    ...{ vpc, service: SERVICES[service], securityGroups: [group], privateDnsEnabled: true, open: false },
    ...(subnets !== undefined && { subnets }),
  });
}

function createGateway(scope: Construct, { vpc, subnets, routeTables }: VpcPlacement): void {
  const ofSubnets = () => vpc.selectSubnets(subnets).subnets.map(({ routeTable }) => routeTable.routeTableId);
  new CfnVPCEndpoint(scope, "s3", {
    vpcId: vpc.vpcId,
    serviceName: `com.amazonaws.${Stack.of(scope).region}.s3`,
    vpcEndpointType: "Gateway",
    routeTableIds: [...new Set(routeTables ?? ofSubnets())],
  });
}
