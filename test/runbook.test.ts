import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { resourceNames } from "../lib/constructs/names.ts";
import type { AlarmContext } from "../lib/core/alarms/context.ts";
import { planAlarms } from "../lib/core/alarms/plan.ts";
import { ALARM_TOPICS } from "../lib/core/alarms/topics.ts";
import { aCheck, aConfig } from "./kit/deployment.ts";

const RUNBOOK = readFileSync(new URL("../docs/runbook.md", import.meta.url), "utf8");
const names = resourceNames("acme");
const context: AlarmContext = {
  locations: { region: "ap-northeast-2", vpc: "ap-northeast-2/vpc" },
  probers: [{ vantage: "region", functionName: names.prober("region") }],
  deadLetterQueueName: names.deadLetterQueue,
  dashboardUrl: "https://console.example/dashboards",
  runbookUrl: "docs/runbook.md",
};
const alarms = planAlarms(aConfig({ checks: [aCheck("acme-prod/checkout")] }), context);

describe("the runbook", () => {
  it("has one section for each kind of alarm, in the order of the catalogue", () => {
    expect(headings().filter((heading) => isTopic(heading))).toEqual([...ALARM_TOPICS]);
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

  it("names alarms as they are named", () => {
    const known = alarms.map(({ name }) => name);
    const named = [...RUNBOOK.matchAll(/["`](acme: [^"`]+)["`]/g)].map(([, name]) => name);
    expect(new Set(named)).toEqual(new Set(known));
  });

  it("names resources as they are named", () => {
    const known = [names.dashboard, names.deadLetterQueue, names.prober("region"), names.logGroup("region")];
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
