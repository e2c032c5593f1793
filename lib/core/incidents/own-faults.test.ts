import { describe, expect, it } from "vitest";
import { anAlarmState, aSystemAlarm, START_EPOCH_MS } from "../../../test/kit/incidents.ts";
import type { AlarmState } from "../model/picture.ts";
import { systemRoot } from "./own-faults.ts";

function on(topic: string, location: string, minute = 0): AlarmState {
  const alarm = aSystemAlarm(topic, location, { name: `acme: ${location} is ${topic}` });
  const dimensions = { Location: location, ...(topic === "silent" && { Shard: `${location}-1m-0` }) };
  const at = START_EPOCH_MS + minute * 60_000;
  return anAlarmState({ alarm: { ...alarm, metric: { ...alarm.metric, dimensions } }, sinceEpochMs: at });
}

function rootsOf(...active: AlarmState[]): string[] {
  return active.map(({ alarm }) => systemRoot(alarm, { active, checks: [] }).name);
}

describe("a place that is blind", () => {
  it("is a fault of its own while its prober beats", () => {
    expect(rootsOf(on("blind", "us-east-1"), on("silent", "eu-west-1"))).toEqual(["acme: us-east-1 is blind", "eu-west-1-1m-0"]);
  });

  it("has nothing to show where its prober is silent, which is told already", () => {
    expect(rootsOf(on("blind", "us-east-1", 27), on("silent", "us-east-1"))).toEqual(["us-east-1-1m-0", "us-east-1-1m-0"]);
  });

  it("is one fault with others that are blind at the same time, named by the first, and not with one that is silent", () => {
    const [eu, us, ap] = [on("blind", "eu-west-1", 5), on("blind", "us-east-1"), on("blind", "ap-south-1", -9)];
    expect(rootsOf(eu, us)).toEqual(Array(2).fill("acme: us-east-1 is blind"));
    expect(rootsOf(eu, us, ap, on("silent", "ap-south-1", -30)).slice(0, 3)).toEqual([
      ...Array(2).fill("acme: us-east-1 is blind"),
      "ap-south-1-1m-0",
    ]);
  });
});
