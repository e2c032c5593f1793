import { describe, expect, it, onTestFinished } from "vitest";
import { startAlarms } from "../../test/kit/aws/alarms.ts";
import { useAwsEnvironment } from "../../test/kit/aws/environment.ts";
import { anAlarm } from "../../test/kit/incidents.ts";
import { readAlarmStates } from "./alarm-states.ts";
import { createCloudWatchClient } from "./cloudwatch-client.ts";
import { createCredentials } from "./credentials.ts";

const NOW = Date.UTC(2026, 10, 22, 8, 21);

async function open() {
  const environment = useAwsEnvironment({ AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "test" });
  const alarms = await startAlarms();
  onTestFinished(async () => {
    environment[Symbol.dispose]();
    await alarms[Symbol.asyncDispose]();
  });
  const client = createCloudWatchClient({ credentials: createCredentials(), region: "eu-west-1", endpoint: alarms.origin });
  return { alarms, read: (specs: ReturnType<typeof anAlarm>[]) => readAlarmStates(specs, { client, budgetMs: 2_000 }) };
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

  it("are not given by half: a refusal rejects, since what is not seen would pass for fine", async () => {
    const { alarms, read } = await open();
    alarms.refuseNext("AccessDenied");
    await expect(read([anAlarm()])).rejects.toThrow("no");
  });
});
