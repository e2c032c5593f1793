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

function seen(...others: AlarmState[]) {
  return withoutUnseen([...states, ...others], checks)
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

  it("are not back when no metric of any can be seen", () => {
    const blind = anAlarmState({ alarm: aSystemAlarm("blind", "acme"), sinceEpochMs: NOW });
    expect(seen(blind)).toEqual([unknown, unknown, fine]);
  });

  it("that are in alarm stay so, whoever is silent", () => {
    const down = anAlarmState({ alarm: anAlarm({ check: "a/cheap" }), sinceEpochMs: 5 });
    expect(withoutUnseen([down, silent("region-1m-0")], checks)[0]).toBe(down);
  });
});
