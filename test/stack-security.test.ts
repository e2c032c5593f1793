import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CfnResource, Validations } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { Vpc } from "aws-cdk-lib/aws-ec2";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { aCheck, aConfig, aNetwork, type Deployment, deploy, type Resource, resourcesOf } from "./kit/deployment.ts";

const NETWORK_ACTIONS = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:UnassignPrivateIpAddresses",
];

describe("the template", () => {
  beforeEach(() => void vi.stubEnv("CDK_VALIDATION", "true"));
  afterEach(() => void vi.unstubAllEnvs());

  it("has no finding of CloudFormation's own rules nor of cdk-nag that is not acknowledged with its reason", () => {
    const { app, outdir } = deployEverything();
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
    app.synth();
    expect(violationsIn(outdir)).toEqual([]);
  });

  it("has none in other Regions, and none of the endpoints of a private network", () => {
    const { app, outdir } = deployWide();
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
    app.synth();
    expect(violationsIn(outdir)).toEqual([]);
  });

  it("would show a finding, so that an empty report means something", () => {
    const { app, stack } = deployEverything();
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    new Vpc(stack, "WithoutFlowLogs");
    expect(() => app.synth()).toThrow("AwsSolutions-VPC7");
  });
});

describe("the roles", () => {
  it("name their resources, except where AWS has no name for them", () => {
    const statements = resourcesOf(deployEverything().stack, "AWS::IAM::Policy").flatMap(statementsIn);
    const unbounded = statements.filter(({ Effect, Resource }) => Effect === "Allow" && Resource === "*");
    expect(new Set(unbounded.flatMap(({ Action }) => Action))).toEqual(
      new Set([
        ...["cloudwatch:PutMetricData", "cloudwatch:GetMetricData"],
        ...["cloudwatch:DescribeAlarms", "cloudwatch:GetMetricWidgetImage"],
        ...NETWORK_ACTIONS,
      ]),
    );
  });

  it("have no managed policy", () => {
    for (const { Properties } of resourcesOf(deployEverything().stack, "AWS::IAM::Role")) {
      expect(Properties).not.toHaveProperty("ManagedPolicyArns");
    }
  });
});

describe("the prober's role", () => {
  it("may do this and nothing else", () => {
    expect(statementsOf("Prober-region/Role")).toEqual([
      "Allow logs:CreateLogStream, logs:PutLogEvents on its log group",
      "Allow cloudwatch:PutMetricData on *",
      "Allow secretsmanager:GetSecretValue on secret:acme/token-??????",
      "Allow ssm:GetParameter on parameter/acme/key",
      "Allow sqs:GetQueueAttributes, sqs:GetQueueUrl, sqs:SendMessage on the dead-letter queue",
    ]);
  });

  it("may publish into Bongsu's namespace only", () => {
    Template.fromStack(deploy().stack).hasResourceProperties("AWS::IAM::Policy", {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: "cloudwatch:PutMetricData",
            Condition: { StringEquals: { "cloudwatch:namespace": "Bongsu" } },
          }),
        ]),
      },
    });
  });

  it("may attach to the VPC only where it is in one, and never from its own code", () => {
    const network = NETWORK_ACTIONS.join(", ");
    expect(statementsOf("Prober-vpc/Role")).toEqual([
      "Allow logs:CreateLogStream, logs:PutLogEvents on its log group",
      "Allow cloudwatch:PutMetricData on *",
      `Allow ${network} on *`,
      `Deny ${network} on *`,
      "Allow sqs:GetQueueAttributes, sqs:GetQueueUrl, sqs:SendMessage on the dead-letter queue",
    ]);
  });
});

describe("the scheduler's role", () => {
  it("may start that one prober and write dead letters", () => {
    expect(statementsOf("Schedules/Role-region")).toEqual([
      "Allow lambda:InvokeFunction on the prober",
      "Allow sqs:SendMessage on the dead-letter queue",
    ]);
  });

  it("is for schedules of this group in this account only", () => {
    Template.fromStack(deploy().stack).hasResourceProperties("AWS::IAM::Role", {
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({
            Principal: { Service: "scheduler.amazonaws.com" },
            Condition: {
              StringEquals: {
                "aws:SourceAccount": { Ref: "AWS::AccountId" },
                "aws:SourceArn": { "Fn::GetAtt": [Match.stringLikeRegexp("SchedulesGroup"), "Arn"] },
              },
            },
          }),
        ],
      },
    });
  });
});

describe("topics and queue", () => {
  it("encrypt topics with a key that CloudWatch may use, since it cannot use AWS's own", () => {
    const template = Template.fromStack(deploy().stack);
    template.allResourcesProperties("AWS::SNS::Topic", {
      KmsMasterKeyId: { "Fn::GetAtt": [Match.stringLikeRegexp("Key"), "Arn"] },
    });
    template.hasResourceProperties("AWS::KMS::Key", {
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: "cloudwatch.amazonaws.com" },
            Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
          }),
        ]),
      },
    });
  });

  it("let alarms of this account publish, and nothing without TLS", () => {
    Template.fromStack(deploy().stack).allResourcesProperties("AWS::SNS::TopicPolicy", {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
          Match.objectLike({
            Effect: "Allow",
            Action: "sns:Publish",
            Principal: { Service: "cloudwatch.amazonaws.com" },
            Condition: { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } },
          }),
        ]),
      },
    });
  });

  it("keep dead letters encrypted for two weeks and refuse them without TLS", () => {
    const template = Template.fromStack(deploy().stack);
    template.hasResourceProperties("AWS::SQS::Queue", { SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
    template.hasResourceProperties("AWS::SQS::QueuePolicy", {
      PolicyDocument: {
        Statement: [Match.objectLike({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } })],
      },
    });
  });
});

function deployEverything(): Deployment {
  const reference = (name: string) => `\${${name}}`;
  const headers = { authorization: `Bearer ${reference("secret:acme/token")}`, "x-api-key": reference("ssm:/acme/key") };
  const slack = { workspace: "T0123ABC", channel: "C0123ABC" };
  const config = aConfig({
    contacts: aConfig().contacts.map((contact) => ({ ...contact, slack })),
    checks: [
      aCheck("acme-prod/checkout", { target: { url: "https://api.acme.example", headers } }),
      aCheck("acme-prod/quick", { everyMs: 10_000, timeoutMs: 5_000 }),
      aCheck("acme-prod/ticks", { from: ["vpc"] }),
    ],
  });
  return deploy(config, { props: (stack) => ({ vpc: aNetwork(stack) }) });
}

function deployWide(): Deployment {
  const vpc = { id: "vpc-0abc12345", subnets: ["subnet-0abc12345"], endpoints: true, routeTables: ["rtb-0abc12345"] };
  const checks = [
    aCheck("acme-prod/checkout", { from: ["region", "us-east-1", "vpc"] }),
    aCheck("acme-prod/export", { kind: "s3", from: ["vpc"], target: { bucket: "acme", key: "k", mode: "age", role: READER } }),
  ];
  return deploy(aConfig({ vpc, checks }), { env: { region: "ap-northeast-2", account: "123456789012" } });
}

const READER = "arn:aws:iam::210987654321:role/reader";

function violationsIn(outdir: string): unknown[] {
  const report = JSON.parse(readFileSync(join(outdir, "validation-report.json"), "utf8"));
  expect(report.pluginReports.length).toBeGreaterThan(0);
  return report.pluginReports.flatMap(({ violations }: { violations: unknown[] }) => violations);
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** The statements of a role as sentences; `path` is the role's place in the construct. */
function statementsOf(path: string): string[] {
  const { stack, bongsu } = deployEverything();
  const policy = bongsu.node.findAll().find(({ node }) => node.path.endsWith(`${path}/DefaultPolicy/Resource`));
  if (!(policy instanceof CfnResource)) throw new Error(`${path} has no policy`);
  const name = stack.resolve(policy.logicalId);
  const found = resourcesOf(stack, "AWS::IAM::Policy").find(({ Properties }) => Properties.PolicyName === name);
  return statementsIn(found).map(
    ({ Effect, Action, Resource }) => `${Effect} ${[Action].flat().join(", ")} on ${wordsFor(Resource)}`,
  );
}

function statementsIn(policy: Resource | undefined): Statement[] {
  const document = policy?.Properties.PolicyDocument as { Statement: Statement[] } | undefined;
  return document?.Statement ?? [];
}

function wordsFor(resource: unknown): string {
  const text = JSON.stringify(resource);
  if (text.includes("DeadLetters")) return "the dead-letter queue";
  if (/Prober\w+Log/.test(text)) return "its log group";
  if (/Prober\w+Function/.test(text)) return "the prober";
  return /(?:secret:|parameter)[^"]*/.exec(text)?.[0] ?? String(resource);
}
