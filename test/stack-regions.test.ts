/** Probers in several Regions and in private networks: what is deployed where, and that no stack refers to another but by names. */
import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import flags from "aws-cdk-lib/recommended-feature-flags.json" with { type: "json" };
import { describe, expect, it } from "vitest";
import { Bongsu, type BongsuProps } from "../lib/constructs/bongsu.ts";
import type { Config } from "../lib/core/model/check.ts";
import { aCheck, aConfig, deploy, type Resource, resourcesOf } from "./kit/deployment.ts";

const HOME = "ap-northeast-2";
const ACCOUNT = "123456789012";
const from = ["region", "us-east-1", "eu-west-1"] as const;
const token = `\${${"secret:acme/token"}}`;
const wide = aConfig({
  checks: [
    aCheck("acme-prod/checkout", { from, target: { url: "https://api.acme.example", headers: { authorization: token } } }),
    aCheck("acme-prod/login"),
  ],
});

interface Stacks {
  readonly home: Stack;
  readonly all: readonly Stack[];
  readonly of: (name: string) => Stack;
}

function deployFrom(
  config: Config,
  { env = { region: HOME, account: ACCOUNT } as object, props = {} as Partial<BongsuProps> } = {},
): Stacks {
  const app = new App({ context: { ...flags, "aws:cdk:bundling-stacks": [] } });
  const home = new Stack(app, "acme", { env });
  new Bongsu(home, "Bongsu", { config, ...props });
  const all = app.node.children.filter((child) => Stack.isStack(child));
  const of = (name: string) => all.find(({ stackName }) => stackName === name) ?? expect.fail(`no stack ${name}`);
  return { home, all, of };
}

function functionIn(stack: Stack): Resource["Properties"] {
  const found = resourcesOf(stack, "AWS::Lambda::Function").find(({ Properties }) =>
    String(Properties.FunctionName).includes("-prober-"),
  );
  return found?.Properties ?? expect.fail(`no prober in ${stack.stackName}`);
}

describe("a check from several Regions", () => {
  it("gets a stack with prober, schedule, log and dead letters in each, and nothing else", () => {
    const { all, of } = deployFrom(wide);
    expect(all.map(({ stackName, region }) => [stackName, region]).toSorted()).toEqual([
      ["acme", HOME],
      ["acme-eu-west-1", "eu-west-1"],
      ["acme-us-east-1", "us-east-1"],
    ]);
    const types = Object.values(Template.fromStack(of("acme-us-east-1")).toJSON().Resources as Record<string, { Type: string }>);
    expect([...new Set(types.map(({ Type }) => Type))].toSorted()).toEqual([
      ...["AWS::IAM::Policy", "AWS::IAM::Role", "AWS::Lambda::EventInvokeConfig", "AWS::Lambda::Function"],
      ...[
        "AWS::Logs::LogGroup",
        "AWS::SQS::Queue",
        "AWS::SQS::QueuePolicy",
        "AWS::Scheduler::Schedule",
        "AWS::Scheduler::ScheduleGroup",
      ],
    ]);
    expect(resourcesOf(of("acme-us-east-1"), "AWS::Scheduler::Schedule").map(({ Properties }) => Properties.Name)).toEqual([
      "acme-us-east-1-1m-0",
    ]);
  });

  it("publishes to the home Region under its own name, and reads secrets there", () => {
    const { of } = deployFrom(wide);
    const far = of("acme-us-east-1");
    expect(functionIn(far)).toMatchObject({
      FunctionName: "bongsu-acme-prober-us-east-1",
      Environment: { Variables: { BONGSU_LOCATION: "us-east-1", BONGSU_HOME_REGION: HOME } },
    });
    const policies = JSON.stringify(resourcesOf(far, "AWS::IAM::Policy"));
    expect(policies).toContain(`:secretsmanager:${HOME}:${ACCOUNT}:secret:acme/token-??????`);
    expect(policies).toContain('"cloudwatch:namespace":"Bongsu"');
  });

  it("is down when two of three agree: metric math over the metrics of all places, at home", () => {
    const { home } = deployFrom(wide);
    const alarm = alarmOf(home, "acme: acme-prod/checkout is down");
    const metrics = alarm.Metrics as readonly Readonly<Record<string, unknown>>[];
    const places = metrics.flatMap(({ MetricStat }) => dimensionsOf(MetricStat));
    expect(places).toEqual([HOME, "us-east-1", "eu-west-1"]);
    expect(metrics.filter(({ ReturnData }) => ReturnData !== false)).toEqual([
      expect.objectContaining({ Expression: "bad / IF(bad >= 2 OR good > 1, 1, 0)" }),
    ]);
    expect(alarm).toMatchObject({
      Threshold: 2,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      TreatMissingData: "ignore",
    });
    expect(alarmOf(home, "acme: acme-prod/checkout is down in some places").Metrics).toHaveLength(6);
    expect(alarmOf(home, "acme: shard us-east-1-1m-0 is silent")).toMatchObject({ TreatMissingData: "breaching" });
  });

  it("lets the responder read those logs and ask those probers, by name", () => {
    const { home } = deployFrom(wide);
    const policies = JSON.stringify(resourcesOf(home, "AWS::IAM::Policy"));
    expect(policies).toContain(`:logs:us-east-1:${ACCOUNT}:log-group:/bongsu/acme/prober-us-east-1:*`);
    expect(policies).toContain(`:lambda:us-east-1:${ACCOUNT}:function:bongsu-acme-prober-us-east-1`);
  });

  it("shows those probers on the dashboards where they are", () => {
    const bodies = JSON.stringify(resourcesOf(deployFrom(wide).home, "AWS::CloudWatch::Dashboard"));
    expect(bodies).toContain("bongsu-acme-prober-us-east-1");
    expect(bodies).toContain("/bongsu/acme/prober-eu-west-1");
  });

  it("refers from stack to stack by names alone, and deploys home last", () => {
    const { all, home, of } = deployFrom(wide);
    for (const stack of all)
      expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toMatch(/Fn::ImportValue|"Export"|Fn::GetStackOutput/);
    expect(home.dependencies).toEqual(expect.arrayContaining([of("acme-us-east-1"), of("acme-eu-west-1")]));
  });

  it("leaves a deployment from one Region as it was: one stack, with a metric in its alarm", () => {
    const { all, home } = deployFrom(aConfig(), { env: {} });
    expect(all).toHaveLength(1);
    expect(alarmOf(home, "acme: acme-prod/checkout is down")).toMatchObject({ MetricName: "Up", Threshold: 1 });
  });

  it("is refused in plain words where home is not known, or is named again", () => {
    expect(() => deployFrom(wide, { env: {} })).toThrow(
      /Checks run from eu-west-1, us-east-1 too, and which Region is home nobody says: give the stack its env/,
    );
    expect(() => deployFrom(wide, { env: { region: "us-east-1" } })).toThrow(
      'Checks run "from: us-east-1", which is the Region of the deployment: write "from: region" for it, or deploy in another',
    );
  });

  it("is refused where home is no Region, but not for a Region that is new, or in China", () => {
    expect(() => deployFrom(aConfig(), { env: { region: "ap-northeast2" } })).toThrow(
      'There is no Region "ap-northeast2" to deploy in. Did you mean ap-northeast-2?',
    );
    for (const region of ["ap-southeast-9", "cn-north-1", "us-gov-west-1"])
      expect(deployFrom(aConfig(), { env: { region } }).home.region).toBe(region);
  });
});

describe("a network by its ids", () => {
  const vpc = {
    id: "vpc-0abc12345",
    subnets: ["subnet-0abc12345", "subnet-0def67890"],
    endpoints: true,
    routeTables: ["rtb-0abc12345"],
  };
  const role = "arn:aws:iam::210987654321:role/bongsu";
  const inside = aConfig({
    vpc,
    checks: [
      aCheck("acme-prod/checkout"),
      aCheck("acme-prod/ticks", { from: ["vpc"], target: { url: "http://a.internal", headers: { authorization: token } } }),
      aCheck("acme-prod/export", { from: ["vpc"], kind: "s3", target: { bucket: "b", key: "k", mode: "age", role } }),
    ],
  });

  it("takes the prober in without looking anything up", () => {
    const { stack } = deploy(inside);
    const prober = resourcesOf(stack, "AWS::Lambda::Function").find(
      ({ Properties }) => Properties.FunctionName === "bongsu-acme-prober-vpc",
    );
    expect(prober?.Properties.VpcConfig).toMatchObject({ SubnetIds: vpc.subnets, SecurityGroupIds: [expect.anything()] });
  });

  it("gets the endpoints that its checks need, for its probers alone", () => {
    const { stack } = deploy(inside);
    const endpoints = resourcesOf(stack, "AWS::EC2::VPCEndpoint").map(({ Properties }) => Properties);
    const services = endpoints.map(({ ServiceName }) => /(\w+)"?[\]}]*$/.exec(JSON.stringify(ServiceName))?.[1]);
    expect(services.toSorted()).toEqual(["monitoring", "s3", "secretsmanager", "sts"]);
    expect(endpoints.find(({ VpcEndpointType }) => VpcEndpointType === "Gateway")).toMatchObject({
      RouteTableIds: vpc.routeTables,
    });
    const rules = [...resourcesOf(stack, "AWS::EC2::SecurityGroupIngress")].map(({ Properties }) => Properties);
    expect(rules).toEqual([
      expect.objectContaining({ FromPort: 443, ToPort: 443, IpProtocol: "tcp", SourceSecurityGroupId: expect.anything() }),
    ]);
  });

  it("has no function, and no alarm on Bongsu itself, before the endpoints are there", () => {
    const { stack } = deploy(inside);
    const template = Template.fromStack(stack);
    const endpoints = Object.keys(template.findResources("AWS::EC2::VPCEndpoint"));
    const functions = Object.entries(template.findResources("AWS::Lambda::Function"));
    const [id = "", prober] = functions.find(([, { Properties }]) => Properties.VpcConfig !== undefined) ?? [];
    expect(prober?.DependsOn).toEqual(expect.arrayContaining(endpoints));
    const alarms = resourcesOf(stack, "AWS::CloudWatch::Alarm");
    const silent = alarms.filter(({ Properties }) => String(Properties.AlarmName).endsWith("is silent"));
    expect(silent.length).toBeGreaterThan(2);
    for (const { DependsOn } of silent) expect(DependsOn).toContain(id);
  });

  it("takes groups of one's own, and no endpoints unless asked for", () => {
    const { stack } = deploy({ ...inside, vpc: { ...vpc, endpoints: false, securityGroups: ["sg-0abc12345"] } });
    expect(resourcesOf(stack, "AWS::EC2::VPCEndpoint")).toEqual([]);
    const prober = resourcesOf(stack, "AWS::Lambda::Function").find(
      ({ Properties }) => Properties.FunctionName === "bongsu-acme-prober-vpc",
    );
    expect(prober?.Properties.VpcConfig).toMatchObject({ SecurityGroupIds: ["sg-0abc12345"] });
  });
});

describe("roles of other accounts", () => {
  it("may be assumed by the prober whose checks name them, and no others", () => {
    const of = (account: string) => `arn:aws:iam::${account}:role/bongsu`;
    const auth = { sigv4: { service: "execute-api", region: HOME, role: of("222222222222") } };
    const checks = [
      aCheck("a/export", { kind: "s3", target: { bucket: "b", key: "k", mode: "age", role: of("111111111111") } }),
      aCheck("b/gateway", { target: { url: "https://abc.example", headers: {}, auth } }),
    ];
    const policies = JSON.stringify(resourcesOf(deploy(aConfig({ checks })).stack, "AWS::IAM::Policy"));
    expect(policies).toContain(
      JSON.stringify({
        Action: "sts:AssumeRole",
        Effect: "Allow",
        Resource: [of("111111111111"), of("222222222222")],
        Sid: "AssumeRoles",
      }),
    );
  });
});

function alarmOf(stack: Stack, name: string): Resource["Properties"] {
  const found = resourcesOf(stack, "AWS::CloudWatch::Alarm").find(({ Properties }) => Properties.AlarmName === name);
  return found?.Properties ?? expect.fail(`no alarm ${name}`);
}

/** Of the metric behind a term of an alarm: its place. */
function dimensionsOf(stat: unknown): string[] {
  const { Metric } = (stat ?? {}) as { Metric?: { Dimensions: readonly { Name: string; Value: string }[] } };
  return (Metric?.Dimensions ?? []).filter(({ Name }) => Name === "Location").map(({ Value }) => Value);
}
