import { describe, expect, it } from "vitest";
import { makeCheck } from "../../../test/kit/checks.ts";
import type { Check, Config } from "../model/check.ts";
import type { AlarmContext } from "./context.ts";
import { DESCRIPTION_CHARACTERS_MAX } from "./describe.ts";
import { planAlarms, planCheckAlarms } from "./plan.ts";
import { planResponderAlarms } from "./responder-alarms.ts";
import { planSystemAlarms } from "./system-alarms.ts";
import { ALARM_TOPICS } from "./topics.ts";

const CONTEXT: AlarmContext = {
  locations: { region: "ap-northeast-2", vpc: "ap-northeast-2/vpc" },
  probers: [
    { vantage: "region", functionName: "bongsu-acme-prober-region" },
    { vantage: "vpc", functionName: "bongsu-acme-prober-vpc" },
  ],
  analystFunctionNames: ["bongsu-acme-analyst-region"],
  deadLetterQueueName: "bongsu-acme-dead-letters",
  responder: {
    functionName: "bongsu-acme-responder",
    queueName: "bongsu-acme-alarms",
    deadLetterQueueName: "bongsu-acme-alarm-dead-letters",
  },
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
    const [alarm] = planCheckAlarms(config({ checks: [check("fast", { everyMs: 10_000, from: ["vpc"] })] }), CONTEXT);
    expect(alarm?.metric.periodMs).toBe(10_000);
    expect(alarm?.metric.dimensions.Location).toBe("ap-northeast-2/vpc");
  });
});

describe("a check that says what is slow", () => {
  const total = { fact: "total", matcher: { op: "above", value: 2_000 } } as const;
  const daysLeft = { fact: "certificate.daysLeft", matcher: { op: "below", value: 30 } } as const;

  it("warns of three slow answers in a row, where two failures of three are enough for down", () => {
    const [, slow, ...others] = alarmsOf(check("a", { slow: [total], everyMs: 300_000 }));
    expect(others).toEqual([]);
    expect(slow).toMatchObject({
      name: "acme: a is slow",
      severity: "warning",
      metric: {
        namespace: "Bongsu",
        name: "Slow",
        dimensions: { Deployment: "acme", Check: "a", Location: "ap-northeast-2" },
        statistic: "Maximum",
        periodMs: 300_000,
      },
      comparison: "above",
      threshold: 0,
      missingData: "ignore",
      notify: ["oncall"],
    });
  });

  it.each([
    ["1 of 1", { badDatapoints: 1, ofDatapoints: 1 }, { badDatapoints: 3, ofDatapoints: 3 }],
    ["2 of 5", { badDatapoints: 2, ofDatapoints: 5 }, { badDatapoints: 3, ofDatapoints: 3 }],
    ["4 of 6", { badDatapoints: 4, ofDatapoints: 6 }, { badDatapoints: 4, ofDatapoints: 6 }],
  ])("takes three in a row, or the check's own policy where it asks for more: %s", (_, alarm, expected) => {
    expect(alarmsOf(check("a", { slow: [total], alarm })).find(({ topic }) => topic === "slow")).toMatchObject(expected);
  });

  it("warns of a certificate by its own number, once a day, and of nothing else if nothing else is said", () => {
    const [, certificate, ...others] = alarmsOf(check("a", { slow: [daysLeft] }));
    expect(others).toEqual([]);
    expect(certificate).toMatchObject({
      topic: "certificate",
      severity: "warning",
      metric: { name: "CertificateDaysLeft", statistic: "Minimum", periodMs: 86_400_000 },
      ...{ comparison: "below", threshold: 30, badDatapoints: 1, ofDatapoints: 1, missingData: "ignore" },
    });
  });

  it("has both alarms if it says both", () => {
    expect(topicsOf(check("a", { slow: [daysLeft, total] }))).toEqual(["down", "slow", "certificate"]);
  });

  it("is slow by whatever of the certificate is no single bound of its days", () => {
    const issuer = { fact: "certificate.issuer", matcher: { op: "contains", value: "Test" } } as const;
    const notTen = { fact: "certificate.daysLeft", matcher: { op: "not", matcher: { op: "oneOf", values: [10] } } } as const;
    for (const rule of [issuer, notTen]) expect(topicsOf(check("a", { slow: [rule] }))).toEqual(["down", "slow"]);
  });
});

describe("a check that watches for a leak", () => {
  const series = { Deployment: "acme", Check: "a", Location: "ap-northeast-2/vpc", Series: "threads" };

  it("warns when the analyst has suspected one twice, and keeps to the last verdict while there is none", () => {
    const [, leak, ...others] = alarmsOf(check("a", { from: ["vpc"], leak: { series: "threads" } }));
    expect(others).toEqual([]);
    expect(leak).toMatchObject({
      topic: "leak",
      severity: "warning",
      metric: { namespace: "Bongsu", name: "LeakSuspected", dimensions: series, statistic: "Maximum", periodMs: 300_000 },
      ...{ comparison: "above", threshold: 0, badDatapoints: 2, ofDatapoints: 2, missingData: "ignore" },
    });
    expect(leak?.description).toMatch(/^threads\n/);
  });

  it("wakes somebody when the limit is at most six hours away, if it has one", () => {
    const [, , limit] = alarmsOf(check("a", { from: ["vpc"], leak: { series: "threads", limit: 2_000 } }));
    expect(limit).toMatchObject({
      topic: "limit-near",
      severity: "critical",
      metric: { namespace: "Bongsu", name: "MinutesUntilLimit", dimensions: series, statistic: "Minimum", periodMs: 300_000 },
      ...{ comparison: "atMost", threshold: 360, badDatapoints: 2, ofDatapoints: 2, missingData: "notBreaching" },
    });
    expect(limit?.description).toMatch(/^threads -> 2000\n/);
  });
});

describe("a check of kind logs", () => {
  it("is told of any event in its interval, and never of runs, for there are none", () => {
    const [log, ...others] = alarmsOf(logsCheck({ everyMs: 300_000, alarm: { badDatapoints: 1, ofDatapoints: 1 } }));
    expect(others).toEqual([]);
    expect(log).toMatchObject({
      name: "acme: acme-prod/tokens has too many log events",
      topic: "log",
      severity: "warning",
      metric: {
        namespace: "Bongsu/acme",
        name: "LogEvents/acme-prod/tokens",
        dimensions: {},
        statistic: "Sum",
        periodMs: 300_000,
      },
      ...{ comparison: "above", threshold: 0, badDatapoints: 1, ofDatapoints: 1, missingData: "notBreaching" },
      notify: ["oncall"],
    });
    expect(log?.description).toMatch(/^\/acme\/export: ExpiredToken\n/);
  });

  it.each([
    [
      { op: "atMost", value: 20 },
      { comparison: "above", threshold: 20 },
    ],
    [
      { op: "below", value: 10 },
      { comparison: "atLeast", threshold: 10 },
    ],
  ] as const)("goes off when %j does not hold", (matcher, rule) => {
    const [log] = alarmsOf(logsCheck({ expect: [{ fact: "count", matcher }], alarm: { badDatapoints: 2, ofDatapoints: 3 } }));
    expect(log).toMatchObject({ ...rule, badDatapoints: 2, ofDatapoints: 3 });
  });

  it("stands in no shard, so that its silence is nobody's", () => {
    expect(planSystemAlarms(config({ checks: [logsCheck()] }), CONTEXT).filter(({ topic }) => topic === "silent")).toEqual([]);
  });
});

describe("the alarm on slow hours", () => {
  it("is one for all checks, and tells the operators", () => {
    const alarms = planCheckAlarms(config(), CONTEXT).filter(({ topic }) => topic === "slow-hour");
    expect(alarms).toMatchObject([
      {
        name: "acme: an hour of the day is slow",
        severity: "warning",
        metric: { namespace: "Bongsu", name: "SlowHour", dimensions: { Deployment: "acme" }, periodMs: 3_600_000 },
        ...{ comparison: "above", threshold: 0, missingData: "notBreaching", notify: ["platform"] },
      },
    ]);
    expect(alarms[0]).not.toHaveProperty("check");
  });

  it("tells everybody once where there are no operators", () => {
    const checks = [check("a"), check("b", { notify: ["oncall", "dba"] })];
    const [alarm] = planCheckAlarms(config({ operators: [], checks }), CONTEXT).filter(({ topic }) => topic === "slow-hour");
    expect(alarm?.notify).toEqual(["oncall", "dba"]);
  });

  it("is not there without an analyst", () => {
    const { analystFunctionNames: _, ...context } = CONTEXT;
    expect(planCheckAlarms(config(), context).filter(({ topic }) => topic === "slow-hour")).toEqual([]);
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

  it("watches errors and throttles of each function, whether the analysts start, the dead letters and what was not delivered", () => {
    const alarms = planSystemAlarms(config(), CONTEXT).filter(({ topic }) => !["silent", "unknown"].includes(topic));
    expect(
      alarms.map(({ name, metric }) => [name, metric.namespace, metric.name, Object.values(metric.dimensions).join()]),
    ).toEqual([
      ["acme: prober region has errors", "AWS/Lambda", "Errors", "bongsu-acme-prober-region"],
      ["acme: prober region is throttled", "AWS/Lambda", "Throttles", "bongsu-acme-prober-region"],
      ["acme: prober vpc has errors", "AWS/Lambda", "Errors", "bongsu-acme-prober-vpc"],
      ["acme: prober vpc is throttled", "AWS/Lambda", "Throttles", "bongsu-acme-prober-vpc"],
      ["acme: analyst bongsu-acme-analyst-region has errors", "AWS/Lambda", "Errors", "bongsu-acme-analyst-region"],
      ["acme: analyst bongsu-acme-analyst-region is throttled", "AWS/Lambda", "Throttles", "bongsu-acme-analyst-region"],
      ["acme: analyst bongsu-acme-analyst-region is silent", "AWS/Lambda", "Invocations", "bongsu-acme-analyst-region"],
      ["acme: runs are in the dead-letter queue", "AWS/SQS", "ApproximateNumberOfMessagesVisible", "bongsu-acme-dead-letters"],
      ["acme: measurements are undelivered", "Bongsu/acme", "Undelivered", ""],
    ]);
  });

  it("holds an analyst for silent when it has not started for two hours, and counts missing data as bad", () => {
    const [silent] = planSystemAlarms(config(), CONTEXT).filter(({ topic }) => topic === "analyst-silent");
    expect(silent).toMatchObject({
      metric: { statistic: "Sum", periodMs: 3_600_000 },
      ...{ comparison: "below", threshold: 1, badDatapoints: 2, ofDatapoints: 2, missingData: "breaching" },
    });
  });

  it("plans nothing where nothing is deployed", () => {
    expect(planSystemAlarms(config(), { ...CONTEXT, probers: [] })).toEqual([]);
  });
});

describe("planResponderAlarms", () => {
  it("watches that the responder starts, ends well, keeps up, and that its messages reach people", () => {
    const alarms = planResponderAlarms(config(), CONTEXT);
    expect(alarms.map(({ name, topic, severity, metric, threshold }) => [name, topic, severity, metric.name, threshold])).toEqual(
      [
        ["acme: responder has errors", "errors", "warning", "Errors", 0],
        ["acme: responder is throttled", "throttles", "warning", "Throttles", 0],
        ["acme: responder is silent", "responder-silent", "critical", "Invocations", 1],
        ["acme: responder is late", "responder-late", "critical", "ApproximateAgeOfOldestMessage", 300],
        ["acme: notifications are in the dead-letter queue", "dead-letters", "warning", "ApproximateNumberOfMessagesVisible", 0],
        ["acme: messages are untold", "untold", "critical", "Untold", 0],
      ],
    );
    expect(alarms.filter(({ missingData }) => missingData === "breaching").map(({ topic }) => topic)).toEqual([
      "responder-silent",
    ]);
  });

  it("is none of the alarms that the responder itself looks at, and empty where there is no responder", () => {
    const own = planResponderAlarms(config(), CONTEXT).map(({ name }) => name);
    expect(planAlarms(config(), CONTEXT).filter(({ name }) => own.includes(name))).toEqual([]);
    const { responder: _none, ...alone } = CONTEXT;
    expect(planResponderAlarms(config(), alone)).toEqual([]);
  });
});

describe("planAlarms", () => {
  it.each(["en", "ko"] as const)("says what it means, what to do first and where to look in every alarm (%s)", (language) => {
    const whole = config({ language, checks: everyTopic("acme-prod") });
    const alarms = [...planAlarms(whole, CONTEXT), ...planResponderAlarms(whole, CONTEXT)];
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
    const long = { title: "가".repeat(5_000), runbook: `https://wiki.acme.example/${"y".repeat(3_000)}` };
    const checks = everyTopic(id).map((one) => ({ ...one, ...long }));
    for (const { description, topic } of planAlarms(config({ checks }), CONTEXT)) {
      expect(description.length).toBeLessThanOrEqual(DESCRIPTION_CHARACTERS_MAX);
      expect(description).toContain(`#${topic}\n`);
      expect(description).toMatch(/name=bongsu-acme$/);
    }
  });

  it("gives every alarm its own ASCII name within CloudWatch's limit", () => {
    const name = "a".repeat(35);
    const ids = Array.from({ length: 100 }, (_, index) => `${"b".repeat(110)}/${index}`);
    const checks = ids.flatMap((id) => everyTopic(id));
    const names = planAlarms(config({ name, checks }), CONTEXT).map((alarm) => alarm.name);
    expect(new Set(names).size).toBe(names.length);
    for (const alarmName of names) expect(alarmName).toMatch(/^[\x20-\x7e]{1,255}$/);
  });

  it("lets several places vote: down when more than half see it, and a warning while fewer do", () => {
    const places = { from: ["region", "us-east-1", "eu-west-1"], slow: [SLOW] } satisfies Partial<Check>;
    const [down, partly, slow] = alarmsOf(check("api", places));
    const locations = ["ap-northeast-2", "us-east-1", "eu-west-1"];
    expect(down?.vote?.metrics.map(({ dimensions }) => dimensions.Location)).toEqual(locations);
    expect(down).toMatchObject({
      ...{ topic: "down", severity: "critical", vote: { needed: 2, badValue: 0, of: "enough" } },
      ...{ comparison: "atLeast", threshold: 2, badDatapoints: 2, ofDatapoints: 3, missingData: "ignore" },
    });
    expect(partly).toMatchObject({
      ...{ name: "acme: api is down in some places", topic: "partly-down", severity: "warning", vote: { of: "some" } },
      ...{ comparison: "above", threshold: 0, badDatapoints: 3, ofDatapoints: 3 },
    });
    expect(slow).toMatchObject({ topic: "slow", vote: { needed: 2, badValue: 1 }, comparison: "atLeast", threshold: 2 });
  });

  it("lets as many places decide as the check says, and warns of no part where one is enough", () => {
    const policy = { badDatapoints: 1, ofDatapoints: 1 };
    const of = (badLocations: number) => alarmsOf(check("api", { from: ["region", "vpc"], alarm: { ...policy, badLocations } }));
    expect(of(1).map(({ topic, threshold }) => [topic, threshold])).toEqual([["down", 1]]);
    expect(of(2).map(({ topic, threshold }) => [topic, threshold])).toEqual([
      ["down", 2],
      ["partly-down", 0],
    ]);
    expect(of(2)[0]).not.toHaveProperty("badLocations");
  });

  it("watches functions at home alone: of those elsewhere the missing heartbeat tells", () => {
    const context = { ...CONTEXT, probers: [...CONTEXT.probers, { vantage: "us-east-1", functionName: "far" }] };
    const checks = [check("api", { from: ["us-east-1"] })];
    const alarms = planSystemAlarms(config({ checks }), context);
    expect(alarms.filter(({ metric }) => metric.dimensions.FunctionName === "far")).toEqual([]);
    expect(alarms.find(({ topic }) => topic === "silent")).toMatchObject({
      metric: { name: "Heartbeat", dimensions: { Shard: "us-east-1-1m-0", Location: "us-east-1" } },
    });
  });

  it("keeps to the periods and windows that CloudWatch accepts", () => {
    const everyMs = [10_000, 20_000, 30_000, 60_000, 300_000, 3_600_000, 86_400_000];
    const slow = [{ fact: "total", matcher: { op: "above", value: 2_000 } }] as const;
    const checks = everyMs.map((value) => check(`c${value}`, { everyMs: value, slow, leak: { series: "threads", limit: 9 } }));
    for (const { name, metric, ofDatapoints } of planAlarms(config({ checks }), CONTEXT)) {
      const periodSeconds = metric.periodMs / 1_000;
      expect([10, 20, 30].includes(periodSeconds) || periodSeconds % 60 === 0, name).toBe(true);
      expect(periodSeconds * ofDatapoints, name).toBeLessThanOrEqual(periodSeconds >= 3_600 ? 7 * 86_400 : 86_400);
    }
  });
});

const SLOW = { fact: "total", matcher: { op: "above", value: 2_000 } } as const;

function config(overrides: Partial<Config> = {}): Config {
  return {
    name: "acme",
    timezone: "Asia/Seoul",
    language: "en",
    contacts: [],
    operators: ["platform"],
    checks: [check("acme-prod/checkout"), check("acme-prod/ticks", { from: ["vpc"] })],
    ...overrides,
  };
}

function check(id: string, part: Partial<Check> = {}): Check {
  return makeCheck({ id, title: id, kind: "http", target: {}, notify: ["oncall"], ...part });
}

function logsCheck(part: Partial<Check> = {}): Check {
  return check("acme-prod/tokens", { kind: "logs", target: { group: "/acme/export", pattern: "ExpiredToken" }, ...part });
}

/** Checks that together have an alarm of every topic. */
function everyTopic(id: string): Check[] {
  const slow = [
    { fact: "total", matcher: { op: "above", value: 2_000 } },
    { fact: "certificate.daysLeft", matcher: { op: "below", value: 30 } },
  ] as const;
  const pattern = `"${"z".repeat(1_022)}"`;
  return [
    check(id, { slow, leak: { series: "threads", limit: 2_000 } }),
    check(`${id}/cheap`, { metricForm: "otlp" }),
    check(`${id}/wide`, { from: ["region", "us-east-1"] }),
    logsCheck({ id: `${id}/log`, target: { group: "/acme/export", pattern } }),
  ];
}

function alarmsOf(one: Check) {
  const { analystFunctionNames: _, ...context } = CONTEXT;
  return planCheckAlarms(config({ checks: [one] }), context);
}

function topicsOf(one: Check): string[] {
  return alarmsOf(one).map(({ topic }) => topic);
}
