import { Duration } from "aws-cdk-lib";
import { describe, expect, it } from "vitest";
import { makeCheck } from "../../test/kit/checks.ts";
import { defineChecks } from "../core/config/index.ts";
import { AWS_REGIONS } from "../core/config/regions.ts";
import type { Check, Config } from "../core/model/check.ts";
import { resourceNames } from "../core/model/resource-names.ts";
import { planShards } from "../core/run/shards.ts";
import { retentionOf } from "./log-retention.ts";
import { INVOCATION_MAX_MS, invocationTimeoutMs } from "./prober-time.ts";
import { refusals } from "./refusals.ts";

describe("invocationTimeoutMs", () => {
  it("serves the rounds of a whole minute at least, and two runs of the slowest check", () => {
    expect(invocationTimeoutMs([])).toBe(75_000);
    expect(invocationTimeoutMs(shardsOf({ timeoutMs: 10_000 }))).toBe(75_000);
    expect(invocationTimeoutMs(shardsOf({ timeoutMs: 59_500 }))).toBe(174_000);
    expect(invocationTimeoutMs(shardsOf({ timeoutMs: 3_000_000 }))).toBe(INVOCATION_MAX_MS);
  });
});

describe("refusals", () => {
  it("names each check from a VPC when there is none, and says what to do", () => {
    const config = configOf([makeCheck({ ...any, id: "a" }), makeCheck({ ...any, id: "b", from: ["vpc"] })]);
    expect(refusals(config, { hasVpc: true })).toEqual([]);
    expect(refusals(config, { hasVpc: false })).toEqual([
      'b has "from: vpc", but no VPC is given: write vpc: with its ids into checks.yaml, or pass { vpc } to the Bongsu construct.',
    ]);
    const vpc = { id: "vpc-0abc1234", subnets: ["subnet-0abc1234"], endpoints: false };
    expect(refusals({ ...config, vpc }, { hasVpc: false })).toEqual([]);
  });

  it("names each variable of this computer that a deployed prober would not have", () => {
    const target = { headers: { authorization: `Bearer \${${"env:TOKEN"}}` } };
    expect(refusals(configOf([makeCheck({ ...any, id: "a", target })]), { hasVpc: false })).toEqual([
      `a refers to \${env:TOKEN}, which only this computer has: write \${secret:…} or \${ssm:…}.`,
    ]);
  });

  it("names contacts that would share a topic, and operators with more ways than an alarm takes", () => {
    const contact = (name: string, slack = false) => ({
      ...{ name, emails: [`${name}@acme.example`], phones: [] },
      ...(slack && { slack: { workspace: "T0123ABC", channel: "C0123ABC" } }),
    });
    const same = { ...configOf([]), contacts: [contact("on.call"), contact("on_call")] };
    expect(refusals(same, { hasVpc: false })).toEqual(["on.call and on_call would share one SNS topic: rename one of them."]);
    const contacts = ["a", "b", "c"].map((name) => contact(name, true));
    const many = { ...configOf([]), contacts, operators: ["a", "b", "c"] };
    expect(refusals(many, { hasVpc: false })).toEqual([expect.stringContaining("reached in 6 ways")]);
    expect(refusals({ ...many, operators: ["a", "b"] }, { hasVpc: false })).toEqual([]);
  });

  it("names each check that cannot end within an invocation, and a timeout that can", () => {
    const config = configOf([
      makeCheck({ ...any, id: "a", timeoutMs: 420_000 }),
      makeCheck({ ...any, id: "b", timeoutMs: 480_000 }),
    ]);
    expect(refusals(config, { hasVpc: false })).toEqual([
      `b has "timeout: 8m": tried twice it does not fit Lambda's 15 minutes; 7m does.`,
    ]);
  });
});

describe("retentionOf", () => {
  it("takes what CloudWatch Logs has, and lists it where it has not", () => {
    expect(retentionOf(Duration.days(90))).toBe(90);
    expect(() => retentionOf(Duration.days(31))).toThrow(/31 days; CloudWatch Logs keeps lines for 1, 3, 5, 7, 14, 30, /);
  });
});

describe("resourceNames", () => {
  it("stay within AWS's 64 characters for the longest name of a deployment", () => {
    const name = "a".repeat(35);
    const checks = [{ id: "web", tcp: "web.acme.example:443" }];
    expect(defineChecks({ name, checks })).toMatchObject({ name });
    expect(() => defineChecks({ name: `${name}a`, checks })).toThrow("at most 35");
    const {
      schedule,
      contactTopic: _longer,
      logGroup: _path,
      analystLogGroup: _other,
      prober,
      analyst,
      ...fixed
    } = resourceNames(name);
    const places = ["region", "vpc", ...AWS_REGIONS];
    const all = [
      ...Object.values(fixed),
      ...places.map(prober),
      ...["region", "vpc"].map(analyst),
      ...places.map((place) => schedule(`${place}-86399s-99`)),
    ];
    for (const each of all) expect(each).toMatch(/^[\w/-]{1,64}$/);
  });
});

const any = { kind: "http", target: {} };

function shardsOf(part: Partial<Check>) {
  return planShards([makeCheck({ ...any, ...part })]);
}

function configOf(checks: Check[]): Config {
  return { name: "acme", timezone: "UTC", language: "en", contacts: [], operators: [], checks };
}
