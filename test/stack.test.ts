import type { Stack } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { SecurityGroup, SubnetType } from "aws-cdk-lib/aws-ec2";
import { describe, expect, it } from "vitest";
import { undeliveredRecords } from "../lib/aws/log-records.ts";
import { aCheck, aConfig, aNetwork, deploy, manyChecks, resourcesOf } from "./kit/deployment.ts";

describe("the probers", () => {
  it("are one Lambda function a vantage point in use, on Node 24 and arm64", () => {
    const { stack } = deploy();
    const template = Template.fromStack(stack);
    expect(functionsIn(stack, /-prober-/)).toEqual(["bongsu-acme-prober-region"]);
    template.hasResourceProperties("AWS::Lambda::Function", {
      FunctionName: "bongsu-acme-prober-region",
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      MemorySize: 512,
      Handler: "prober.handler",
      Environment: {
        Variables: {
          NODE_OPTIONS: "--enable-source-maps --expose-gc --max-semi-space-size=16",
          BONGSU_LOCATION: { Ref: "AWS::Region" },
        },
      },
    });
  });

  it("drop what comes late instead of trying again, and keep it as a dead letter", () => {
    const template = Template.fromStack(deploy().stack);
    template.hasResourceProperties("AWS::Lambda::EventInvokeConfig", {
      MaximumEventAgeInSeconds: 60,
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: { "Fn::GetAtt": [Match.stringLikeRegexp("DeadLetters"), "Arn"] } } },
    });
  });

  it("have time for two runs of the slowest check, and for the rounds of a whole minute", () => {
    const quick = deploy(aConfig({ checks: [aCheck("a", { everyMs: 10_000, timeoutMs: 5_000 })] }));
    Template.fromStack(quick.stack).hasResourceProperties("AWS::Lambda::Function", { Timeout: 75 });
    const slow = deploy(aConfig({ checks: [aCheck("a", { everyMs: 300_000, timeoutMs: 120_000 })] }));
    Template.fromStack(slow.stack).hasResourceProperties("AWS::Lambda::Function", { Timeout: 295 });
  });

  it("keep their log for 30 days, or as long as they are told", () => {
    Template.fromStack(deploy().stack).hasResourceProperties("AWS::Logs::LogGroup", {
      LogGroupName: "/bongsu/acme/prober-region",
      RetentionInDays: 30,
    });
  });

  it("count what was not delivered from the very records that they log", () => {
    const [record = ""] = undeliveredRecords({ delivered: 0, reason: "throttled", undelivered: [sample, sample] });
    expect(JSON.parse(record)).toMatchObject({ bongsu: "undelivered", count: 2 });
    Template.fromStack(deploy().stack).hasResourceProperties("AWS::Logs::MetricFilter", {
      FilterPattern: '{ $.bongsu = "undelivered" }',
      MetricTransformations: [{ MetricNamespace: "Bongsu/acme", MetricName: "Undelivered", MetricValue: "$.count" }],
    });
  });
});

describe("two deployments in one account", () => {
  it("share no name that CloudFormation tells resources of a type by", () => {
    const statusPages = [{ group: "acme-prod", language: "en" }] as const;
    const [one, other] = ["acme", "globex"].map((name) => namesIn(deploy(aConfig({ name, statusPages })).stack));
    expect(one?.length).toBeGreaterThan(30);
    expect(one?.filter((name) => other?.includes(name))).toEqual([]);
  });
});

describe("the schedules", () => {
  it("start each shard at its interval, name the shard and the time it was due, and never try late", () => {
    const { stack } = deploy();
    const schedules = shardSchedulesIn(stack);
    expect(schedules.map(({ Name, ScheduleExpression }) => [Name, ScheduleExpression])).toEqual([
      ["acme-region-1m-0", "rate(1 minute)"],
      ["acme-region-5m-0", "rate(5 minutes)"],
    ]);
    Template.fromStack(stack).hasResourceProperties("AWS::Scheduler::Schedule", {
      GroupName: "bongsu-acme",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: {
        Input: '{"shard":"region-1m-0","scheduledTime":"<aws.scheduler.scheduled-time>"}',
        RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
        DeadLetterConfig: { Arn: { "Fn::GetAtt": [Match.stringLikeRegexp("DeadLetters"), "Arn"] } },
      },
    });
  });

  it("start a shard below a minute each minute", () => {
    const { stack } = deploy(aConfig({ checks: [aCheck("a", { everyMs: 10_000, timeoutMs: 5_000 })] }));
    Template.fromStack(stack).hasResourceProperties("AWS::Scheduler::Schedule", {
      Name: "acme-region-10s-0",
      ScheduleExpression: "rate(1 minute)",
    });
  });

  it("are two for more than 200 checks of one interval", () => {
    const { stack } = deploy(aConfig({ checks: manyChecks(201) }));
    expect(shardSchedulesIn(stack)).toHaveLength(2);
    expect(functionsIn(stack, /-prober-/)).toHaveLength(1);
  });

  it("wait until their role has its permissions, so that the first start is not refused", () => {
    for (const { DependsOn } of resourcesOf(deploy().stack, "AWS::Scheduler::Schedule")) {
      expect(DependsOn).toContainEqual(expect.stringContaining("DefaultPolicy"));
    }
  });
});

describe("checks from a VPC", () => {
  const config = aConfig({ checks: [aCheck("acme-prod/checkout"), aCheck("acme-prod/ticks", { from: ["vpc"] })] });

  it("run in a prober of their own, in the subnets and security groups given", () => {
    const { stack } = deploy(config, {
      props: (scope) => {
        const { vpc } = aNetwork(scope);
        const securityGroups = [SecurityGroup.fromSecurityGroupId(scope, "Group", "sg-0123456789abcdef0")];
        return { vpc: { vpc, subnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS }, securityGroups } };
      },
    });
    const template = Template.fromStack(stack);
    template.hasResourceProperties("AWS::Lambda::Function", {
      FunctionName: "bongsu-acme-prober-vpc",
      VpcConfig: { SubnetIds: ["subnet-0123456789abcdef0"], SecurityGroupIds: ["sg-0123456789abcdef0"] },
    });
    template.hasResourceProperties("AWS::Lambda::Function", {
      FunctionName: "bongsu-acme-prober-region",
      VpcConfig: Match.absent(),
    });
  });

  it("are refused by name when no VPC is given", () => {
    expect(() => deploy(config)).toThrow('acme-prod/ticks has "from: vpc", but no VPC is given');
  });
});

describe("the contacts", () => {
  it("have one topic a channel, with their addresses, and none where nobody names them", () => {
    const contacts = [...aConfig().contacts, { name: "nobody", emails: ["nobody@acme.example"], phones: [] }];
    const { stack } = deploy(aConfig({ contacts }));
    const topics = resourcesOf(stack, "AWS::SNS::Topic").map(({ Properties }) => Properties.TopicName);
    expect(topics).toEqual([
      "bongsu-acme-email-oncall",
      "bongsu-acme-sms-oncall",
      "bongsu-acme-email-platform",
      "bongsu-acme-alarms",
    ]);
    const subscriptions = resourcesOf(stack, "AWS::SNS::Subscription").map(({ Properties }) => Properties);
    const first = subscriptions.map(({ Protocol, Endpoint, FilterPolicy }) => [Protocol, Endpoint, FilterPolicy]).slice(0, 3);
    // CloudWatch's own messages have no attributes, and a filter policy lets none of those pass.
    expect(first).toEqual([
      ["email", "oncall@acme.example", undefined],
      ["sms", "+821012345678", undefined],
      ["email", "platform@acme.example", undefined],
    ]);
  });

  it("need no key, no topic and no responder where nobody is told", () => {
    const { stack } = deploy(aConfig({ operators: [], checks: [aCheck("a", { notify: [] })] }));
    const template = Template.fromStack(stack);
    for (const type of ["AWS::SNS::Topic", "AWS::KMS::Key", "AWS::DynamoDB::GlobalTable"]) template.resourceCountIs(type, 0);
    expect(functionsIn(stack, /-responder/)).toEqual([]);
    expect(resourcesOf(stack, "AWS::CloudWatch::Alarm").map(({ Properties }) => Properties.AlarmName)).not.toContain(
      "acme: responder is silent",
    );
  });

  it("may share a channel of Slack, which an account of AWS takes only once", () => {
    const slack = { workspace: "T0123ABC", channel: "C0123ABC" };
    const contacts = ["oncall", "platform"].map((name) => ({ name, emails: [], phones: [], slack }));
    const { stack } = deploy(aConfig({ contacts, operators: ["platform"] }));
    const [configuration, ...others] = resourcesOf(stack, "AWS::Chatbot::SlackChannelConfiguration");
    expect(others).toEqual([]);
    expect(configuration?.Properties.SnsTopicArns).toHaveLength(2);
    expect(configuration?.Properties.ConfigurationName).toBe("bongsu-acme-T0123ABC-C0123ABC");
  });

  it("hear in Slack on a topic of their own, through a channel that may look and do nothing else", () => {
    const slack = { workspace: "T0123ABC", channel: "C0123ABC" };
    const { stack } = deploy(aConfig({ contacts: [{ name: "oncall", emails: [], phones: [], slack }], operators: [] }));
    const template = Template.fromStack(stack);
    template.hasResourceProperties("AWS::SNS::Topic", { TopicName: "bongsu-acme-slack-oncall" });
    template.hasResourceProperties("AWS::Chatbot::SlackChannelConfiguration", {
      SlackWorkspaceId: "T0123ABC",
      SlackChannelId: "C0123ABC",
      SnsTopicArns: [{ Ref: Match.stringLikeRegexp("oncallslack") }],
      GuardrailPolicies: [{ Ref: Match.stringLikeRegexp("Guardrail") }],
    });
    template.hasResourceProperties("AWS::IAM::ManagedPolicy", {
      PolicyDocument: {
        Statement: [
          {
            Sid: "LookAtAlarms",
            Effect: "Allow",
            Action: ["cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData", "cloudwatch:GetMetricWidgetImage"],
            Resource: "*",
          },
        ],
      },
    });
  });
});

describe("the alarms", () => {
  it("watch each check and report to the responder when it goes down and when it is back", () => {
    const topic = { Ref: Match.stringLikeRegexp("ResponderAlarmsTopic") };
    Template.fromStack(deploy().stack).hasResourceProperties("AWS::CloudWatch::Alarm", {
      AlarmName: "acme: acme-prod/login is down",
      Namespace: "Bongsu",
      MetricName: "Up",
      Statistic: "Minimum",
      Period: 300,
      Threshold: 1,
      ComparisonOperator: "LessThanThreshold",
      DatapointsToAlarm: 2,
      EvaluationPeriods: 3,
      TreatMissingData: "ignore",
      AlarmActions: [topic],
      OKActions: [topic],
    });
  });

  it("give a new shard time for its first heartbeats before its silence counts", () => {
    Template.fromStack(deploy().stack).hasResourceProperties("AWS::CloudWatch::Alarm", {
      AlarmName: "acme: shard region-1m-0 is silent",
      TreatMissingData: "breaching",
      WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 5 },
      AlarmActions: [{ Ref: Match.stringLikeRegexp("ResponderAlarmsTopic") }],
    });
  });

  it("on the responder go straight to the operators", () => {
    const own = resourcesOf(deploy().stack, "AWS::CloudWatch::Alarm").filter(({ Properties }) =>
      /: (responder|messages|notifications) /.test(String(Properties.AlarmName)),
    );
    expect(own).toHaveLength(6);
    for (const { Properties } of own) {
      expect(Properties.AlarmActions).toEqual([{ Ref: expect.stringContaining("Contactsplatform") }]);
      expect(Properties.OKActions).toEqual(Properties.AlarmActions);
    }
  });

  it("link to the runbook that is given", () => {
    const { stack } = deploy(aConfig(), { props: () => ({ runbookBaseUrl: "https://docs.acme.example/runbook" }) });
    for (const { Properties } of resourcesOf(stack, "AWS::CloudWatch::Alarm")) {
      expect(JSON.stringify(Properties.AlarmDescription)).toContain("https://docs.acme.example/runbook#");
    }
  });
});

describe("the dashboard", () => {
  it("is named after the deployment, and its address is an output", () => {
    const template = Template.fromStack(deploy().stack);
    template.hasResourceProperties("AWS::CloudWatch::Dashboard", { DashboardName: "bongsu-acme" });
    template.hasOutput("*", { Value: { "Fn::Join": ["", Match.arrayWith(["#dashboards:name=bongsu-acme"])] } });
  });
});

/** Names that match, in the order of the template. */
function functionsIn(stack: Stack, name: RegExp): string[] {
  return resourcesOf(stack, "AWS::Lambda::Function")
    .map(({ Properties }) => String(Properties.FunctionName))
    .filter((functionName) => name.test(functionName));
}

/** With their type. */
function namesIn(stack: Stack): string[] {
  const resources: Record<string, { Type: string; Properties?: Record<string, unknown> }> =
    Template.fromStack(stack).toJSON().Resources;
  const identifiers = [
    "AlarmName",
    "DashboardName",
    "FunctionName",
    "LogGroupName",
    "Name",
    "QueueName",
    "TableName",
    "TopicName",
  ];
  return Object.values(resources).flatMap(({ Type, Properties = {} }) =>
    identifiers.flatMap((key) =>
      typeof Properties[key] === "string" && Type !== "AWS::Logs::MetricFilter" ? `${Type} ${Properties[key]}` : [],
    ),
  );
}

function shardSchedulesIn(stack: Stack): Readonly<Record<string, unknown>>[] {
  return resourcesOf(stack, "AWS::Scheduler::Schedule")
    .map(({ Properties }) => Properties)
    .filter(({ Name }) => !/^acme-(analyst-|responder)/.test(String(Name)));
}

const sample = {
  metric: "Up",
  dimensions: { Deployment: "acme", Check: "a", Location: "test" },
  value: 1,
  unit: "None",
  atEpochMs: 0,
  isHighResolution: false,
} as const;
