import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { ScriptReader } from "./script.ts";
import { startActor } from "./start-actor.ts";
import { startTour } from "./tour.ts";

const TIME = { realEpochMs: Date.now(), shownEpochMs: Date.UTC(2026, 10, 22, 3), speed: 60 };
const GONE_WITHIN_MS = 10_000;
/** A program that starts a tick store and so many callers that it is never idle, waits for that, and says who they are. */
const BUSY_NIGHT = `
  import { setTimeout as delay } from "node:timers/promises";
  import { Cast } from ${JSON.stringify(new URL("./cast.ts", import.meta.url).href)};
  const cast = new Cast({ ...${JSON.stringify(TIME)}, realEpochMs: Date.now(), speed: 600 });
  const store = await cast.start("tick-store", { port: 0, rowMs: 25 });
  const night = { idleClients: 12, callers: 128, fromHour: 0, toHour: 24 };
  const partner = await cast.start("partner", { port: store.port, ...night });
  await delay(2_000);
  console.log([store.pid, partner.pid].join(" "));
  await delay(60_000);
`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilGone(pids: readonly number[]): Promise<void> {
  const endMs = performance.now() + GONE_WITHIN_MS;
  while (pids.some(isAlive)) {
    if (performance.now() > endMs) expect.unreachable(`still alive: ${pids.filter(isAlive)}`);
    await delay(20);
  }
}

describe("an actor", () => {
  it("plays in a process of its own, and is gone when it is stopped", async () => {
    const actor = await startActor("shop", { ...TIME, deployAfterMs: 0 });
    if ("problem" in actor) return expect.unreachable(actor.problem);
    const answer = await fetch(`http://127.0.0.1:${actor.port}/login`);
    expect(await answer.json()).toEqual({ status: "ok", queue: 3 });
    expect(Math.abs(Date.parse(answer.headers.get("date") ?? "") - TIME.shownEpochMs)).toBeLessThan(30 * 60_000);
    await actor.stop();
    expect(isAlive(actor.pid)).toBe(false);
  });

  it("that cannot start says why", async () => {
    const actor = await startActor("shop", TIME);
    expect(actor).toEqual({ problem: expect.stringMatching(/^The shop of the tour did not start\..*"deployAfterMs"/s) });
  });

  it("is not changed by the options for Node of whoever plays", async () => {
    process.env.NODE_OPTIONS = "--no-such-option-of-node";
    try {
      const actor = await startActor("shop", { ...TIME, deployAfterMs: 0 });
      if ("problem" in actor) return expect.unreachable(actor.problem);
      await actor.stop();
    } finally {
      delete process.env.NODE_OPTIONS;
    }
  });
});

describe("a script", () => {
  it("is read strictly", () => {
    const script = new ScriptReader('{"port":0,"url":"http://a","isFrozen":true,"speed":"60"}');
    expect([script.number("port"), script.text("url"), script.flag("isFrozen"), script.flag("other")]).toEqual([
      0,
      "http://a",
      true,
      false,
    ]);
    expect(() => script.number("speed")).toThrow(/no number "speed"/);
    expect(() => script.text("port")).toThrow(/no text "port"/);
    expect(() => script.time()).toThrow(TypeError);
    expect(() => new ScriptReader("[]")).toThrow(TypeError);
  });
});

describe("the tour", () => {
  it("begins an hour before the night, with every target in place", async () => {
    const tour = await startTour();
    if ("problem" in tour) return expect.unreachable(tour.problem);
    try {
      expect(new Date(tour.time.shownEpochMs).toISOString()).toMatch(/T03:00:00.000Z$/);
      expect(new Set(tour.config.checks.map(({ kind }) => kind))).toEqual(new Set(["s3", "metrics", "tcp", "kdb", "http"]));
      const refused = await fetch(tour.credentials.url, { headers: { authorization: "somebody else" } });
      expect(refused.status).toBe(401);
      const keys = await fetch(tour.credentials.url, { headers: { authorization: tour.credentials.authorization } });
      expect(await keys.json()).toMatchObject({ AccessKeyId: expect.stringMatching(/^ASIA/), Token: expect.any(String) });
    } finally {
      await tour.close();
    }
    await expect(fetch(tour.credentials.url)).rejects.toThrow();
  });
});

describe("the cast", () => {
  it("does not outlive whoever started it, though that one was killed hard and some of it never rests", async () => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", BUSY_NIGHT], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = await once(createInterface({ input: child.stdout }), "line");
    const pids = String(line).split(" ").map(Number);
    expect(pids.every(isAlive)).toBe(true);
    child.kill("SIGKILL");
    await untilGone(pids);
  });
});
