import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { parseAnalystManifest } from "../lib/aws/analyst-input.ts";
import type { Check, Vantage } from "../lib/core/model/check.ts";
import { metricsCheck } from "./kit/checks.ts";
import { aCheck, aConfig, aNetwork, deploy, resourcesOf } from "./kit/deployment.ts";

const threads = { name: "jvm_threads_live_threads", labels: {}, fold: "sum" } as const;
const token = `\${${"secret:acme/token"}}`;

function leaking(id: string, from: Vantage, hasDump = true): Check {
  return metricsCheck("http://app.acme.internal/metrics", {
    ...{ id, from: [from], everyMs: 300_000, leak: { series: "threads" } },
    metrics: {
      series: { threads },
      headers: { authorization: token },
      ...(hasDump && { threadDump: "http://app.acme.internal/dump" }),
    },
  });
}

function analystsIn(stack: Stack): Readonly<Record<string, unknown>>[] {
  return resourcesOf(stack, "AWS::Lambda::Function")
    .map(({ Properties }) => Properties)
    .filter(({ FunctionName }) => String(FunctionName).includes("-analyst-"));
}

function schedulesIn(stack: Stack): unknown[] {
  return resourcesOf(stack, "AWS::Scheduler::Schedule")
    .filter(({ Properties }) => String(Properties.Name).startsWith("acme-analyst-"))
    .map(({ Properties: { Name, ScheduleExpression, Target } }) => [
      Name,
      ScheduleExpression,
      (Target as { Input: string }).Input,
    ]);
}

const inVpc = { props: (stack: Stack) => ({ vpc: aNetwork(stack) }) };

describe("the analyst", () => {
  it("looks at the hours of every deployment, once an hour", () => {
    const { stack } = deploy();
    expect(analystsIn(stack).map(({ FunctionName, Handler, Timeout }) => [FunctionName, Handler, Timeout])).toEqual([
      ["bongsu-acme-analyst-region", "analyst.handler", 600],
    ]);
    expect(schedulesIn(stack)).toEqual([
      ["acme-analyst-region-hours", "rate(1 hour)", '{"analysis":"hours","scheduledTime":"<aws.scheduler.scheduled-time>"}'],
    ]);
  });

  it("looks for leaks every five minutes where a series is watched", () => {
    const { stack } = deploy(aConfig({ checks: [leaking("acme-prod/app", "region")] }));
    expect(schedulesIn(stack)).toEqual([
      ["acme-analyst-region-leaks", "rate(5 minutes)", '{"analysis":"leaks","scheduledTime":"<aws.scheduler.scheduled-time>"}'],
      ["acme-analyst-region-hours", "rate(1 hour)", expect.any(String)],
    ]);
  });

  it("is inside the VPC only for leaks whose thread dump is there", () => {
    const checks = [aCheck("acme-prod/checkout"), leaking("acme-prod/app", "vpc")];
    const { stack } = deploy(aConfig({ checks }), inVpc);
    expect(analystsIn(stack).map(({ FunctionName, VpcConfig }) => [FunctionName, VpcConfig !== undefined])).toEqual([
      ["bongsu-acme-analyst-region", false],
      ["bongsu-acme-analyst-vpc", true],
    ]);
    const withoutDump = deploy(aConfig({ checks: [leaking("acme-prod/app", "vpc", false)] }), inVpc);
    expect(analystsIn(withoutDump.stack)).toHaveLength(1);
  });

  it("knows under which locations the probers publish", () => {
    const region = { Ref: "AWS::Region" };
    Template.fromStack(deploy().stack).hasResourceProperties("AWS::Lambda::Function", {
      FunctionName: "bongsu-acme-analyst-region",
      Environment: {
        Variables: { BONGSU_LOCATION_REGION: region, BONGSU_LOCATION_VPC: { "Fn::Join": ["", [region, "/vpc"]] } },
      },
    });
  });

  it("may read metrics, publish in Bongsu's namespace, and read the secrets of thread dumps alone", () => {
    const actions = (checks: Check[]) => {
      const policies = resourcesOf(deploy(aConfig({ checks })).stack, "AWS::IAM::Policy").map(({ Properties }) => Properties);
      const own = policies.find(({ Roles }) => JSON.stringify(Roles).includes("AnalystregionRole"));
      const { Statement } = (own?.PolicyDocument ?? { Statement: [] }) as {
        Statement: { Action: string | string[]; Condition?: unknown }[];
      };
      return Statement.map(({ Action, Condition }) => [
        [Action].flat().join(" "),
        ...(Condition === undefined ? [] : [Condition]),
      ]);
    };
    expect(actions([leaking("a", "region")])).toEqual([
      ["logs:CreateLogStream logs:PutLogEvents"],
      ["cloudwatch:PutMetricData", { StringEquals: { "cloudwatch:namespace": "Bongsu" } }],
      ["cloudwatch:GetMetricData"],
      ["secretsmanager:GetSecretValue"],
      [expect.stringContaining("sqs:SendMessage")],
    ]);
    expect(JSON.stringify(actions([leaking("a", "region", false)]))).not.toContain("secretsmanager");
  });

  it("counts what it could not publish, as the probers do", () => {
    Template.fromStack(deploy().stack).hasResourceProperties("AWS::Logs::MetricFilter", {
      LogGroupName: { Ref: Match.stringLikeRegexp("Analystregion") },
      FilterPattern: '{ $.bongsu = "undelivered" }',
    });
  });

  it("gets a manifest that it can read, with references instead of secrets", () => {
    const { app, stack, outdir } = deploy(aConfig({ checks: [leaking("acme-prod/app", "region")] }), { isBundled: true });
    app.synth();
    const [analyst] = analystsIn(stack);
    const { S3Key } = (analyst?.Code ?? { S3Key: "" }) as { S3Key: string };
    const manifest = parseAnalystManifest(
      readFileSync(join(outdir, `asset.${S3Key.replace(".zip", "")}`, "manifest.json"), "utf8"),
    );
    expect(manifest).toMatchObject({
      ...{ deployment: "acme", timezone: "Asia/Seoul" },
      leaks: [{ id: "acme-prod/app", target: { headers: { authorization: token } } }],
      hours: [{ id: "acme-prod/app", from: "region", everyMs: 300_000 }],
    });
  });
});
