import { describe, expect, it } from "vitest";
import { aCheck } from "../../../test/kit/deployment.ts";
import { anAlarm, anAlarmState, aSystemAlarm } from "../../../test/kit/incidents.ts";
import type { AlarmState } from "../model/picture.ts";
import { withoutUnseen } from "./unseen.ts";

const NOW = Date.UTC(2026, 10, 22, 8);
const checks = [
  aCheck("a/cheap", { metricForm: "otlp" }),
  aCheck("a/wide", { metricForm: "otlp", from: ["region", "us-east-1"] }),
  aCheck("a/classic"),
];
const states = checks.map(({ id }) => anAlarmState({ alarm: anAlarm({ check: id }), state: "OK", sinceEpochMs: 0 }));
const silent = (shard: string, state: AlarmState["state"] = "ALARM") =>
  anAlarmState({ alarm: aSystemAlarm("silent", shard), state, sinceEpochMs: NOW });

function blindAt(vantage: string): AlarmState {
  const alarm = aSystemAlarm("blind", vantage, { name: `acme: OTLP alarms from ${vantage} are blind` });
  return anAlarmState({ alarm, sinceEpochMs: NOW });
}

function seen(...others: AlarmState[]) {
  return withoutUnseen([...states, ...others], { name: "acme", checks })
    .slice(0, 3)
    .map(({ state, sinceEpochMs }) => [state, sinceEpochMs]);
}

describe("alarms on OTLP metrics", () => {
  const [fine, unknown] = [
    ["OK", 0],
    ["INSUFFICIENT_DATA", NOW],
  ];

  it("stand as CloudWatch has them while the heartbeats come", () => {
    expect(seen(silent("region-1m-0", "OK"))).toEqual([fine, fine, fine]);
  });

  it("are not back when all their places are silent; classic ones know by themselves", () => {
    expect(seen(silent("region-1m-0"))).toEqual([unknown, fine, fine]);
    expect(seen(silent("region-1m-0"), silent("us-east-1-1m-0"))).toEqual([unknown, unknown, fine]);
    expect(seen(silent("region-5m-0"))).toEqual([fine, fine, fine]);
  });

  it("are not back when all their places are blind: what another one sees is as good as ever", () => {
    expect(seen(blindAt("us-east-1"))).toEqual([fine, fine, fine]);
    expect(seen(blindAt("region"))).toEqual([unknown, fine, fine]);
    expect(seen(blindAt("region"), blindAt("us-east-1"))).toEqual([unknown, unknown, fine]);
    expect(seen(blindAt("vpc"))).toEqual([fine, fine, fine]);
  });

  it("are not back where one place is blind and the other silent", () => {
    expect(seen(blindAt("region"), silent("us-east-1-1m-0"))).toEqual([unknown, unknown, fine]);
  });

  it("say which alarm told that nothing is seen", () => {
    const [first] = withoutUnseen([...states, blindAt("region")], { name: "acme", checks });
    expect(first?.reason).toBe("Nothing is seen: acme: OTLP alarms from region are blind.");
  });

  it("that are in alarm stay so, whoever is silent", () => {
    const down = anAlarmState({ alarm: anAlarm({ check: "a/cheap" }), sinceEpochMs: 5 });
    expect(withoutUnseen([down, silent("region-1m-0")], { name: "acme", checks })[0]).toBe(down);
  });
});
