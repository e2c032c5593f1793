import { Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { aCheck, aConfig, deploy, resourcesOf } from "../../test/kit/deployment.ts";
import type { Check } from "../core/model/check.ts";

const PATTERN = '{ ($.code = "Expired*") && ($.ms > 2000) }';
const tokens = logsCheck("acme-prod/tokens", { everyMs: 300_000, alarm: { badDatapoints: 1, ofDatapoints: 1 } });

describe("checks of kind logs", () => {
  it("become metric filters with their own pattern in the log group that they name", () => {
    Template.fromStack(deploy(aConfig({ checks: [tokens] })).stack).hasResourceProperties("AWS::Logs::MetricFilter", {
      LogGroupName: "/acme/export",
      FilterPattern: PATTERN,
      MetricTransformations: [
        { MetricNamespace: "Bongsu/acme", MetricName: "LogEvents/acme-prod/tokens", MetricValue: "1", Unit: "Count" },
      ],
    });
  });

  it("have an alarm on the very metric that the filter makes", () => {
    const { stack } = deploy(aConfig({ checks: [tokens] }));
    Template.fromStack(stack).hasResourceProperties("AWS::CloudWatch::Alarm", {
      AlarmName: "acme: acme-prod/tokens has too many log events",
      Namespace: "Bongsu/acme",
      MetricName: "LogEvents/acme-prod/tokens",
      Statistic: "Sum",
      Period: 300,
      Threshold: 0,
      ComparisonOperator: "GreaterThanThreshold",
      DatapointsToAlarm: 1,
      EvaluationPeriods: 1,
      TreatMissingData: "notBreaching",
    });
  });

  it("have each its own filter and alarm, also where CDK would take two ids for one", () => {
    const { stack } = deploy(aConfig({ checks: ["a/b", "a--b", "a---b", "a-/b", "a/-b"].map((id) => logsCheck(id)) }));
    const filters = resourcesOf(stack, "AWS::Logs::MetricFilter").map(({ Properties }) => Properties.LogGroupName);
    expect(filters.filter((group) => group === "/acme/export")).toHaveLength(5);
    const names = resourcesOf(stack, "AWS::CloudWatch::Alarm").map(({ Properties }) => String(Properties.AlarmName));
    expect(names.filter((name) => name.endsWith("has too many log events"))).toHaveLength(5);
  });

  it("create no log group, are run by no prober and wait for no VPC", () => {
    const inVpc = logsCheck("acme-prod/slow", { from: ["vpc"], everyMs: 86_400_000, timeoutMs: 600_000 });
    const { stack } = deploy(aConfig({ checks: [aCheck("acme-prod/checkout"), inVpc] }));
    const probers = resourcesOf(stack, "AWS::Lambda::Function").filter(({ Properties }) =>
      String(Properties.FunctionName).includes("prober"),
    );
    expect(probers).toHaveLength(1);
    const shards = resourcesOf(stack, "AWS::Scheduler::Schedule").map(({ Properties }) => Properties.Name);
    expect(shards.filter((name) => !/analyst|responder/.test(String(name)))).toEqual(["acme-region-1m-0"]);
    const groups = resourcesOf(stack, "AWS::Logs::LogGroup").map(({ Properties }) => Properties.LogGroupName);
    expect(groups).not.toContain("/acme/export");
  });
});

function logsCheck(id: string, part: Partial<Check> = {}): Check {
  return aCheck(id, { kind: "logs", target: { group: "/acme/export", pattern: PATTERN }, ...part });
}
