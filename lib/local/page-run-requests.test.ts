import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { aCheck, anOutcome } from "../../test/kit/outcomes.ts";
import { SimulatedClock } from "../../test/kit/simulated-clock.ts";
import type { Outcome } from "../core/model/outcome.ts";
import { RunRequests } from "./page-run-requests.ts";

const checks = Array.from({ length: 30 }, (_, at) => aCheck({ id: `acme/${at}` }));
const START = Date.UTC(2026, 10, 22);

/** Runs that end only when told to. */
function scene() {
  const requests = new RunRequests();
  const stop = new AbortController();
  const running = new Map<string, () => void>();
  const ended: [string, number][] = [];
  const clock = new SimulatedClock(START);
  const served = requests.serve({
    ...{ checks, clock, signal: stop.signal },
    run: ({ id }) => new Promise<Outcome>((resolve) => running.set(id, () => resolve(anOutcome({ check: id })))),
    onOutcome: ({ check }, dueEpochMs) => ended.push([check, dueEpochMs - START]),
  });
  const end = async (id: string) => {
    running.get(id)?.();
    running.delete(id);
    for (let turns = 0; turns < 5; turns += 1) await turn();
  };
  return { requests, stop, running, ended, clock, served, end };
}

describe("runs that are asked for", () => {
  it("are over when all of them have ended, those too that somebody else has asked for", async () => {
    const { end, requests, running } = scene();
    void requests.ask(["acme/1"]);
    let isOver = false;
    const over = requests.ask(["acme/1", "acme/2"]).then(() => {
      isOver = true;
    });
    await turn();
    expect([...running.keys()]).toEqual(["acme/1", "acme/2"]);
    await end("acme/2");
    expect(isOver).toBe(false);
    await end("acme/1");
    await over;
  });

  it("begin at once, are told with the moment at which they began, and are not asked twice meanwhile", async () => {
    const { clock, end, ended, requests, running } = scene();
    void requests.ask(["acme/1", "acme/1", "acme/unknown"]);
    void requests.ask(["acme/1"]);
    await turn();
    expect([...running.keys()]).toEqual(["acme/1"]);
    await clock.advance(700);
    await end("acme/1");
    expect(ended).toEqual([["acme/1", 0]]);
    void requests.ask(["acme/1"]);
    await turn();
    expect([...running.keys()]).toEqual(["acme/1"]);
  });

  it("are a bounded number at a time, all of them in the end", async () => {
    const { end, ended, requests, running } = scene();
    void requests.ask(checks.map(({ id }) => id));
    await turn();
    expect(running.size).toBe(10);
    for (const { id } of checks) await end(id);
    expect(ended).toHaveLength(30);
  });

  it("are dropped on shutdown, which waits for those that have begun", async () => {
    const { end, ended, requests, running, served, stop } = scene();
    void requests.ask(checks.slice(0, 12).map(({ id }) => id));
    await turn();
    stop.abort();
    void requests.ask(["acme/29"]);
    for (const id of [...running.keys()]) await end(id);
    await served;
    expect([ended, running.size]).toEqual([[], 0]);
  });

  it("are forgotten where nobody serves them yet", () => {
    expect(() => new RunRequests().ask(["acme/1"])).not.toThrow();
  });
});
