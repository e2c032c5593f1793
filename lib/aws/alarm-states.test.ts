import { describe, expect, it, onTestFinished } from "vitest";
import { startAlarms } from "../../test/kit/aws/alarms.ts";
import { useAwsEnvironment } from "../../test/kit/aws/environment.ts";
import { aCheck, aConfig } from "../../test/kit/deployment.ts";
import { anAlarm } from "../../test/kit/incidents.ts";
import type { AlarmContext } from "../core/alarms/context.ts";
import { planAlarms } from "../core/alarms/plan.ts";
import type { AlarmSpec, PromqlAlarmSpec } from "../core/model/alarm.ts";
import type { Config } from "../core/model/check.ts";
import { systemClock } from "../core/time/clock.ts";
import { readAlarmStates, readDeploymentStates } from "./alarm-states.ts";
import { createCloudWatchClient } from "./cloudwatch-client.ts";
import { createCredentials } from "./credentials.ts";

const NOW = Date.UTC(2026, 10, 22, 8, 21);

const CONTEXT: AlarmContext = {
  locations: { region: "eu-west-1", vpc: "eu-west-1/vpc" },
  probers: [{ vantage: "region", functionName: "bongsu-acme-prober-region" }],
  runbookUrl: "https://docs.example/runbook.md",
};

async function open({ slowedByMs = 0, nowEpochMs = NOW } = {}) {
  const environment = useAwsEnvironment({ AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "test" });
  const alarms = await startAlarms();
  onTestFinished(async () => {
    environment[Symbol.dispose]();
    await alarms[Symbol.asyncDispose]();
  });
  const client = createCloudWatchClient({ credentials: createCredentials(), region: "eu-west-1", endpoint: alarms.origin });
  const clock = {
    ...systemClock,
    epochMs: () => nowEpochMs,
    monotonicMs: () => systemClock.monotonicMs() + (alarms.calls.includes("DescribeAlarmContributors") ? slowedByMs : 0),
  };
  const read = (specs: readonly AlarmSpec[], promql: readonly PromqlAlarmSpec[] = []) =>
    readAlarmStates(specs, { client, budgetMs: 20_000, promql, clock });
  const readAll = (config: Config) =>
    readDeploymentStates(planAlarms(config, CONTEXT), { config, context: CONTEXT, client, budgetMs: 20_000, clock });
  return { alarms, read, readAll };
}

describe("states of alarms", () => {
  it("are those of the planned ones, in their order, over all pages", async () => {
    const { alarms, read } = await open();
    const specs = Array.from({ length: 250 }, (_, at) => anAlarm({ check: `acme/${at}` }));
    for (const { name } of specs) alarms.set(name, "OK", NOW - 1_000);
    alarms.set("acme: acme/7 is down", "ALARM", NOW);
    alarms.set("acme: of an older version", "ALARM", NOW);
    const states = await read(specs);
    expect(states.map(({ alarm }) => alarm)).toEqual(specs);
    expect(states.filter(({ state }) => state === "ALARM")).toEqual([
      { alarm: specs[7], state: "ALARM", sinceEpochMs: NOW, reason: "Threshold Crossed: ALARM" },
    ]);
    expect(alarms.calls).toEqual(["DescribeAlarms", "DescribeAlarms", "DescribeAlarms"]);
  });

  it("leave out an alarm that CloudWatch does not have yet, and those of other deployments", async () => {
    const { alarms, read } = await open();
    alarms.set("acme-two: acme/checkout is down", "ALARM", NOW);
    expect(await read([anAlarm()])).toEqual([]);
  });

  it("are asked for again where CloudWatch has too much to do", async () => {
    const { alarms, read } = await open();
    alarms.set("acme: acme/checkout is down", "ALARM", NOW);
    alarms.refuseNext("Throttling");
    expect(await read([anAlarm()])).toHaveLength(1);
    expect(alarms.calls).toEqual(["DescribeAlarms", "DescribeAlarms"]);
  });

  it("are not given by half: a refusal rejects, since what is not seen would pass for fine", async () => {
    const { alarms, read } = await open();
    alarms.refuseNext("AccessDenied");
    await expect(read([anAlarm()])).rejects.toThrow("no");
  });
});

describe("states of alarms that a PromQL alarm stands for", () => {
  const specs = ["a", "b", "c", "d"].map((id) => anAlarm({ check: `acme/${id}` }));
  const { check: _none, ...blindSpec } = anAlarm({ topic: "blind", name: "acme: OTLP alarms from region are blind" });
  const base = {
    topic: "down",
    severity: "critical",
    query: "",
    description: "",
    evaluateEveryMs: 60_000,
    pendingMs: 0,
  } as const;
  const down: PromqlAlarmSpec = { ...base, name: "acme: acme down, 2 of 3 every 1m", alarms: specs };
  const blind: PromqlAlarmSpec = { ...base, name: blindSpec.name, topic: "blind", alarms: [blindSpec] };
  const contributor = (check: string, atEpochMs: number) => ({ labels: { check }, atEpochMs });

  it("are those of its contributors, over all pages; all others are fine", async () => {
    const { alarms, read } = await open();
    alarms.setContributors(down.name, [
      contributor("acme/a", NOW - 9_000),
      contributor("acme/gone", NOW),
      contributor("acme/c", NOW - 1_000),
    ]);
    const states = await read(specs, [down]);
    expect(states.map(({ alarm, state }) => [alarm.check, state])).toEqual([
      ["acme/a", "ALARM"],
      ["acme/b", "OK"],
      ["acme/c", "ALARM"],
      ["acme/d", "OK"],
    ]);
    expect(states[2]).toMatchObject({ sinceEpochMs: NOW - 1_000, reason: "At least 2 of 3 datapoints in a row were below 1." });
    expect(alarms.calls.filter((call) => call === "DescribeAlarmContributors")).toHaveLength(2);
  });

  it("that are fine count as so for two minutes at least, so that a transition of just now is not lost", async () => {
    const { alarms, read } = await open();
    alarms.setContributors(down.name, [contributor("acme/a", NOW)]);
    expect((await read(specs, [down]))[1]).toMatchObject({ state: "OK", sinceEpochMs: NOW - 120_000 });
  });

  it("need no further call while nothing is in alarm", async () => {
    const { alarms, read } = await open();
    alarms.set(down.name, "OK", NOW - 5_000);
    expect(await read(specs, [down])).toEqual(
      specs.map((alarm) => ({ alarm, state: "OK", sinceEpochMs: NOW - 5_000, reason: "" })),
    );
    expect(alarms.calls).toEqual(["DescribeAlarms"]);
  });

  it("are left out while CloudWatch does not have it yet", async () => {
    const { read } = await open();
    expect(await read(specs, [down])).toEqual([]);
  });

  it("are unknown where the query cannot be evaluated, and then we are blind", async () => {
    const { alarms, read } = await open();
    alarms.setContributors(down.name, [contributor("acme/a", NOW)], "EVALUATION_ERROR");
    alarms.setContributors(blind.name, []);
    const states = await read([...specs, blindSpec], [down, blind]);
    expect(states.map(({ state }) => state)).toEqual(["ALARM", ...Array(3).fill("INSUFFICIENT_DATA"), "ALARM"]);
    expect(states.at(-1)?.reason).toBe(`CloudWatch cannot evaluate "${down.name}": EVALUATION_ERROR.`);
  });

  it("are unknown where CloudWatch does not say which check moved, and then we are blind", async () => {
    const { alarms, read } = await open();
    alarms.setContributors(down.name, [contributor("acme/a", NOW), { labels: { series: "7" }, atEpochMs: NOW - 3_000 }]);
    alarms.setContributors(blind.name, []);
    const states = await read([...specs, blindSpec], [down, blind]);
    expect(states.map(({ state }) => state)).toEqual(["ALARM", ...Array(3).fill("INSUFFICIENT_DATA"), "ALARM"]);
    expect(states.at(-1)?.reason).toBe(`CloudWatch does not say which checks "${down.name}" is about.`);
  });

  it("are told as far as there is time to ask, and of the rest we are blind", async () => {
    // At minute 0 the turn begins with the first.
    const { alarms, read } = await open({ slowedByMs: 17_000, nowEpochMs: 0 });
    const others = ["e", "f"].map((id) => anAlarm({ check: `acme/${id}` }));
    const later: PromqlAlarmSpec = { ...base, name: "acme: acme down, 2 of 3 every 5m", alarms: others };
    alarms.setContributors(down.name, [contributor("acme/a", NOW)]);
    alarms.setContributors(later.name, [contributor("acme/e", NOW)]);
    alarms.setContributors(blind.name, []);
    const states = await read([...specs, ...others, blindSpec], [down, later, blind]);
    expect(states.map(({ state }) => state)).toEqual([
      ...["ALARM", "OK", "OK", "OK"],
      ...["INSUFFICIENT_DATA", "INSUFFICIENT_DATA"],
      "ALARM",
    ]);
    expect(states.at(-1)?.reason).toBe(`There was no time to ask which checks "${later.name}" is about.`);
  });

  it("begin each minute elsewhere, so that in a large outage it is not always the same of whom nothing is known", async () => {
    const many = Array.from({ length: 6 }, (_, at) => anAlarm({ check: `acme/${at}` }));
    const each = many.map((alarm, at): PromqlAlarmSpec => ({ ...base, name: `acme: ${at}`, alarms: [alarm] }));
    const known = new Set<string>();
    for (let minute = 0; minute < 12; minute += 1) {
      const { alarms, read } = await open({ slowedByMs: 17_000, nowEpochMs: NOW + minute * 60_000 });
      for (const { name, alarms: of } of each) alarms.setContributors(name, [contributor(of[0]?.check ?? "", NOW)]);
      const seen = (await read(many, each)).filter(({ state }) => state === "ALARM");
      expect(seen).toHaveLength(1);
      known.add(seen[0]?.alarm.check ?? "");
    }
    expect(known.size).toBe(6);
  });

  it("rejects when the contributors cannot be seen", async () => {
    const { alarms, read } = await open();
    alarms.setContributors(down.name, [contributor("acme/a", NOW)]);
    const reading = read(specs, [down]);
    alarms.refuseNext("AccessDenied");
    await expect(reading).rejects.toThrow("no");
  });
});

describe("states of a deployment with OTLP metrics", () => {
  const otlp = { metricForm: "otlp" } as const;
  const config = aConfig({
    checks: [
      aCheck("acme/here", otlp),
      aCheck("acme/there", { ...otlp, from: ["us-east-1"] }),
      aCheck("acme/both", { ...otlp, from: ["region", "us-east-1"] }),
    ],
  });
  const HERE = "acme: acme down, 2 of 3 every 1m";

  async function statesOf({ alarms, readAll }: Awaited<ReturnType<typeof open>>, moved: () => void) {
    for (const { name } of planAlarms(config, CONTEXT)) alarms.set(name, "OK", NOW - 60_000);
    for (const rule of ["", " in 2 places"]) alarms.set(`${HERE}${rule}`, "OK", NOW - 60_000);
    moved();
    return Object.fromEntries((await readAll(config)).map(({ alarm, state }) => [alarm.name.replace("acme: ", ""), state]));
  }

  it("say nothing of checks that a blind place alone sees, and of all others as before", async () => {
    const world = await open();
    const states = await statesOf(world, () => {
      world.alarms.set("acme: OTLP alarms from us-east-1 are blind", "ALARM", NOW);
    });
    expect(states).toMatchObject({
      "acme/here is down": "OK",
      "acme/there is down": "INSUFFICIENT_DATA",
      "acme/both is down": "OK",
      "OTLP alarms from region are blind": "OK",
      "OTLP alarms from us-east-1 are blind": "ALARM",
    });
    expect(world.alarms.calls).not.toContain("DescribeAlarmContributors");
  });

  it("are those of the others where one alarm alone cannot be evaluated, and every place tells of it", async () => {
    const world = await open();
    const states = await statesOf(world, () => world.alarms.setContributors(HERE, [], "EVALUATION_FAILURE"));
    expect(states).toMatchObject({
      "acme/here is down": "INSUFFICIENT_DATA",
      "acme/both is down": "OK",
      "OTLP alarms from region are blind": "ALARM",
      "OTLP alarms from us-east-1 are blind": "ALARM",
    });
  });
});
