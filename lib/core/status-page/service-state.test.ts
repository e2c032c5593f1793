import { describe, expect, it } from "vitest";
import { anAlarm, anAlarmState, aSystemAlarm } from "../../../test/kit/incidents.ts";
import { aService, aStatusConfig, idOf, NOW_EPOCH_MS } from "../../../test/kit/status-pages.ts";
import type { AlarmState } from "../model/picture.ts";
import { type Counted, NOTHING_COUNTED } from "./count-runs.ts";
import { serviceStates } from "./service-state.ts";

const HOUR_MS = 3_600_000;
const check = aService("a", "A");
const config = aStatusConfig([check]);

function stateOf(alarms: readonly AlarmState[], counted: Counted = NOTHING_COUNTED) {
  return serviceStates([check], { alarms, config, counted }).get(check.id);
}

const own = (topic: string, state: AlarmState["state"]) =>
  anAlarmState({ alarm: anAlarm({ check: idOf("a"), topic }), state, sinceEpochMs: NOW_EPOCH_MS });

describe("serviceStates", () => {
  it("says what the alarms of the check say", () => {
    expect(stateOf([own("down", "OK"), own("slow", "OK")])).toEqual({ state: "up" });
    expect(stateOf([own("down", "OK"), own("slow", "ALARM")])).toMatchObject({ state: "slow" });
    expect(stateOf([own("down", "ALARM"), own("slow", "ALARM")])).toEqual({ state: "down", sinceEpochMs: NOW_EPOCH_MS });
  });

  it("never says that something works which nobody sees", () => {
    expect(stateOf([])).toEqual({ state: "none" });
    expect(stateOf([own("down", "INSUFFICIENT_DATA")])).toEqual({ state: "none" });
    expect(stateOf([own("slow", "OK")])).toEqual({ state: "none" });
  });

  it("knows that alarms stay as they were when the prober is silent", () => {
    const silent = (shard: string) => anAlarmState({ alarm: aSystemAlarm("silent", shard), sinceEpochMs: NOW_EPOCH_MS });
    expect(stateOf([own("down", "OK"), silent("region-1m-0")])).toEqual({ state: "none", sinceEpochMs: NOW_EPOCH_MS });
    expect(stateOf([own("down", "ALARM"), silent("region-1m-0")])).toMatchObject({ state: "none" });
    expect(stateOf([own("down", "OK"), silent("region-5m-0")])).toEqual({ state: "up" });
  });

  it("does not take a PromQL alarm at its first word, which is OK", () => {
    const otlp = aService("a", "A", { metricForm: "otlp" });
    const options = { alarms: [own("down", "OK")], config: aStatusConfig([otlp]) };
    expect(serviceStates([otlp], { ...options, counted: NOTHING_COUNTED }).get(otlp.id)).toEqual({ state: "none" });
    const counted = { checks: { [otlp.id]: { days: {}, lastHourEndEpochMs: NOW_EPOCH_MS } }, untilEpochMs: NOW_EPOCH_MS };
    expect(serviceStates([otlp], { ...options, counted }).get(otlp.id)).toEqual({ state: "up" });
  });

  it("knows that a check has stopped though its prober has not", () => {
    const counted = (lastHourEndEpochMs: number) => ({
      ...{ checks: { [check.id]: { days: {}, lastHourEndEpochMs } }, untilEpochMs: NOW_EPOCH_MS },
    });
    expect(stateOf([own("down", "OK")], counted(NOW_EPOCH_MS - HOUR_MS))).toMatchObject({ state: "none" });
    expect(stateOf([own("down", "OK")], counted(NOW_EPOCH_MS + HOUR_MS / 2))).toEqual({ state: "up" });
  });
});
