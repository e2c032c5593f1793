import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aCheck, anOutcome } from "../../test/kit/outcomes.ts";
import { seriesDimensions } from "../core/metrics/catalogue.ts";
import type { AlarmSpec, AlarmStateValue } from "../core/model/alarm.ts";
import { openStore, type Store } from "./store.ts";
import { openWarning } from "./warnings.ts";

const NOON = Date.UTC(2026, 10, 22, 12);
const MINUTE = 60_000;
const check = aCheck({ id: "acme/sms", kind: "metrics", leak: { series: "threads", limit: 2_000 } });
const latest = anOutcome({ check: check.id, kind: "metrics", facts: { threads: 1_412 } });

describe("an open warning", () => {
  let store: Store;

  beforeEach(() => {
    const opened = openStore({ onProblem: (sentence) => expect.unreachable(sentence) });
    if ("problem" in opened) throw new Error(opened.problem);
    store = opened.store;
  });

  afterEach(() => store.close());

  function move(state: string, { to, minute }: { to: AlarmStateValue; minute: number }): void {
    const alarm: AlarmSpec = {
      ...{ name: `acme: acme/sms ${state}`, topic: "leak", severity: "warning", check: check.id, notify: [], description: "" },
      ...{ comparison: "above", threshold: 0, badDatapoints: 2, ofDatapoints: 2, missingData: "ignore" },
      metric: { namespace: "Bongsu", name: "LeakSuspected", dimensions: {}, statistic: "Maximum", periodMs: 5 * MINUTE },
    };
    store.recordTransition({ alarm, from: "OK", to, atEpochMs: NOON + minute * MINUTE, reason: "2 of 2 were bad." });
  }

  it("tells of a leak with its level, the time that is left and what a dump found", () => {
    const dimensions = seriesDimensions("acme", check.id, { location: "local", series: "threads" });
    const sample = { metric: "MinutesUntilLimit", dimensions, unit: "None", isHighResolution: false } as const;
    store.addSample({ ...sample, atEpochMs: NOON - MINUTE, value: 170 });
    store.addSample({ ...sample, atEpochMs: NOON + 4 * MINUTE, value: 165 });
    const sentences = ["1,412 threads.", "1,385 of them are pool-#-thread-1.", "And more."];
    const finding = { threads: 1_412, sentences, frames: [] };
    store.addThreadEvidence({ check: check.id, series: "threads", moment: "opened", atEpochMs: NOON, finding });
    move("seems to leak", { to: "ALARM", minute: 5 });
    move("is near its limit", { to: "ALARM", minute: 10 });
    expect(openWarning(check, { deployment: "acme", store, latest })).toEqual({
      states: ["seems to leak", "is near its limit"],
      sinceEpochMs: NOON + 5 * MINUTE,
      evidence: [
        "threads are at 1,412 and rising",
        "at the present rate they reach their limit of 2,000 in about 2 h 45 min",
        ...sentences.slice(0, 2),
      ],
    });
  });

  it("gives the alarm's own reason where no series is watched", () => {
    move("is slow", { to: "ALARM", minute: 0 });
    const { leak, ...plain } = check;
    expect(openWarning(plain, { deployment: "acme", store })?.evidence).toEqual(["2 of 2 were bad."]);
    expect(leak).toBeDefined();
  });

  it("is none while nothing is open, after it has closed, and for being down, which is shown by itself", () => {
    expect(openWarning(check, { deployment: "acme", store, latest })).toBeUndefined();
    move("seems to leak", { to: "ALARM", minute: 0 });
    move("seems to leak", { to: "OK", minute: 5 });
    move("is down", { to: "ALARM", minute: 10 });
    expect(openWarning(check, { deployment: "acme", store, latest })).toBeUndefined();
  });
});
