import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aDownOutcome, anOutcome } from "../../test/kit/outcomes.ts";
import type { Statistic } from "../core/model/statistic.ts";
import { createStoreHistory } from "./history.ts";
import { openStore, type Store } from "./store.ts";

const START = Date.UTC(2026, 10, 22);
const MINUTE_MS = 60_000;
const CHECK = "acme/checkout";

let folder: string;
let store: Store;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "bongsu-history-"));
  const opened = openStore({
    folder,
    onProblem: (sentence) => {
      throw new Error(sentence);
    },
  });
  if ("problem" in opened) throw new Error(opened.problem);
  store = opened.store;
});

afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

async function read(name: string, statistic: Statistic = "Average", series?: string) {
  const dimensions = { Deployment: "acme", Check: CHECK, Location: "local", ...(series !== undefined && { Series: series }) };
  const metric = { namespace: "Bongsu", name, dimensions, statistic, periodMs: 5 * MINUTE_MS };
  const [answer] = await createStoreHistory(store).read([{ metric, fromEpochMs: START, toEpochMs: START + 10 * MINUTE_MS }]);
  if (answer === undefined || "unavailable" in answer) throw new Error("The history could not be read.");
  return answer.points.map(({ atEpochMs, value }) => [(atEpochMs - START) / MINUTE_MS, value]);
}

function add(minute: number, outcome: Parameters<typeof anOutcome>[0]): void {
  store.addOutcome({ outcome: anOutcome({ check: CHECK, ...outcome }), dueEpochMs: START + minute * MINUTE_MS });
}

describe("the history of this computer", () => {
  it("gives one datapoint a period, at its start, within the span that is asked", async () => {
    for (const [minute, totalMs] of [
      [-1, 9_000],
      [0, 100],
      [4, 300],
      [7, 50],
      [10, 9_000],
    ] as const) {
      add(minute, { totalMs });
    }
    expect(await read("LatencyMs")).toEqual([
      [0, 200],
      [5, 50],
    ]);
    expect(await read("LatencyMs", "Maximum")).toEqual([
      [0, 300],
      [5, 50],
    ]);
    expect(await read("LatencyMs", "SampleCount")).toEqual([
      [0, 2],
      [5, 1],
    ]);
  });

  it("counts what is published of an outcome, and nothing of one that ended by our own fault", async () => {
    const failure = { phase: "connect", code: "connect-timed-out", message: "no answer" } as const;
    add(0, { totalMs: 80, facts: { threads: 200 } });
    add(1, { ...aDownOutcome({ check: CHECK }), failure, totalMs: 10_000, facts: { threads: 900 } });
    add(2, { status: "unknown", totalMs: 7_000, facts: { threads: 900 } });
    expect(await read("Up")).toEqual([[0, 0.5]]);
    expect(await read("LatencyMs")).toEqual([[0, 80]]);
    expect(await read("Value", "Average", "threads")).toEqual([[0, 200]]);
  });

  it("reads a series by its exact name, and takes no text for a number", async () => {
    add(0, { facts: { "queued-jobs": 7, "queued-jobs.more": 1, state: "9" } });
    expect(await read("Value", "Average", "queued-jobs")).toEqual([[0, 7]]);
    expect(await read("Value", "Average", "state")).toEqual([]);
    expect(await read("Value", "Average", "missing")).toEqual([]);
  });

  it("gives back what the analysis found, each series for itself", async () => {
    const sample = { metric: "LeakSuspected", unit: "None", isHighResolution: false } as const;
    for (const [Series, value] of [
      ["threads", 1],
      ["files", 0],
    ] as const) {
      store.addSample({ ...sample, dimensions: { Check: CHECK, Series }, value, atEpochMs: START + 5 * MINUTE_MS });
    }
    expect(await read("LeakSuspected", "Maximum", "threads")).toEqual([[5, 1]]);
    expect(await read("LeakSuspected", "Maximum", "files")).toEqual([[5, 0]]);
  });
});
