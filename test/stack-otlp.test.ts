/** What is deployed where metrics are OTLP. */
import { describe, expect, it } from "vitest";
import { aCheck, aConfig, deploy, resourcesOf } from "./kit/deployment.ts";

const checks = [
  aCheck("acme-prod/checkout", { metricForm: "otlp" }),
  aCheck("acme-prod/login", { metricForm: "otlp" }),
  aCheck("acme-dev/checkout"),
];

function alarmsOf(stack: ReturnType<typeof deploy>["stack"]) {
  return resourcesOf(stack, "AWS::CloudWatch::Alarm").map(({ Properties }) => Properties);
}

function statementsOf(stack: ReturnType<typeof deploy>["stack"], sid: string) {
  const policies = resourcesOf(stack, "AWS::IAM::Policy").map(({ Properties }) => Properties.PolicyDocument);
  const statements = policies.flatMap((document) => (document as { Statement: Record<string, unknown>[] }).Statement);
  return statements.filter(({ Sid }) => Sid === sid);
}

describe("a stack with OTLP metrics", () => {
  it("has one PromQL alarm for the checks of a group, which tells the responder both ways, and no alarm of each", () => {
    const { stack } = deploy(aConfig({ checks }));
    const promql = alarmsOf(stack).filter(({ EvaluationCriteria }) => EvaluationCriteria !== undefined);
    expect(promql.map(({ AlarmName }) => AlarmName)).toEqual([
      "acme: acme-prod down, 2 of 3 every 1m",
      "acme: OTLP alarms from region are blind",
    ]);
    const [down] = promql;
    expect(down).toMatchObject({
      EvaluationInterval: 60,
      EvaluationCriteria: {
        PromQLCriteria: {
          Query: expect.stringContaining('check=~"acme-prod/(checkout|login)"'),
          PendingPeriod: 0,
          RecoveryPeriod: 0,
        },
      },
      AlarmActions: [expect.anything()],
      OKActions: [expect.anything()],
    });
    expect(down).not.toHaveProperty("TreatMissingData");
    const names = alarmsOf(stack).map(({ AlarmName }) => String(AlarmName));
    expect(names.filter((name) => / is down$/.test(name))).toEqual(["acme: acme-dev/checkout is down"]);
    expect(names).toEqual(expect.arrayContaining([expect.stringMatching(/^acme: shard .* is silent$/)]));
  });

  it("lets functions publish without a namespace and ask in PromQL, and only then", () => {
    const [otlp, classic] = [deploy(aConfig({ checks })).stack, deploy(aConfig()).stack];
    expect(statementsOf(otlp, "PublishMetrics").some((statement) => !("Condition" in statement))).toBe(true);
    expect(statementsOf(classic, "PublishMetrics").every((statement) => "Condition" in statement)).toBe(true);
    const actionsOf = (stack: typeof otlp, sid: string) => new Set(statementsOf(stack, sid).flatMap(({ Action }) => Action));
    expect(actionsOf(otlp, "ReadMetrics")).toEqual(new Set(["cloudwatch:GetMetricData", "cloudwatch:ListMetrics"]));
    expect(actionsOf(classic, "ReadMetrics")).toEqual(new Set(["cloudwatch:GetMetricData"]));
    expect(actionsOf(otlp, "ReadAlarms")).toContain("cloudwatch:DescribeAlarmContributors");
    expect(actionsOf(classic, "ReadAlarms")).not.toContain("cloudwatch:DescribeAlarmContributors");
  });

  it("holds hundreds of checks that as classic ones would need stacks of their own", () => {
    const many = (metricForm: "classic" | "otlp") =>
      Array.from({ length: 400 }, (_, index) => aCheck(`acme-${index % 4}/${index}`, { metricForm }));
    const { app: otlp, stack } = deploy(aConfig({ checks: many("otlp") }));
    expect(otlp.node.children.filter((child) => child.node.id.includes("alarms"))).toEqual([]);
    expect(alarmsOf(stack).filter(({ EvaluationCriteria }) => EvaluationCriteria !== undefined).length).toBeLessThan(10);
    const { app: classic } = deploy(aConfig({ checks: many("classic") }));
    expect(classic.node.children.length).toBeGreaterThan(otlp.node.children.length);
  });

  it("puts PromQL alarms into the stacks of alarms where there are some", () => {
    const { app, bongsu } = deploy(aConfig({ checks }), { props: () => ({ alarmStacks: 2 }) });
    expect(bongsu.alarms.map(({ alarmName }) => alarmName).length).toBeGreaterThan(0);
    const stacks = app.node.findAll().filter((one) => one.node.id === "acme: acme-prod down, 2 of 3 every 1m");
    expect(stacks.map((one) => one.node.path).join()).toMatch(/alarms-\d/);
  });
});
