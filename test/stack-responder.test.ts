import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Match, Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { parseResponderManifest } from "../lib/aws/responder-input.ts";
import { bundle } from "../lib/constructs/handler-bundle.ts";
import { aCheck, aConfig, deploy, resourcesOf } from "./kit/deployment.ts";

const ACCOUNT = { Ref: "AWS::AccountId" };

describe("the way of alarms to the responder", () => {
  it("begins with a topic for which only alarms of this account publish, encrypted and over TLS", () => {
    const template = Template.fromStack(deploy().stack);
    template.hasResourceProperties("AWS::SNS::Topic", {
      TopicName: "bongsu-acme-alarms",
      KmsMasterKeyId: { "Fn::GetAtt": [Match.stringLikeRegexp("MessagesKey"), "Arn"] },
    });
    template.hasResourceProperties("AWS::SNS::TopicPolicy", {
      Topics: [{ Ref: Match.stringLikeRegexp("ResponderAlarmsTopic") }],
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: "Allow",
            Action: "sns:Publish",
            Principal: { Service: "cloudwatch.amazonaws.com" },
            Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } },
          }),
        ]),
      },
    });
  });

  it("goes on with a queue that gets the bare notification, gives up after five times, and keeps what it gave up", () => {
    const template = Template.fromStack(deploy().stack);
    template.hasResourceProperties("AWS::SNS::Subscription", { Protocol: "sqs", RawMessageDelivery: true });
    template.hasResourceProperties("AWS::SQS::Queue", {
      QueueName: "bongsu-acme-alarms",
      SqsManagedSseEnabled: true,
      VisibilityTimeout: 720,
      RedrivePolicy: {
        maxReceiveCount: 5,
        deadLetterTargetArn: { "Fn::GetAtt": [Match.stringLikeRegexp("ResponderAlarmsDeadLetters"), "Arn"] },
      },
    });
    template.hasResourceProperties("AWS::SQS::Queue", {
      QueueName: "bongsu-acme-alarm-dead-letters",
      SqsManagedSseEnabled: true,
    });
    for (const { Properties } of resourcesOf(deploy().stack, "AWS::SQS::QueuePolicy")) {
      expect(JSON.stringify(Properties.PolicyDocument)).toContain('"aws:SecureTransport":"false"');
    }
  });

  it("ends at the responder, a few at a time, each answered for by itself", () => {
    Template.fromStack(deploy().stack).hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 5,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });
});

describe("the responder", () => {
  it("brings nothing along that only synth and the command line need", () => {
    const { inputs, files } = bundle("responder");
    for (const name of ["zod", "yaml", "commander", "aws-cdk-lib"]) {
      expect(inputs.filter((input) => input.startsWith(`node_modules/${name}/`))).toEqual([]);
    }
    const entry = files.find(({ path }) => path === "responder.mjs");
    expect(entry?.contents.length).toBeLessThan(500_000);
  });

  it("is one function on Node 24 and arm64 that knows where the probers run", () => {
    Template.fromStack(deploy().stack).hasResourceProperties("AWS::Lambda::Function", {
      FunctionName: "bongsu-acme-responder",
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Handler: "responder.handler",
      Timeout: 120,
      Environment: {
        Variables: { BONGSU_LOCATION_REGION: { Ref: "AWS::Region" }, BONGSU_RUNBOOK_URL: "docs/runbook.md" },
      },
    });
  });

  it("looks every minute for what is due", () => {
    Template.fromStack(deploy().stack).hasResourceProperties("AWS::Scheduler::Schedule", {
      Name: "acme-responder",
      GroupName: "bongsu-acme",
      ScheduleExpression: "rate(1 minute)",
      Target: { RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 } },
    });
  });

  it("keeps incidents in a table that is encrypted, can be restored, and forgets by itself", () => {
    Template.fromStack(deploy().stack).hasResourceProperties("AWS::DynamoDB::GlobalTable", {
      TableName: "bongsu-acme-incidents",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      TimeToLiveSpecification: { AttributeName: "expiresAtEpochSeconds", Enabled: true },
      Replicas: [Match.objectLike({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } })],
    });
  });

  it("may do this and nothing else", () => {
    const own = resourcesOf(deploy().stack, "AWS::IAM::Policy").find(({ Properties }) =>
      JSON.stringify(Properties.Roles).includes("ResponderRole"),
    );
    const { Statement } = (own?.Properties.PolicyDocument ?? { Statement: [] }) as { Statement: Statement[] };
    expect(Statement.map(({ Action, Resource }) => `${[Action].flat().toSorted().join(" ")} on ${placeOf(Resource)}`)).toEqual([
      "logs:CreateLogStream logs:PutLogEvents on ResponderLog",
      "logs:FilterLogEvents on AnalystregionLog, ProberregionLog",
      "lambda:InvokeFunction on ProberregionFunction",
      "cloudwatch:GetMetricData on *",
      "cloudwatch:DescribeAlarms on alarm:*",
      "dynamodb:DeleteItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem on ResponderIncidents",
      "sns:Publish on Contactsoncallemail, Contactsoncallsms, Contactsplatformemail",
      "kms:Decrypt kms:GenerateDataKey on MessagesKey",
      "sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ReceiveMessage on ResponderAlarmsQueue",
    ]);
  });

  it("counts messages that could not be sent from the very records that it logs", () => {
    Template.fromStack(deploy().stack).hasResourceProperties("AWS::Logs::MetricFilter", {
      LogGroupName: { Ref: Match.stringLikeRegexp("ResponderLog") },
      FilterPattern: '{ $.bongsu = "untold" }',
      MetricTransformations: [{ MetricNamespace: "Bongsu/acme", MetricName: "Untold", MetricValue: "$.count" }],
    });
  });

  it("gets the whole configuration beside its code, with references instead of secrets", () => {
    const reference = `\${${"secret:acme/token"}}`;
    const target = { url: "https://api.acme.example", headers: { authorization: reference } };
    const { app, stack, outdir } = deploy(aConfig({ checks: [aCheck("acme-prod/checkout", { target })] }), { isBundled: true });
    app.synth();
    const responder = resourcesOf(stack, "AWS::Lambda::Function").find(
      ({ Properties }) => Properties.FunctionName === "bongsu-acme-responder",
    );
    const { S3Key } = (responder?.Properties.Code ?? { S3Key: "" }) as { S3Key: string };
    const folder = join(outdir, `asset.${S3Key.replace(".zip", "")}`);
    const manifest = parseResponderManifest(readFileSync(join(folder, "manifest.json"), "utf8"));
    expect(manifest.config).toMatchObject({ name: "acme", checks: [{ id: "acme-prod/checkout", target }] });
  });
});

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

function placeOf(resource: unknown): string {
  if (resource === "*") return "*";
  const text = JSON.stringify(resource);
  if (text.includes("alarm:*")) return "alarm:*";
  const names = [...text.matchAll(/"Bongsu([A-Za-z]+?)[0-9A-F]{8}"/g)].map(([, name]) => name);
  return names.toSorted().join(", ");
}
