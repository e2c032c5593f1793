/** Large deployments: many checks in several stacks, each within what AWS takes, and alarms that stay where they are. */
import { App, type IStackSynthesizer, LegacyStackSynthesizer, NestedStack, Stack } from "aws-cdk-lib";
import { Annotations, Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { Bongsu } from "../lib/constructs/bongsu.ts";
import { defineChecks } from "../lib/core/config/index.ts";
import type { Config } from "../lib/core/model/check.ts";
import { aCheck, aConfig, type Deployment, deploy, manyChecks, resourcesOf } from "./kit/deployment.ts";
import { mixedConfig } from "./kit/mixed-config.ts";
import { limitsBroken, readTemplates, type TemplateFile } from "./kit/template-limits.ts";

describe("a thousand checks of every kind", () => {
  it("stay within every limit of AWS", () => {
    const templates = synthesised(deploy(mixedConfig(1_000), { props: () => ({ alarmStacks: 8 }) }));
    expect(limitsBroken(templates)).toEqual([]);
    expect(templates.map(({ name }) => name).toSorted()).toEqual(["Acme", ...numbered(8)]);
  });

  it("have every alarm and every counter that they had in one stack", () => {
    const config = mixedConfig(100);
    const [one, several] = [synthesised(deploy(config)), synthesised(deploy(config, { props: () => ({ alarmStacks: 3 }) }))];
    expect(one).toHaveLength(1);
    for (const property of ["AlarmName", "FilterPattern"]) {
      expect(valuesOf(several, property)).toEqual(valuesOf(one, property));
    }
  });
});

describe("the check of limits", () => {
  it("says which are broken", () => {
    const alarm = (index: number) => ({ Type: "AWS::CloudWatch::Alarm", Properties: { AlarmName: `alarm ${index % 500}` } });
    const Resources = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`Alarm${index}`, alarm(index)]));
    const Outputs = { Topic: { Value: { "Fn::ImportValue": "x" }, Export: { Name: "y" } } };
    expect(limitsBroken([{ name: "Acme", bytes: 1_000_001, template: { Resources, Outputs } }])).toEqual([
      "Acme in bytes: 1000001, and 1000000 is the limit",
      "resources of Acme: 501, and 500 is the limit",
      "locks between stacks in Acme: 2, and 0 is the limit",
      "alarms that share a name: 1, and 0 is the limit",
    ]);
  });

  it("counts what a role may do, in itself and beside it", () => {
    const document = (length: number) => ({ Roles: [{ Ref: "Role" }], PolicyDocument: { Statement: ["x".repeat(length)] } });
    const Resources = {
      Inside: { Type: "AWS::IAM::Policy", Properties: document(11_000) },
      ...Object.fromEntries(
        Array.from({ length: 11 }, (_, index) => [
          `Beside${index}`,
          { Type: "AWS::IAM::ManagedPolicy", Properties: document(100) },
        ]),
      ),
    };
    expect(limitsBroken([{ name: "Acme", bytes: 1, template: { Resources } }])).toEqual([
      expect.stringMatching(/^policy in Acme .* in characters: 110\d\d, and 10240 is the limit$/),
      expect.stringMatching(/^policies beside Acme .*: 11, and 10 is the limit$/),
    ]);
  });
});

describe("alarms of checks", () => {
  it("stand in the one stack up to 300, and in stacks beside it from there on", () => {
    expect(alarmsByStack(aConfig({ checks: manyChecks(300) }))).toEqual({ Acme: 300 });
    const { Acme: here, ...beside } = alarmsByStack(aConfig({ checks: manyChecks(301) }));
    expect(here).toBeUndefined();
    expect(Object.keys(beside).toSorted()).toEqual(numbered(2));
    expect(Object.values(beside).reduce((sum, some) => sum + some, 0)).toBe(301);
  });

  it("need more stacks where their descriptions are long, since a template has 1 MB", () => {
    const long = { title: "결제".repeat(60), runbook: `https://wiki.acme.example/${"경로".repeat(60)}` };
    const config = aConfig({ language: "ko", checks: manyChecks(400, { ...long, slow: SLOW }) });
    const templates = synthesised(deploy(config));
    expect(limitsBroken(templates)).toEqual([]);
    // By resources alone two would do.
    expect(templates.map(({ name }) => name).toSorted()).toEqual(["Acme", ...numbered(4)]);
    for (const { bytes } of templates) expect(bytes).toBeLessThan(900_000);
  });

  it("report to the topic of the deployment, which they know by its name", () => {
    const { app } = deploy(aConfig(), { props: () => ({ alarmStacks: 1 }) });
    const [alarm] = resourcesOf(stackOf(app, "Acme-alarms-0"), "AWS::CloudWatch::Alarm");
    const own = ["arn:", { Ref: "AWS::Partition" }, ":sns:", { Ref: "AWS::Region" }, ":", { Ref: "AWS::AccountId" }];
    expect(alarm?.Properties.AlarmActions).toEqual([{ "Fn::Join": ["", [...own, ":bongsu-acme-alarms"]] }]);
    expect(alarm?.Properties.OKActions).toEqual(alarm?.Properties.AlarmActions);
  });

  it("tell nobody where nobody is to be told", () => {
    const config = aConfig({ operators: [], checks: [aCheck("a", { notify: [] })] });
    const { app } = deploy(config, { props: () => ({ alarmStacks: 1 }) });
    const [alarm] = resourcesOf(stackOf(app, "Acme-alarms-0"), "AWS::CloudWatch::Alarm");
    expect(alarm?.Properties).not.toHaveProperty("AlarmActions");
  });

  it("are no tiles on the dashboard any more, which links to their list instead", () => {
    const [overview] = resourcesOf(deploy(aConfig({ checks: manyChecks(301) })).stack, "AWS::CloudWatch::Dashboard");
    const body = JSON.stringify(overview?.Properties.DashboardBody);
    expect(body).toContain("#alarmsV2:?~(search~'acme~alarmStateFilter~'ALARM)");
    expect(body.length).toBeLessThan(40_000);
  });
});

describe("the stacks of alarms", () => {
  const pinned = { props: () => ({ alarmStacks: 3 }) };

  it("are deployed one after the other, after the stack of Bongsu", () => {
    const { app } = deploy(aConfig(), pinned);
    const [core, ...beside] = ["Acme", ...numbered(3)].map((name) => stackOf(app, name));
    let before = core;
    for (const stack of beside) {
      expect(stack.dependencies).toEqual([before]);
      before = stack;
    }
    expect(core?.dependencies).toEqual([]);
  });

  it("go where the stack of Bongsu goes, as it does", () => {
    const app = new App({ context: { "aws:cdk:bundling-stacks": [] } });
    const env = { account: "123456789012", region: "eu-west-1" };
    const stack = new Stack(app, "Acme", { env, stackName: "mine", terminationProtection: true, tags: { team: "platform" } });
    new Bongsu(stack, "Bongsu", { config: aConfig(), alarmStacks: 1 });
    const beside = stackOf(app, "Acme-alarms-0");
    expect(beside).toMatchObject({ ...env, stackName: "mine-alarms-0", terminationProtection: true });
    expect(beside.tags.tagValues()).toEqual({ team: "platform" });
  });

  it("stay when they are empty, so that alarms of checks that are gone go too", () => {
    const { app } = deploy(aConfig({ checks: [aCheck("a")] }), pinned);
    const resources = numbered(3).map(
      (name) => resourcesOf(stackOf(app, name), "AWS::CloudFormation::WaitConditionHandle").length,
    );
    expect(resources.toSorted()).toEqual([0, 1, 1]);
  });

  it("are advised to be written down, until they are", () => {
    const advice = Match.stringLikeRegexp("in 2 stacks beside this one.*alarmStacks: 2");
    const config = aConfig({ checks: manyChecks(301) });
    Annotations.fromStack(deploy(config).stack).hasWarning("/Acme/Bongsu", advice);
    const settled = Annotations.fromStack(deploy(config, { props: () => ({ alarmStacks: 2 }) }).stack);
    settled.hasNoWarning("/Acme/Bongsu", advice);
  });

  it.each([
    [2.5, "alarmStacks is 2.5: write a whole number from 0 to 512; 8 is enough."],
    [513, "alarmStacks is 513: write a whole number from 0 to 512; 8 is enough."],
    [0, "alarmStacks is 0, but the alarms of the checks do not fit into so few: 8 is enough."],
    [3, "alarmStacks is 3, but the alarms of the checks do not fit into so few: 8 is enough."],
  ])("are refused where the number is none, or too small: %d", (alarmStacks, sentence) => {
    expect(() => deploy(mixedConfig(1_000), { props: () => ({ alarmStacks }) })).toThrow(sentence);
  });

  it("are refused in plain words where there can be none", () => {
    const app = new App({ context: { "aws:cdk:bundling-stacks": [] } });
    const props = { config: aConfig(), alarmStacks: 1 };
    const outer = new Stack(app, "Outer");
    expect(() => new Bongsu(new NestedStack(outer, "Inner"), "Bongsu", props)).toThrow("a nested stack can have none beside it");
    const own = new Stack(app, "Own", { synthesizer: new LegacyStackSynthesizer() as IStackSynthesizer });
    expect(() => new Bongsu(own, "Bongsu", props)).toThrow("give it to the app, as defaultStackSynthesizer");
    const shared = new Stack(app, "Shared");
    new Bongsu(shared, "One", props);
    const other = { ...props, config: aConfig({ name: "other" }) };
    expect(() => new Bongsu(shared, "Other", other)).toThrow("there is one of that name, of another Bongsu in the same stack");
  });
});

describe("secrets", () => {
  it("are named one by one, in as many policies as that takes", () => {
    const templates = synthesised(deploy(withSecrets(350)));
    expect(limitsBroken(templates)).toEqual([]);
    expect(JSON.stringify(templates).match(/secret:acme\/\d+\/token-\?{6}/g)).toHaveLength(350);
  });

  it("are refused where a role cannot name them all, with the cure", () => {
    expect(() => deploy(withSecrets(500))).toThrow(
      /^Checks from region read 500 secrets and parameters.*\{ secretPaths: \["acme\/"\] \}/,
    );
  });

  it("are read below a path that is given, and by their names elsewhere", () => {
    const config = withSecrets(500);
    const other = aCheck("b", { target: { url: "https://b.example", headers: { key: "$" + "{ssm:/other/key}" } } });
    const { stack } = deploy({ ...config, checks: [...config.checks, other] }, { props: () => ({ secretPaths: ["acme/"] }) });
    const policies = JSON.stringify(resourcesOf(stack, "AWS::IAM::Policy"));
    expect(policies).toContain(":secret:acme/*");
    expect(policies).toContain(":parameter/other/key");
    expect(policies).not.toContain("acme/1/token");
  });

  it.each(["", "acme", "/", "acme/*/"])("are refused a path that is none: %j", (path) => {
    expect(() => deploy(aConfig(), { props: () => ({ secretPaths: [path] }) })).toThrow("write a path that ends in a slash");
  });

  function withSecrets(count: number): Config {
    const target = (index: number) => ({
      url: "https://a.example",
      headers: { authorization: `$\{secret:acme/${index}/token}` },
    });
    return aConfig({ checks: Array.from({ length: count }, (_, index) => aCheck(`acme/${index}`, { target: target(index) })) });
  }
});

describe("buckets", () => {
  it("are named one by one, and refused where a role cannot name them all", () => {
    expect(limitsBroken(synthesised(deploy(withBuckets(80))))).toEqual([]);
    expect(() => deploy(withBuckets(150))).toThrow(/so many buckets and objects.*a role that may read several buckets/);
  });

  function withBuckets(count: number): Config {
    const checks = Array.from({ length: count }, (_, index) => ({
      ...{ id: `acme/${index}`, s3: { bucket: `acme-${index}-exports`, key: "heartbeat/export.json" } },
    }));
    return defineChecks({ name: "acme", checks });
  }
});

const SLOW = [{ fact: "total", matcher: { op: "above", value: 2_000 } }] as const;

function synthesised({ app, outdir }: Deployment): TemplateFile[] {
  app.synth();
  return readTemplates(outdir);
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, number) => `Acme-alarms-${number}`);
}

function stackOf(app: App, name: string): Stack {
  const stack = app.node.findChild(name);
  if (!Stack.isStack(stack)) throw new Error(`${name} is no stack`);
  return stack;
}

/** How many alarms of checks stand where. */
function alarmsByStack(config: Config): Record<string, number> {
  const counts = synthesised(deploy(config)).map(({ name, template }): [string, number] => [
    name,
    Object.values(template.Resources).filter(({ Properties }) => /: acme-\d\//.test(String(Properties?.AlarmName))).length,
  ]);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** Of all stacks, in order. */
function valuesOf(templates: readonly TemplateFile[], property: string): unknown[] {
  const all = templates.flatMap(({ template }) => Object.values(template.Resources));
  return all.flatMap(({ Properties }) => Properties?.[property] ?? []).toSorted();
}
