import { describe, expect, it } from "vitest";
import { aCheck, aConfig } from "../../../test/kit/deployment.ts";
import { promql } from "../../../test/kit/promql.ts";
import type { Check, Config } from "../model/check.ts";
import type { AlarmContext } from "./context.ts";
import { DESCRIPTION_CHARACTERS_MAX } from "./describe.ts";
import { planAlarms } from "./plan.ts";
import { deployedAlarms } from "./promql-alarms.ts";

const CONTEXT: AlarmContext = {
  locations: { region: "eu-west-1", vpc: "eu-west-1/vpc" },
  probers: [{ vantage: "region", functionName: "bongsu-acme-prober-region" }],
  runbookUrl: "https://docs.example/runbook.md",
};
const total = { fact: "total", matcher: { op: "above", value: 2_000 } } as const;
const daysLeft = (value: number) => ({ fact: "certificate.daysLeft", matcher: { op: "below", value } }) as const;

function otlp(id: string, part: Partial<Check> = {}): Check {
  return aCheck(id, { metricForm: "otlp", ...part });
}

function deployed(checks: Check[], part: Partial<Config> = {}) {
  const config = aConfig({ checks, ...part });
  const alarms = planAlarms(config, CONTEXT);
  return { alarms, ...deployedAlarms(alarms, { config, context: CONTEXT }) };
}

function named(checks: Check[]): string[] {
  return deployed(checks).promql.map(({ name }) => name);
}

describe("alarms as they are deployed", () => {
  it("are one each where metrics are classic", () => {
    const { alarms, classic, promql: none } = deployed([aCheck("acme/a"), aCheck("acme/b")]);
    expect([classic, none]).toEqual([alarms, []]);
  });

  it("are one for all checks of a group whose rule is the same, and our own dead man's switch", () => {
    const checks = [otlp("acme/a"), otlp("acme/b"), otlp("globex/a"), otlp("lonely"), aCheck("acme/classic")];
    const { alarms, classic, promql: found } = deployed(checks);
    expect(found.map(({ name, alarms: each }) => [name, each.map(({ check }) => check)])).toEqual([
      ["acme: acme down, 2 of 3 every 1m", ["acme/a", "acme/b"]],
      ["acme: globex down, 2 of 3 every 1m", ["globex/a"]],
      ["acme: checks without a group down, 2 of 3 every 1m", ["lonely"]],
      ["acme: OTLP alarms from region are blind", [undefined]],
    ]);
    expect(new Set(found.map(({ name }) => name)).size).toBe(found.length);
    expect([...classic, ...found.flatMap((one) => one.alarms)].toSorted(byName)).toEqual([...alarms].toSorted(byName));
  });

  it("keep the prober's own health classic, for PromQL takes silence for good news", () => {
    const { classic } = deployed([otlp("acme/a")]);
    expect(classic.map(({ topic }) => topic)).toEqual(expect.arrayContaining(["silent", "unknown", "undelivered", "errors"]));
    expect(classic.every(({ check }) => check === undefined)).toBe(true);
  });

  it("are apart where interval, datapoints, places, bounds or topic differ", () => {
    const twoOfTwo = { badDatapoints: 2, ofDatapoints: 2 };
    expect(
      named([
        otlp("acme/a", { slow: [total, daysLeft(14)] }),
        otlp("acme/b", { everyMs: 300_000, slow: [daysLeft(14)] }),
        otlp("acme/c", { alarm: twoOfTwo, slow: [daysLeft(30)] }),
        otlp("acme/d", { from: ["region", "us-east-1"] }),
        otlp("acme/e", { leak: { series: "threads", limit: 2_000 } }),
      ]),
    ).toEqual([
      "acme: acme down, 2 of 3 every 1m",
      "acme: acme slow, 3 of 3 every 1m",
      "acme: acme certificate, 1 of 1 every 1d below 14",
      "acme: acme down, 2 of 3 every 5m",
      "acme: acme down, 2 of 2 every 1m",
      "acme: acme certificate, 1 of 1 every 1d below 30",
      "acme: acme down, 2 of 3 every 1m in 2 places",
      "acme: acme partly-down, 3 of 3 every 1m in 2 places",
      "acme: acme leak, 2 of 2 every 5m",
      "acme: acme limit-near, 2 of 2 every 5m at most 360",
      "acme: OTLP alarms from region are blind",
      "acme: OTLP alarms from us-east-1 are blind",
    ]);
  });

  it("say which checks to run, for commands know no groups", () => {
    const commandOf = (checks: Check[]) => /npx bongsu run (.*)\. It/.exec(deployed(checks).promql[0]?.description ?? "")?.[1];
    expect(commandOf([otlp("acme/a")])).toBe("acme/a");
    expect(commandOf([otlp("acme/a"), otlp("acme/b")])).toBe("acme/a acme/b");
    expect(commandOf(Array.from({ length: 60 }, (_, at) => otlp(`acme/${at}`)))).toBe("ID");
  });

  it("say that some of several are meant, not that all of a group are down, and where it stands which", () => {
    const textOf = (checks: Check[]) => deployed(checks).promql[0]?.description ?? "";
    expect(textOf([otlp("acme/a"), otlp("acme/b")])).toContain(
      "At least one check of acme is down: it does not answer, or not as its check expects.\nWhich: see the contributors of this alarm in CloudWatch.\n",
    );
    expect(textOf([otlp("acme/a")])).toContain("acme/a is down: it does not answer");
    expect(textOf([otlp("acme/a")])).not.toContain("contributors");
  });

  it("never have more checks than CloudWatch shows in alarm, nor longer queries and texts than it takes", () => {
    const checks = Array.from({ length: 450 }, (_, at) => otlp(`acme-production/${"x".repeat(at % 100)}${at}`));
    const { promql: found } = deployed(checks);
    for (const { query, description, alarms, name } of found) {
      expect(query.length).toBeLessThanOrEqual(10_000);
      expect(description.length).toBeLessThanOrEqual(DESCRIPTION_CHARACTERS_MAX);
      expect(alarms.length).toBeLessThanOrEqual(100);
      expect(name.length).toBeLessThanOrEqual(255);
    }
    expect(new Set(found.map(({ name }) => name)).size).toBe(found.length);
    expect(new Set(found.flatMap(({ alarms }) => alarms.map(({ name }) => name))).size).toBe(451);
  });

  it("hardly move when a check comes", () => {
    const checks = Array.from({ length: 250 }, (_, at) => otlp(`acme/${at}`));
    const placesOf = (all: Check[]) =>
      new Map(deployed(all).promql.flatMap(({ name, alarms }) => alarms.map(({ check }) => [check, name] as const)));
    const [before, after] = [placesOf(checks), placesOf([...checks, otlp("acme/new")])];
    expect([...before].filter(([check, name]) => after.get(check) !== name).length).toBeLessThan(10);
  });

  it("choose with their query the checks that they stand for", () => {
    const { promql: found } = deployed([otlp("acme/a.b"), otlp("acme/c"), otlp("acme/e", { everyMs: 300_000 })]);
    const stored = ["acme/a.b", "acme/a-b", "acme/c", "acme/d", "acme/e"].map((check) => ({
      name: "bongsu_up",
      labels: { deployment: "acme", check, location: "eu-west-1" },
      points: [1, 2, 3].map((minute) => ({ atEpochMs: minute * 60_000, value: 0 })),
    }));
    const [first] = found;
    const told = promql(first?.query ?? "", stored)(185_000).map(({ labels }) => labels.check);
    expect(told).toEqual(["acme/a.b", "acme/c"]);
  });
});

describe("our own dead man's switches", () => {
  const blindOf = (checks: Check[]) => deployed(checks).promql.at(-1);

  it("goes off when no point of any check is there, which only a new deployment may have", () => {
    const blind = blindOf([otlp("acme/a"), otlp("acme/b", { everyMs: 3_600_000 })]);
    expect(blind).toMatchObject({ topic: "blind", severity: "critical", pendingMs: 600_000 });
    expect(blind?.query).toBe('absent_over_time(bongsu_up{deployment="acme",location="eu-west-1"}[1200s])');
    const point = {
      name: "bongsu_up",
      labels: { deployment: "acme", check: "acme/a", location: "eu-west-1" },
      points: [{ atEpochMs: 0, value: 0 }],
    };
    const isBlind = (minute: number) => promql(blind?.query ?? "", [point])(minute * 60_000).length > 0;
    expect([1, 19, 21].map(isBlind)).toEqual([false, false, true]);
  });

  it("are one a place, so that one which delivers nothing is noticed while the others do", () => {
    const wide = otlp("acme/wide", { from: ["vpc", "us-east-1"], everyMs: 3_600_000 });
    const blind = deployed([otlp("acme/a"), wide, aCheck("acme/c", { from: ["us-west-2"] })]).promql.filter(isBlind);
    expect(blind.map(({ name, query }) => [name, query])).toEqual(
      [
        ["region", "eu-west-1", "1200s"],
        ["vpc", "eu-west-1/vpc", "10800s"],
        ["us-east-1", "us-east-1", "10800s"],
      ].map(([vantage, location, span]) => [
        `acme: OTLP alarms from ${vantage} are blind`,
        `absent_over_time(bongsu_up{deployment="acme",location="${location}"}[${span}])`,
      ]),
    );
    const labels = { deployment: "acme", check: "acme/wide", location: "us-east-1" };
    const stored = [{ name: "bongsu_up", labels, points: [{ atEpochMs: 0, value: 1 }] }];
    const dark = blind.filter(({ query }) => promql(query, stored)(60_000).length > 0);
    expect(dark.map(({ alarms }) => alarms[0]?.metric.dimensions.Location)).toEqual(["eu-west-1", "eu-west-1/vpc"]);
  });

  it("waits longer where checks run seldom", () => {
    expect(blindOf([otlp("acme/a", { everyMs: 3_600_000 })])?.query).toContain("[10800s]");
    expect(blindOf([otlp("acme/a", { everyMs: 86_400_000 })])?.query).toContain("[259200s]");
  });
});

function isBlind({ topic }: { readonly topic: string }): boolean {
  return topic === "blind";
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}
