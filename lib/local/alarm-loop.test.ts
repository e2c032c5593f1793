import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aCheck, anOutcome } from "../../test/kit/outcomes.ts";
import { checkDimensions } from "../core/metrics/catalogue.ts";
import type { AlarmSpec } from "../core/model/alarm.ts";
import type { Status } from "../core/model/outcome.ts";
import type { AlarmTransition } from "../core/ports.ts";
import { AlarmLoop } from "./alarm-loop.ts";
import { openStore, type Store } from "./store.ts";

const START = Date.UTC(2026, 10, 22) + 37_000;
const MINUTE = 60_000;
const check = aCheck();

const down: AlarmSpec = {
  ...{
    name: "acme: acme/checkout is down",
    topic: "down",
    severity: "critical",
    check: check.id,
    comparison: "below",
    threshold: 1,
  },
  ...{ badDatapoints: 2, ofDatapoints: 3, missingData: "ignore", notify: [], description: "" },
  metric: {
    ...{ namespace: "Bongsu", name: "Up", statistic: "Minimum", periodMs: MINUTE },
    dimensions: checkDimensions("acme", check.id, "ap-northeast-2"),
  },
};

describe("the alarm loop", () => {
  let folder: string;
  let store: Store;
  let moves: string[];

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "bongsu-alarms-"));
    store = open();
    moves = [];
  });

  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });

  function open(): Store {
    const opened = openStore({ folder, onProblem: () => undefined });
    if ("problem" in opened) throw new Error(opened.problem);
    return opened.store;
  }

  function loopOver(alarms: AlarmSpec[] = [down]): AlarmLoop {
    const onMove = ({ to, atEpochMs }: AlarmTransition) => moves.push(`${to} at ${(atEpochMs - START) / MINUTE}`);
    return new AlarmLoop({ deployment: "acme", checks: [check], alarms, store, onMove });
  }

  function feed(loop: AlarmLoop, statuses: readonly Status[], firstMinute = 0): void {
    for (const [at, status] of statuses.entries()) {
      const dueEpochMs = START + (firstMinute + at) * MINUTE;
      store.addOutcome({ outcome: anOutcome({ status }), dueEpochMs });
      loop.evaluate(check.id, dueEpochMs);
    }
  }

  it("tells of an outage with the second bad run of three, and of its end, once each", () => {
    feed(loopOver(), ["up", "up", "down", "up", "down", "down", "down", "up", "up", "up"]);
    expect(moves).toEqual(["OK at 0", "ALARM at 4", "OK at 8"]);
  });

  it("is OK with the first good run of a new check, and stays so", () => {
    feed(loopOver(), ["up", "slow", "up"]);
    expect(moves).toEqual(["OK at 0"]);
    expect(store.alarmState(down.name)).toBe("OK");
  });

  it("takes runs that failed by our own fault for missing, so that they neither start nor end an alarm", () => {
    feed(loopOver(), ["up", "unknown", "unknown", "unknown", "down", "down", "unknown", "unknown", "unknown"]);
    expect(moves).toEqual(["OK at 0", "ALARM at 5"]);
    expect(store.alarmState(down.name)).toBe("ALARM");
  });

  it("tells of a target that was down from its first run on", () => {
    feed(loopOver(), ["down", "down"]);
    expect(moves).toEqual(["ALARM at 1"]);
  });

  it("does not repeat itself after a restart in the middle of an outage", () => {
    feed(loopOver(), ["up", "down", "down"]);
    store.close();
    store = open();
    feed(loopOver(), ["down", "down"], 5);
    expect(moves).toEqual(["OK at 0", "ALARM at 2"]);
  });

  it("tells once of a recovery that happened while it was not running", () => {
    feed(loopOver(), ["up", "down", "down"]);
    store.close();
    store = open();
    feed(loopOver(), ["up", "up", "up"], 500);
    expect(moves).toEqual(["OK at 0", "ALARM at 2", "OK at 500"]);
  });

  it("lets silence move the alarms for which missing data counts", () => {
    const breaching: AlarmSpec = { ...down, missingData: "breaching" };
    const loop = loopOver([breaching]);
    feed(loop, ["up", "up", "up"]);
    moves = [];
    for (let minute = 3; minute < 9; minute += 1) loop.evaluateSilent(START + minute * MINUTE);
    expect(moves).toHaveLength(1);
    expect(moves[0]).toMatch(/^ALARM/);
  });

  it("judges the worst run of a period where a check runs more often than its alarm looks", () => {
    const loop = loopOver([{ ...down, badDatapoints: 1, ofDatapoints: 1 }]);
    store.addOutcome({ outcome: anOutcome({ status: "down" }), dueEpochMs: START });
    store.addOutcome({ outcome: anOutcome({ status: "up" }), dueEpochMs: START + 10_000 });
    loop.evaluate(check.id, START + 10_000);
    expect(moves).toHaveLength(1);
  });
});
