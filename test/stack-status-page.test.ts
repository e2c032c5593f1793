/** What is deployed for status pages. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CfnResource, Validations } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { billOf } from "../lib/core/cost/bill.ts";
import { planUsage } from "../lib/core/cost/plan-usage.ts";
import type { Config } from "../lib/core/model/check.ts";
import { aCheck, aConfig, type Deployment, deploy, resourcesOf } from "./kit/deployment.ts";

const STATUS_TYPES = ["AWS::S3::Bucket", "AWS::CloudFront::Distribution", "AWS::CloudFront::OriginAccessControl"];

function withPages(part: Partial<Config> = {}): Deployment {
  const checks = [aCheck("acme-prod/checkout", { publicTitle: "Checkout" }), aCheck("acme-prod/login")];
  return deploy(aConfig({ checks, statusPages: [{ group: "acme-prod", title: "Acme", language: "en" }], ...part }));
}

describe("status pages in the template", () => {
  it("are not there unless they are asked for", () => {
    const { stack } = deploy();
    for (const type of STATUS_TYPES) expect(resourcesOf(stack, type)).toEqual([]);
  });

  it("lie in a private, encrypted bucket that speaks TLS only, and go when nobody writes them", () => {
    const template = Template.fromStack(withPages().stack);
    template.hasResource("AWS::S3::Bucket", { DeletionPolicy: "Retain" });
    template.hasResourceProperties("AWS::S3::Bucket", {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }] },
      LifecycleConfiguration: { Rules: [Match.objectLike({ Prefix: "public/", ExpirationInDays: 2, Status: "Enabled" })] },
    });
    template.hasResourceProperties("AWS::S3::BucketPolicy", {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
        ]),
      },
    });
  });

  it("are read through one distribution, HTTPS only, that reaches nothing but the public folder", () => {
    const template = Template.fromStack(withPages().stack);
    template.hasResourceProperties("AWS::CloudFront::Distribution", {
      DistributionConfig: Match.objectLike({
        DefaultCacheBehavior: Match.objectLike({ ViewerProtocolPolicy: "redirect-to-https", AllowedMethods: ["GET", "HEAD"] }),
        Origins: [Match.objectLike({ OriginPath: "/public", OriginAccessControlId: Match.anyValue() })],
      }),
    });
    template.hasResourceProperties("AWS::S3::BucketPolicy", {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: "Deny",
            Principal: { Service: "cloudfront.amazonaws.com" },
            Action: "s3:GetObject",
            Resource: { "Fn::Join": ["", [Match.anyValue(), "/private/*"]] },
          }),
        ]),
      },
    });
  });

  it("tell search engines to pass by, and other sites not to frame them", () => {
    Template.fromStack(withPages().stack).hasResourceProperties("AWS::CloudFront::ResponseHeadersPolicy", {
      ResponseHeadersPolicyConfig: Match.objectLike({
        CustomHeadersConfig: { Items: [{ Header: "X-Robots-Tag", Value: "noindex, nofollow", Override: true }] },
        SecurityHeadersConfig: Match.objectLike({ FrameOptions: { FrameOption: "DENY", Override: true } }),
      }),
    });
  });

  it("have no part of their addresses in the template", () => {
    const { stack } = withPages();
    const [writer] = resourcesOf(stack, "AWS::Lambda::Function").filter(
      ({ Properties }) => Properties.FunctionName === "bongsu-acme-status-page",
    );
    expect(
      Object.keys((writer?.Properties.Environment as { Variables?: object } | undefined)?.Variables ?? {}).toSorted(),
    ).toEqual([
      ...["BONGSU_INCIDENT_TABLE", "BONGSU_LOCATION_REGION", "BONGSU_LOCATION_VPC", "BONGSU_STATUS_BUCKET", "BONGSU_STATUS_URL"],
      "NODE_OPTIONS",
    ]);
  });

  it("are written every minute, also where nobody is told and no table of incidents is", () => {
    const silent = {
      contacts: [],
      operators: [],
      checks: [aCheck("acme-prod/checkout", { publicTitle: "Checkout", notify: [] })],
    };
    const { stack } = withPages(silent);
    Template.fromStack(stack).hasResourceProperties("AWS::Scheduler::Schedule", {
      Name: "acme-status-page",
      ScheduleExpression: "rate(1 minute)",
    });
    expect(JSON.stringify(resourcesOf(stack, "AWS::Lambda::Function"))).not.toContain("BONGSU_INCIDENT_TABLE");
  });
});

interface Statement {
  readonly Sid: string;
  readonly Action: unknown;
  readonly Resource: unknown;
}

describe("the role of their writer", () => {
  it("may read alarms, metrics and incidents, write below public, and keep its one record", () => {
    const { stack, bongsu } = withPages();
    const policy = bongsu.node.findAll().find(({ node }) => node.path.endsWith("StatusPage/Role/DefaultPolicy/Resource"));
    if (!(policy instanceof CfnResource)) throw new Error("The role has no policy.");
    const name = stack.resolve(policy.logicalId);
    const [found] = resourcesOf(stack, "AWS::IAM::Policy").filter(({ Properties }) => Properties.PolicyName === name);
    const document = found?.Properties.PolicyDocument as { Statement: readonly Statement[] } | undefined;
    const said = document?.Statement.map(({ Action, Resource, Sid }) => [
      Sid,
      [Action].flat().join(" "),
      /"([^"]*)"\]*\}*$/.exec(JSON.stringify(Resource))?.[1],
    ]);
    expect(said).toEqual([
      ["WriteOwnLog", "logs:CreateLogStream logs:PutLogEvents", "Arn"],
      ["ReadMetrics", "cloudwatch:GetMetricData", "*"],
      ["ReadAlarms", "cloudwatch:DescribeAlarms", ":alarm:*"],
      ["ReadIncidents", "dynamodb:Query", ":table/bongsu-acme-incidents"],
      ["WritePages", "s3:PutObject", "/public/*"],
      ["KeepRecord", "s3:GetObject s3:PutObject", "/private/record.json"],
      ["FindRecord", "s3:ListBucket", "Arn"],
    ]);
  });
});

describe("what status pages cost", () => {
  it("is counted as it is deployed, and as docs/status-page.md says", async () => {
    const checks = Array.from({ length: 10 }, (_, at) => aCheck(`acme/${at}`, { group: "acme", publicTitle: `Service ${at}` }));
    const config = aConfig({ checks, statusPages: [{ group: "acme", language: "en" }] });
    const { statusPages: _none, ...without } = config;
    const usage = await planUsage(config);
    const { stack } = deploy(config);
    expect(usage.alarms).toBe(resourcesOf(stack, "AWS::CloudWatch::Alarm").length);
    expect(usage.scheduledStarts - (await planUsage(without)).scheduledStarts).toBe(43_800);
    const usd = billOf(usage).usd - billOf(await planUsage(without)).usd;
    const document = readFileSync(join(import.meta.dirname, "../docs/status-page.md"), "utf8");
    const [, written] = /ten services on one page about \$([\d.]+) a month/.exec(document) ?? [];
    expect(usd).toBeCloseTo(Number(written), 1);
  });

  it("has an alarm on the function, so that operators hear of it before customers do", () => {
    const names = resourcesOf(withPages().stack, "AWS::CloudWatch::Alarm").map(({ Properties }) => Properties.AlarmName);
    expect(names).toContain("acme: status page has errors");
    expect(names).toContain("acme: status page is throttled");
  });
});

describe("the template of status pages", () => {
  beforeEach(() => void vi.stubEnv("CDK_VALIDATION", "true"));
  afterEach(() => void vi.unstubAllEnvs());

  it("has no finding of CloudFormation's own rules nor of cdk-nag that is not acknowledged with its reason", () => {
    const { app, outdir } = withPages();
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
    app.synth();
    const report = JSON.parse(readFileSync(join(outdir, "validation-report.json"), "utf8"));
    expect(report.pluginReports.length).toBeGreaterThan(0);
    expect(report.pluginReports.flatMap(({ violations }: { violations: unknown[] }) => violations)).toEqual([]);
  }, 90_000);
});
