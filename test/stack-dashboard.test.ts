import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Match, Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { parseWidgetManifest } from "../lib/aws/widget-input.ts";
import { PRICES } from "../lib/core/cost/prices.ts";
import packageJson from "../package.json" with { type: "json" };
import { aCheck, aConfig, aNetwork, deploy, manyChecks, resourcesOf } from "./kit/deployment.ts";
import { aContext, ask, aWidgetCheck, aWidgetManifest, madeUpHistory } from "./kit/widget.ts";

describe("the dashboards", () => {
  it("are two, since a third and more would cost: the whole, and one check by itself", () => {
    const names = resourcesOf(deploy().stack, "AWS::CloudWatch::Dashboard").map(({ Properties }) => Properties.DashboardName);
    expect(names).toEqual(["bongsu-acme", "bongsu-acme-check"]);
  });

  it("link to one another and draw with the function of their deployment", () => {
    const [overview, check] = resourcesOf(deploy().stack, "AWS::CloudWatch::Dashboard").map(({ Properties }) =>
      JSON.stringify(Properties.DashboardBody),
    );
    expect(overview).toContain("#dashboards:name=bongsu-acme-check");
    expect(check).toMatch(/#dashboards:name=bongsu-acme\)/);
    expect(overview).toContain(`Bongsu ${packageJson.version}.`);
    for (const body of [overview, check]) expect(body).toMatch(/"Fn::GetAtt":\["BongsuWidgetFunction/);
    expect(check).toContain(String.raw`\"pattern\":\"__CHECK__\"`);
  });

  it("show phases once any check publishes them", () => {
    const bodies = (metricForm: "classic" | "full") =>
      resourcesOf(
        deploy(aConfig({ checks: [aCheck("acme/a", { metricForm }), aCheck("acme/b")] })).stack,
        "AWS::CloudWatch::Dashboard",
      ).map(({ Properties }) => JSON.stringify(Properties.DashboardBody).includes("PhaseMs"));
    expect(bodies("classic")).toEqual([false, false]);
    expect(bodies("full")).toEqual([true, true]);
  });

  it("stay small enough for CloudWatch with 200 checks and all their alarms", () => {
    for (const { Properties } of resourcesOf(deploy(aConfig({ checks: manyChecks(200) })).stack, "AWS::CloudWatch::Dashboard")) {
      expect(JSON.stringify(Properties.DashboardBody).length).toBeLessThan(100_000);
    }
  });
});

describe("the widget's function", () => {
  it("is one on Node 24 and arm64, by a name that tells people it may be called from a dashboard", () => {
    Template.fromStack(deploy().stack).hasResourceProperties("AWS::Lambda::Function", {
      FunctionName: "customWidget-bongsu-acme",
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Handler: "widget.handler",
      Timeout: 10,
      Environment: { Variables: { BONGSU_LOCATION_REGION: { Ref: "AWS::Region" } } },
    });
    Template.fromStack(deploy().stack).hasResourceProperties("AWS::Logs::LogGroup", {
      LogGroupName: "/bongsu/acme/widget",
      RetentionInDays: 30,
    });
  });

  it("may read metrics and the table of incidents and write its log, and nothing else", () => {
    const own = resourcesOf(deploy().stack, "AWS::IAM::Policy").filter(({ Properties }) =>
      JSON.stringify(Properties.Roles).includes("WidgetRole"),
    );
    expect(own.map(({ Properties }) => Properties.PolicyDocument)).toEqual([
      {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "WriteOwnLog",
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: { "Fn::GetAtt": [expect.stringContaining("WidgetLog"), "Arn"] },
          },
          { Sid: "ReadMetrics", Effect: "Allow", Action: "cloudwatch:GetMetricData", Resource: "*" },
          {
            Sid: "ReadIncidents",
            Effect: "Allow",
            Action: "dynamodb:Query",
            Resource: arnEndingIn(":table/bongsu-acme-incidents"),
          },
        ],
      },
    ]);
  });

  it("can be called by nobody but those who may call functions anyhow", () => {
    Template.fromStack(deploy().stack).resourcePropertiesCountIs(
      "AWS::Lambda::Permission",
      { FunctionName: { "Fn::GetAtt": [Match.stringLikeRegexp("Widget"), "Arn"] } },
      0,
    );
  });

  it("gets of each check what its picture needs, and no target", () => {
    const target = { url: "https://api.acme.example/secret-path", headers: {} };
    const slow = [{ fact: "total", matcher: { op: "above", value: 2_000 } }] as const;
    const checks = [aCheck("acme/a", { title: "결제", target, slow }), aCheck("acme/b", { from: ["vpc"] })];
    const { app, stack, outdir } = deploy(aConfig({ checks }), {
      isBundled: true,
      props: (own) => ({ vpc: aNetwork(own) }),
    });
    app.synth();
    const widget = resourcesOf(stack, "AWS::Lambda::Function").find(({ Properties }) => Properties.Handler === "widget.handler");
    const { S3Key } = (widget?.Properties.Code ?? { S3Key: "" }) as { S3Key: string };
    const json = readFileSync(join(outdir, `asset.${S3Key.replace(".zip", "")}`, "manifest.json"), "utf8");
    for (const part of ["secret-path", "api.acme.example"]) expect(json).not.toContain(part);
    expect(parseWidgetManifest(json)).toEqual({
      ...{ schemaVersion: 1, deployment: "acme", timezone: "Asia/Seoul", language: "en" },
      checks: [
        { id: "acme/a", title: "결제", from: "region", everyMs: 60_000, watchesSlowness: true },
        { id: "acme/b", title: "acme/b", from: "vpc", everyMs: 60_000, watchesSlowness: false },
      ],
      ...{ sameHost: [["acme/a", "acme/b"]], tellsPeople: true },
    });
  });
});

describe("docs/dashboards.md", () => {
  it.each([10, 100, 1_000])("says what one look costs at %d checks", async (count) => {
    const asked = async (watchesSlowness: boolean) => {
      const checks = Array.from({ length: count }, (_, at) => aWidgetCheck(`acme/${at}`, { watchesSlowness }));
      const history = madeUpHistory(() => undefined);
      await ask({ view: "overview", widgetContext: aContext() }, { manifest: aWidgetManifest(checks), history });
      return history.asked.flat().length;
    };
    const [plain, slow] = [await asked(false), await asked(true)];
    const usd = (metrics: number) => `$${(metrics * PRICES.metricRead.usd).toFixed(4)}`;
    const row = [count, plain].map((number) => number.toLocaleString("en-US")).concat(usd(plain), usd(slow));
    expect(readFileSync(join(import.meta.dirname, "../docs/dashboards.md"), "utf8")).toContain(`| ${row.join(" | ")} |`);
  });
});

function arnEndingIn(end: string) {
  return { "Fn::Join": ["", expect.arrayContaining([end])] };
}
