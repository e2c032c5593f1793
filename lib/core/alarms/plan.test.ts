import { describe, expect, it } from "vitest";
import { makeCheck } from "../../../test/kit/checks.ts";
import type { Check, Config } from "../model/check.ts";
import type { AlarmContext } from "./context.ts";
import { DESCRIPTION_CHARACTERS_MAX } from "./describe.ts";
import { planAlarms, planCheckAlarms } from "./plan.ts";
import { planSystemAlarms } from "./system-alarms.ts";
import { ALARM_TOPICS } from "./topics.ts";

const CONTEXT: AlarmContext = {
  locations: { region: "ap-northeast-2", vpc: "ap-northeast-2/vpc" },
  probers: [
    { vantage: "region", functionName: "bongsu-acme-prober-region" },
    { vantage: "vpc", functionName: "bongsu-acme-prober-vpc" },
  ],
  deadLetterQueueName: "bongsu-acme-dead-letters",
  dashboardUrl: "https://console.example/dashboards:name=bongsu-acme",
  runbookUrl: "https://docs.example/runbook.md",
};

describe("planCheckAlarms", () => {
  it("watches a check's worst run of each interval, M of N, and ignores runs that say nothing", () => {
    const [alarm] = planCheckAlarms(config({ checks: [check("acme-prod/checkout", { everyMs: 300_000 })] }), CONTEXT);
    expect(alarm).toMatchObject({
      name: "acme: acme-prod/checkout is down",
      topic: "down",
      severity: "critical",
      check: "acme-prod/checkout",
      metric: {
        namespace: "Bongsu",
        name: "Up",
        dimensions: { Deployment: "acme", Check: "acme-prod/checkout", Location: "ap-northeast-2" },
        statistic: "Minimum",
        periodMs: 300_000,
      },
      comparison: "below",
      threshold: 1,
      badDatapoints: 2,
      ofDatapoints: 3,
      missingData: "ignore",
      notify: ["oncall"],
    });
  });

  it("watches a check below a minute by its own interval, and one in a VPC at its own location", () => {
    const [alarm] = planCheckAlarms(config({ checks: [check("fast", { everyMs: 10_000, from: "vpc" })] }), CONTEXT);
    expect(alarm?.metric.periodMs).toBe(10_000);
    expect(alarm?.metric.dimensions.Location).toBe("ap-northeast-2/vpc");
  });
});

describe("planSystemAlarms", () => {
  it("tells the operators, never the owners of the checks", () => {
    const alarms = planSystemAlarms(config(), CONTEXT);
    expect(alarms.length).toBeGreaterThan(0);
    for (const { notify } of alarms) expect(notify).toEqual(["platform"]);
  });

  it("holds a shard for silent only after several passes are missing, and counts missing data as bad", () => {
    const checks = [check("a"), check("b", { everyMs: 10_000 }), check("c", { everyMs: 3_600_000 })];
    const silent = planSystemAlarms(config({ checks }), CONTEXT).filter(({ topic }) => topic === "silent");
    expect(
      silent.map(({ name, metric, badDatapoints, ofDatapoints }) => [name, metric.periodMs, badDatapoints, ofDatapoints]),
    ).toEqual([
      ["acme: shard region-10s-0 is silent", 60_000, 3, 3],
      ["acme: shard region-1h-0 is silent", 3_600_000, 2, 2],
      ["acme: shard region-1m-0 is silent", 60_000, 3, 3],
    ]);
    for (const { missingData, metric } of silent) {
      expect(missingData).toBe("breaching");
      expect(metric).toMatchObject({ namespace: "Bongsu", name: "Heartbeat", statistic: "Sum" });
    }
  });

  it("tells the operators of a shard in whose every pass some run stays unknown", () => {
    const checks = [check("a"), check("c", { everyMs: 3_600_000 })];
    const unknown = planSystemAlarms(config({ checks }), CONTEXT).filter(({ topic }) => topic === "unknown");
    expect(unknown.map(({ metric, missingData }) => [metric.name, metric.statistic, metric.periodMs, missingData])).toEqual([
      ["Unknown", "Minimum", 3_600_000, "notBreaching"],
      ["Unknown", "Minimum", 300_000, "notBreaching"],
    ]);
  });

  it("watches errors and throttles of each prober, the dead letters and what was not delivered", () => {
    const alarms = planSystemAlarms(config(), CONTEXT).filter(({ topic }) => !["silent", "unknown"].includes(topic));
    expect(
      alarms.map(({ name, metric }) => [name, metric.namespace, metric.name, Object.values(metric.dimensions).join()]),
    ).toEqual([
      ["acme: prober region has errors", "AWS/Lambda", "Errors", "bongsu-acme-prober-region"],
      ["acme: prober region is throttled", "AWS/Lambda", "Throttles", "bongsu-acme-prober-region"],
      ["acme: prober vpc has errors", "AWS/Lambda", "Errors", "bongsu-acme-prober-vpc"],
      ["acme: prober vpc is throttled", "AWS/Lambda", "Throttles", "bongsu-acme-prober-vpc"],
      ["acme: runs are in the dead-letter queue", "AWS/SQS", "ApproximateNumberOfMessagesVisible", "bongsu-acme-dead-letters"],
      ["acme: measurements are undelivered", "Bongsu/acme", "Undelivered", ""],
    ]);
  });

  it("plans nothing where nothing is deployed", () => {
    expect(planSystemAlarms(config(), { ...CONTEXT, probers: [] })).toEqual([]);
  });
});

describe("planAlarms", () => {
  it.each(["en", "ko"] as const)("says what it means, what to do first and where to look in every alarm (%s)", (language) => {
    const alarms = planAlarms(config({ language }), CONTEXT);
    expect(new Set(alarms.map(({ topic }) => topic))).toEqual(new Set(ALARM_TOPICS));
    for (const { topic, description } of alarms) {
      expect(description).toContain(`https://docs.example/runbook.md#${topic}`);
      expect(description).toContain("https://console.example/dashboards:name=bongsu-acme");
      expect(description.split("\n").length).toBeGreaterThanOrEqual(4);
    }
  });

  it("speaks the language of the deployment", () => {
    const [english] = planAlarms(config(), CONTEXT);
    const [korean] = planAlarms(config({ language: "ko" }), CONTEXT);
    expect(english?.description).toContain("acme-prod/checkout is down");
    expect(korean?.description).toContain("acme-prod/checkout — 장애");
  });

  it("names a check's title and its own runbook", () => {
    const checks = [check("acme-prod/checkout", { title: "결제 API", runbook: "https://wiki.acme.example/checkout" })];
    const [alarm] = planAlarms(config({ checks }), CONTEXT);
    expect(alarm?.description).toMatch(/^결제 API\n/);
    expect(alarm?.description).toContain("https://wiki.acme.example/checkout");
  });

  it("keeps its links whole and within CloudWatch's limit whatever the title and runbook are", () => {
    const id = `acme/${"x".repeat(123)}`;
    const checks = [check(id, { title: "가".repeat(5_000), runbook: `https://wiki.acme.example/${"y".repeat(3_000)}` })];
    for (const { description, topic } of planAlarms(config({ checks }), CONTEXT)) {
      expect(description.length).toBeLessThanOrEqual(DESCRIPTION_CHARACTERS_MAX);
      expect(description).toContain(`#${topic}\n`);
      expect(description).toMatch(/name=bongsu-acme$/);
    }
  });

  it("gives every alarm its own ASCII name within CloudWatch's limit", () => {
    const name = "a".repeat(40);
    const checks = Array.from({ length: 250 }, (_, index) => check(`${"b".repeat(120)}/${index}`));
    const names = planAlarms(config({ name, checks }), CONTEXT).map((alarm) => alarm.name);
    expect(new Set(names).size).toBe(names.length);
    for (const alarmName of names) expect(alarmName).toMatch(/^[\x20-\x7e]{1,255}$/);
  });

  it("keeps to the periods and windows that CloudWatch accepts", () => {
    const everyMs = [10_000, 20_000, 30_000, 60_000, 300_000, 3_600_000, 86_400_000];
    const checks = everyMs.map((value) => check(`c${value}`, { everyMs: value }));
    for (const { name, metric, ofDatapoints } of planAlarms(config({ checks }), CONTEXT)) {
      const periodSeconds = metric.periodMs / 1_000;
      expect([10, 20, 30].includes(periodSeconds) || periodSeconds % 60 === 0, name).toBe(true);
      expect(periodSeconds * ofDatapoints, name).toBeLessThanOrEqual(periodSeconds >= 3_600 ? 7 * 86_400 : 86_400);
    }
  });
});

function config(overrides: Partial<Config> = {}): Config {
  return {
    name: "acme",
    timezone: "Asia/Seoul",
    language: "en",
    contacts: [],
    operators: ["platform"],
    checks: [check("acme-prod/checkout"), check("acme-prod/ticks", { from: "vpc" })],
    ...overrides,
  };
}

function check(id: string, part: Partial<Check> = {}): Check {
  return makeCheck({ id, title: id, kind: "http", target: {}, notify: ["oncall"], ...part });
}
