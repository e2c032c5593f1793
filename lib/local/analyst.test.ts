/** The whole of it on a simulated clock: outcomes -> history -> verdicts -> alarms -> people. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { metricsCheck } from "../../test/kit/checks.ts";
import { anOutcome } from "../../test/kit/outcomes.ts";
import { SimulatedClock } from "../../test/kit/simulated-clock.ts";
import type { LeakReport } from "../core/analysis/leak-report.ts";
import type { ThreadEvidence } from "../core/analysis/thread-evidence.ts";
import { seriesDimensions } from "../core/metrics/catalogue.ts";
import type { AlarmMetric } from "../core/model/alarm.ts";
import type { Config } from "../core/model/check.ts";
import { createRandom } from "../core/trends/simulation/random.ts";
import { LiveBoard } from "./live-board.ts";
import { openStore, type Store } from "./store.ts";
import { watch } from "./watch.ts";

const START = Date.UTC(2026, 10, 22, 6);
const READING_MS = 300_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SETTLED_MS = 10_000;
const LIMIT = 2_000;

const threads = { name: "jvm_threads_live_threads", labels: {}, fold: "sum" } as const;
const check = metricsCheck("http://127.0.0.1:9/metrics", {
  ...{ id: "acme/app", title: "acme/app", everyMs: READING_MS, notify: ["oncall"], leak: { series: "threads", limit: LIMIT } },
  metrics: { series: { threads }, threadDump: "http://127.0.0.1:9/threaddump" },
});
const config: Config = { name: "acme", timezone: "UTC", language: "en", contacts: [], operators: [], checks: [check] };

let folder: string;
let store: Store;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "bongsu-analyst-"));
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

type Gauge = (hours: number) => number;

/** A gauge over the hours since the start (before it: negative), with noise. */
class Scene {
  readonly told: string[] = [];
  readonly dumped: string[] = [];
  readonly #clock = new SimulatedClock(START);
  readonly #random = createRandom(5);
  readonly #gauge: Gauge;
  readonly #end = new AbortController();
  #watching: Promise<void> | undefined;

  constructor(gauge: Gauge, { daysBefore = 7 } = {}) {
    this.#gauge = gauge;
    for (let at = START - daysBefore * DAY_MS; at < START; at += READING_MS) {
      store.addOutcome({ outcome: this.#outcomeAt(at), dueEpochMs: at });
    }
  }

  async pass(hours: number): Promise<void> {
    if (this.#watching === undefined) {
      this.#watching = this.#watch();
      // Verdicts come a moment after the full five minutes.
      await this.#clock.advance(SETTLED_MS);
    }
    await this.#clock.advance(hours * HOUR_MS);
  }

  async end(): Promise<void> {
    this.#end.abort();
    await this.#watching;
  }

  #watch(): Promise<void> {
    const clock = this.#clock;
    return watch({
      ...{ config, store, clock, board: new LiveBoard({ config, store, clock }), signal: this.#end.signal },
      run: async () => this.#outcomeAt(clock.epochMs()),
      onTransition: ({ alarm, from, to }) => {
        if (from === "ALARM" || to === "ALARM") this.told.push(`${alarm.topic} ${to}`);
      },
      tell: () => undefined,
      onProblem: (sentence) => expect.unreachable(sentence),
      dumper: { dump: async (reports) => reports.flatMap((report) => this.#dump(report)) },
    });
  }

  #dump({ check: { id }, series, dump: moment, atEpochMs }: LeakReport): ThreadEvidence[] {
    if (moment === undefined) return [];
    this.dumped.push(`${moment} ${(atEpochMs - START) / READING_MS}`);
    return [{ check: id, series, moment, atEpochMs, finding: { threads: 900, sentences: ["900 threads."], frames: [] } }];
  }

  #outcomeAt(atEpochMs: number) {
    const value = Math.round(this.#gauge((atEpochMs - START) / HOUR_MS) + 3 * this.#random.normal());
    return anOutcome({ check: check.id, kind: "metrics", startedAtEpochMs: atEpochMs, facts: { threads: value } });
  }
}

async function play<Result>(scene: Scene, act: (scene: Scene) => Promise<Result>): Promise<Result> {
  try {
    return await act(scene);
  } finally {
    await scene.end();
  }
}

function findings(name: "LeakSuspected" | "MinutesUntilLimit", sinceHours: number) {
  const dimensions = seriesDimensions("acme", check.id, { location: "local", series: "threads" });
  const metric: AlarmMetric = { namespace: "Bongsu", name, dimensions, statistic: "Maximum", periodMs: READING_MS };
  return store.samples(metric, START + sinceHours * HOUR_MS);
}

const verdictsSince = (hours: number) => new Set(findings("LeakSuspected", hours).map(({ value }) => value));

describe("a leak on this computer", () => {
  it("is suspected, foreseen and dumped twice; after the restart all is well again", async () => {
    const restartAt = 8;
    const leak: Gauge = (hours) => 200 + (hours > 1 && hours < restartAt ? 60 * (hours - 1) : 0);
    await play(new Scene(leak), async (scene) => {
      await scene.pass(1);
      expect(verdictsSince(0)).toEqual(new Set([0]));
      expect(scene.told).toEqual([]);

      await scene.pass(4);
      expect(scene.told).toContain("leak ALARM");
      expect(verdictsSince(4)).toEqual(new Set([1]));
      const trulyMinutes = ((LIMIT - leak(5)) / 60) * 60;
      const [minutes] = findings("MinutesUntilLimit", 5);
      expect(Math.abs((minutes?.value ?? 0) - trulyMinutes) / trulyMinutes).toBeLessThan(0.1);

      const [opened, confirmed, ...others] = scene.dumped.map((dump) => dump.split(" "));
      expect([opened?.[0], confirmed?.[0], others]).toEqual(["opened", "confirmed", []]);
      expect(Number(confirmed?.[1])).toBe(Number(opened?.[1]) + 1);
      expect(store.threadEvidence(check.id, 5).map(({ moment }) => moment)).toEqual(["confirmed", "opened"]);

      await scene.pass(restartAt + 2 - 5);
      expect(verdictsSince(restartAt + 1.1)).toEqual(new Set([0]));
      expect(scene.told.at(-1)).toBe("leak OK");
    });
  });

  it.each<[string, Gauge]>([
    ["a warm-up after a restart", (hours) => 80 + (hours < 0 ? 120 : 120 * (1 - Math.exp(-1.5 * hours)))],
    ["a deployment that needs more", (hours) => (hours < 3 ? 200 : 320)],
    ["the same ramp as every day", (hours) => 200 + 60 * Math.sin((2 * Math.PI * hours) / 24)],
  ])("is not suspected in %s", async (_, gauge) => {
    await play(new Scene(gauge), async (scene) => {
      await scene.pass(8);
      expect(verdictsSince(0)).toEqual(new Set([0]));
      expect([scene.told, scene.dumped]).toEqual([[], []]);
    });
  });
});

describe("slow hours on this computer", () => {
  it("are found in the stored history, and kept for the alarm on them", async () => {
    await play(new Scene(() => 200), async (scene) => {
      await scene.pass(1);
      const metric: AlarmMetric = {
        ...{ namespace: "Bongsu", name: "SlowHour", statistic: "Maximum", periodMs: HOUR_MS },
        dimensions: { Deployment: "acme" },
      };
      expect(store.samples(metric, START)).toEqual([{ atEpochMs: START + HOUR_MS, value: 0 }]);
    });
  });
});
