import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { AlarmContext } from "../lib/core/alarms/context.ts";
import { planAlarms } from "../lib/core/alarms/plan.ts";
import { planResponderAlarms } from "../lib/core/alarms/responder-alarms.ts";
import { ALARM_TOPICS } from "../lib/core/alarms/topics.ts";
import { resourceNames } from "../lib/core/model/resource-names.ts";
import { aCheck, aConfig } from "./kit/deployment.ts";

const RUNBOOK = readFileSync(new URL("../docs/runbook.md", import.meta.url), "utf8");
const names = resourceNames("acme");
const context: AlarmContext = {
  locations: { region: "ap-northeast-2", vpc: "ap-northeast-2/vpc" },
  probers: [{ vantage: "region", functionName: names.prober("region") }],
  analystFunctionNames: [names.analyst("region")],
  deadLetterQueueName: names.deadLetterQueue,
  responder: {
    functionName: names.responder,
    queueName: names.alarmQueue,
    deadLetterQueueName: names.alarmDeadLetterQueue,
  },
  dashboardUrl: "https://console.example/dashboards",
  runbookUrl: "docs/runbook.md",
};
const slow = [
  { fact: "total", matcher: { op: "above", value: 2_000 } },
  { fact: "certificate.daysLeft", matcher: { op: "below", value: 30 } },
] as const;
const checks = [
  aCheck("acme-prod/checkout", { slow, from: ["region", "us-east-1"] }),
  aCheck("acme-prod/sms-threads", { metricForm: "otlp", leak: { series: "threads", limit: 2_000 } }),
  aCheck("acme-prod/expired-tokens", { kind: "logs", target: { group: "/acme/export", pattern: "ExpiredToken" } }),
];
const config = aConfig({ checks, statusPages: [{ group: "acme-prod", language: "en" }] });
// Shards of another place have the same alarms under their own name.
const alarms = [...planAlarms(config, context), ...planResponderAlarms(config, context)].filter(
  ({ name }) => !name.includes("us-east-1"),
);

describe("the runbook", () => {
  it("has one section for each kind of alarm, in the order of the catalogue", () => {
    expect(headings().filter((heading) => isTopic(heading))).toEqual([...ALARM_TOPICS]);
  });

  it("names them all in its table, in the same order", () => {
    const rows = RUNBOOK.match(/^\| \[[\w-]+\]\(#[\w-]+\)/gm) ?? [];
    expect(rows).toEqual(ALARM_TOPICS.map((topic) => `| [${topic}](#${topic})`));
  });

  it("has a section behind the link of every alarm", () => {
    for (const { name, description } of alarms) {
      const [, anchor = ""] = /docs\/runbook\.md#([\w-]+)/.exec(description) ?? [];
      expect(headings(), name).toContain(anchor);
    }
  });

  it("has an alarm for every section that is named like one", () => {
    const topics = alarms.map(({ topic }) => topic);
    for (const heading of headings().filter((title) => /^[a-z-]+$/.test(title))) expect(topics).toContain(heading);
  });

  it.each(ALARM_TOPICS)(
    "says of %s what it means, where to look first, how to fix it, and how to silence it for a time",
    (topic) => {
      const marks = ["**What it means.**", "**Look first.**", "**Fix.**", "**Silence, with an end.**"];
      expect(section(topic).match(/\*\*[A-Z][^*]+\.\*\*/g)).toEqual(marks);
    },
  );

  it("names alarms as they are named, and every one but those that differ in the check alone", () => {
    const known = alarms.map(({ name }) => name).filter((name) => name !== "acme: acme-prod/sms-threads is down");
    const named = [...RUNBOOK.matchAll(/["`](acme: [^"`]+)["`]/g)].map(([, name]) => name);
    expect(new Set(named)).toEqual(new Set(known));
  });

  it("names resources as they are named", () => {
    const functions = [names.prober("region"), names.analyst("region"), names.responder, names.statusPage];
    const logGroups = [
      names.logGroup("region"),
      names.analystLogGroup("region"),
      names.responderLogGroup,
      names.statusPageLogGroup,
    ];
    const queues = [names.deadLetterQueue, names.alarmQueue, names.alarmDeadLetterQueue];
    const known = [names.dashboard, ...queues, ...functions, ...logGroups];
    const named = RUNBOOK.match(/bongsu-acme[\w-]*|\/bongsu\/acme[\w/-]*/g) ?? [];
    expect(new Set(named)).toEqual(new Set(known));
  });

  it("links only to sections that it has", () => {
    for (const [, anchor = ""] of RUNBOOK.matchAll(/\]\(#([^)]+)\)/g)) expect(headings()).toContain(anchor);
  });
});

function headings(): string[] {
  return [...RUNBOOK.matchAll(/^## (.+)$/gm)].map(([, title]) => title ?? "");
}

function section(topic: string): string {
  const [, rest = ""] = RUNBOOK.split(`\n## ${topic}\n`);
  return rest.split("\n## ")[0] ?? "";
}

function isTopic(heading: string): boolean {
  return (ALARM_TOPICS as readonly string[]).includes(heading);
}
