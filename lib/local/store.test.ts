import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aDownOutcome, anOutcome } from "../../test/kit/outcomes.ts";
import type { AlarmSpec } from "../core/model/alarm.ts";
import { DATABASE_FILE } from "./database.ts";
import { openStore, type Store, type StoreLimits } from "./store.ts";

const START = Date.UTC(2026, 10, 22);
const CHECK = "acme/checkout";
const MINUTE = 60_000;

const alarm: AlarmSpec = {
  ...{
    name: "acme: acme/checkout is down",
    topic: "down",
    severity: "critical",
    check: CHECK,
    comparison: "below",
    threshold: 1,
  },
  ...{ badDatapoints: 2, ofDatapoints: 3, missingData: "ignore", notify: [], description: "" },
  metric: { namespace: "Bongsu", name: "Up", dimensions: {}, statistic: "Minimum", periodMs: MINUTE },
};

describe("the store", () => {
  let folder: string;
  let stores: Store[];

  beforeEach(() => {
    folder = path.join(mkdtempSync(path.join(tmpdir(), "bongsu-store-")), "deeper", ".bongsu");
    stores = [];
  });

  afterEach(() => {
    for (const store of stores) store.close();
    rmSync(path.dirname(path.dirname(folder)), { recursive: true });
  });

  function open(limits?: StoreLimits): Store {
    const opened = openStore({
      folder,
      ...(limits && { limits }),
      onProblem: (sentence) => {
        throw new Error(sentence);
      },
    });
    if ("problem" in opened) throw new Error(opened.problem);
    stores.push(opened.store);
    return opened.store;
  }

  function problemOfOpening(): string {
    const opened = openStore({ folder, onProblem: () => undefined });
    if ("problem" in opened) return opened.problem;
    opened.store.close();
    return "";
  }

  it("gives back what was stored, after a restart too", () => {
    const first = open();
    const outcome = aDownOutcome({ evidence: { body: "<b>db pool exhausted</b>" } });
    first.addOutcome({ outcome, dueEpochMs: START });
    first.close();
    expect(open().outcomes({ check: CHECK, sinceEpochMs: START }, 5)).toEqual([{ outcome, dueEpochMs: START }]);
  });

  it("lists outcomes newest first and readings oldest first, with latency only where there was an answer", () => {
    const store = open();
    const timedOut = { phase: "connect", code: "connect-timed-out", message: "no answer" } as const;
    store.addOutcome({ outcome: anOutcome({ totalMs: 83 }), dueEpochMs: START });
    store.addOutcome({ outcome: anOutcome({ status: "down", failure: timedOut }), dueEpochMs: START + MINUTE });
    store.addOutcome({ outcome: aDownOutcome({ totalMs: 650 }), dueEpochMs: START + 2 * MINUTE });
    expect(store.readings({ check: CHECK, sinceEpochMs: START })).toEqual([
      { dueEpochMs: START, status: "up", latencyMs: 83 },
      { dueEpochMs: START + MINUTE, status: "down" },
      { dueEpochMs: START + 2 * MINUTE, status: "down", latencyMs: 650 },
    ]);
    expect(store.outcomes({ check: CHECK, sinceEpochMs: START + MINUTE }, 5).map(({ dueEpochMs }) => dueEpochMs)).toEqual([
      START + 2 * MINUTE,
      START + MINUTE,
    ]);
    expect(store.failures(CHECK, 1)).toEqual([aDownOutcome({ totalMs: 650 })]);
  });

  it("finds the latest unbroken trouble, which an own fault in between does not break", () => {
    const store = open();
    const statuses = ["down", "up", "down", "unknown", "down", "up", "slow"] as const;
    for (const [at, status] of statuses.entries()) {
      store.addOutcome({ outcome: anOutcome({ status, totalMs: at }), dueEpochMs: START + at * MINUTE });
    }
    expect(store.streak(CHECK, ["down"])).toMatchObject({ sinceEpochMs: START + 2 * MINUTE, runs: 2, latest: { totalMs: 4 } });
    expect(store.streak(CHECK, ["up", "slow"])).toMatchObject({
      sinceEpochMs: START + 5 * MINUTE,
      runs: 2,
      latest: { totalMs: 6 },
    });
    expect(store.streak("acme/other", ["down"])).toBeUndefined();
  });

  it("keeps no more than its limits by age and by number", () => {
    const store = open({ ageMs: 100 * MINUTE, outcomes: 50, transitions: 5 });
    for (let at = 0; at < 250; at += 1) store.addOutcome({ outcome: anOutcome(), dueEpochMs: START + at * MINUTE });
    store.prune(START + 250 * MINUTE);
    expect(store.readings({ check: CHECK, sinceEpochMs: 0 })).toHaveLength(50);
    expect(store.oldestDueEpochMs(CHECK)).toBe(START + 200 * MINUTE);
    store.prune(START + 330 * MINUTE);
    expect(store.oldestDueEpochMs(CHECK)).toBe(START + 230 * MINUTE);
  });

  it("prunes by itself while outcomes come in, so that the file stays bounded", () => {
    const store = open({ ageMs: 8 * 86_400_000, outcomes: 100, transitions: 5 });
    for (let at = 0; at < 5_000; at += 1) store.addOutcome({ outcome: anOutcome(), dueEpochMs: START + at * MINUTE });
    expect(store.readings({ check: CHECK, sinceEpochMs: 0 }).length).toBeLessThan(200);
    store.close();
    expect(statSync(path.join(folder, DATABASE_FILE)).size).toBeLessThan(400_000);
  });

  it("keeps alarm states and a bounded number of transitions", () => {
    const store = open({ ageMs: 8 * 86_400_000, outcomes: 100, transitions: 3 });
    expect(store.alarmState(alarm.name)).toBe("INSUFFICIENT_DATA");
    const transition = { alarm, from: "OK", to: "ALARM", atEpochMs: START, reason: "because" } as const;
    for (let at = 0; at < 10; at += 1) store.recordTransition({ ...transition, atEpochMs: START + at });
    store.prune(START);
    store.close();
    const second = open();
    expect(second.alarmState(alarm.name)).toBe("ALARM");
    expect(second.transitions(CHECK, 10).map(({ atEpochMs }) => atEpochMs - START)).toEqual([9, 8, 7]);
  });

  it("keeps no more findings and thread evidence than its limits", () => {
    const store = open({ ageMs: 100 * MINUTE, outcomes: 50, transitions: 5 });
    const metric = {
      namespace: "Bongsu",
      name: "SlowHour",
      dimensions: { Check: CHECK },
      statistic: "Maximum",
      periodMs: MINUTE,
    } as const;
    const sample = { metric: "SlowHour", dimensions: { Check: CHECK }, unit: "Count", isHighResolution: false } as const;
    for (let at = 0; at < 250; at += 1) store.addSample({ ...sample, value: at, atEpochMs: START + at * MINUTE });
    store.prune(START + 250 * MINUTE);
    expect(store.samples(metric, 0)).toHaveLength(50);
    store.prune(START + 330 * MINUTE);
    expect(store.samples(metric, 0)[0]).toEqual({ atEpochMs: START + 230 * MINUTE, value: 230 });
    const finding = { threads: 900, sentences: ["900 threads."], frames: [] };
    for (let at = 0; at < 600; at += 1) {
      store.addThreadEvidence({ check: CHECK, series: "threads", moment: "opened", atEpochMs: START + at, finding });
    }
    store.prune(START);
    expect(store.threadEvidence(CHECK, 1_000)).toHaveLength(500);
    expect(store.threadEvidence(CHECK, 1)).toEqual([
      { check: CHECK, series: "threads", moment: "opened", atEpochMs: START + 599, finding },
    ]);
  });

  it("skips rows that no longer hold an outcome instead of trusting them", () => {
    const store = open();
    store.addOutcome({ outcome: anOutcome(), dueEpochMs: START });
    store.addOutcome({ outcome: anOutcome(), dueEpochMs: START + MINUTE });
    store.close();
    const database = new DatabaseSync(path.join(folder, DATABASE_FILE));
    database.exec(`UPDATE outcomes SET outcome = '{"status":"up"}' WHERE due_epoch_ms = ${START}`);
    database.close();
    expect(open().outcomes({ check: CHECK, sinceEpochMs: 0 }, 5)).toHaveLength(1);
  });

  it("says what to do about a file that is no database, and leaves it as it is", () => {
    open().close();
    const file = path.join(folder, DATABASE_FILE);
    writeFileSync(file, "this is not a database, it only looks like one in the dark".repeat(100));
    expect(problemOfOpening()).toMatch(/cannot be used: file is not a database.*--data/);
    expect(readFileSync(file, "utf8")).toContain("only looks like one");
  });

  it("refuses a database of a newer version, of another program, or in use, each with the cure", () => {
    const store = open();
    expect(problemOfOpening()).toMatch(/in use by another "bongsu dev"/);
    store.close();
    const file = path.join(folder, DATABASE_FILE);
    edit(file, "PRAGMA user_version = 99");
    expect(problemOfOpening()).toMatch(/newer Bongsu \(schema 99.*Update Bongsu/);
    edit(file, "PRAGMA application_id = 7");
    expect(problemOfOpening()).toMatch(/another program's database/);
  });

  it("reports a database that breaks later once, and goes on without history", () => {
    const sentences: string[] = [];
    const opened = openStore({ folder, onProblem: (sentence) => sentences.push(sentence) });
    if ("problem" in opened) throw new Error(opened.problem);
    opened.store.close();
    opened.store.addOutcome({ outcome: anOutcome(), dueEpochMs: START });
    expect(opened.store.readings({ check: CHECK, sinceEpochMs: 0 })).toEqual([]);
    expect(sentences).toEqual([expect.stringMatching(/^History is no longer kept: /)]);
  });

  function edit(file: string, sql: string): void {
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
  }
});
