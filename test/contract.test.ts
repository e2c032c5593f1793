/** What every kind of probe owes, whatever the server does: runs over the registry and over every hostile trick. */
import { setTimeout as delay } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { FAILURE_CODES } from "../lib/core/model/failure.ts";
import { probes } from "../lib/core/probes/index.ts";
import { startLoopLagMeter } from "../lib/core/run/loop-lag.ts";
import { runCheck } from "../lib/core/run/run-check.ts";
import { anySigner, runOptions } from "./kit/checks.ts";
import { startDeafListener } from "./kit/deaf-listener.ts";
import { tricks } from "./kit/hostile/index.ts";
import { silent } from "./kit/hostile/silent.ts";
import { waysToAsk } from "./kit/kinds.ts";
import { closedPort } from "./kit/servers.ts";

const TIMEOUT_MS = 250;
const GRACE_MS = 100;
/** One attempt only: the interval leaves no room for a second. */
const once = { timeoutMs: TIMEOUT_MS, everyMs: TIMEOUT_MS + 1 };

/** Loading a kind is our own time, on top of the run's: a first run pays for it here. */
async function loadEveryKind(): Promise<void> {
  const port = await closedPort();
  await Promise.all(waysToAsk.map(([, checkAt]) => runCheck(checkAt(port, once), runOptions({ signer: anySigner }))));
}

beforeAll(loadEveryKind);

describe.each(waysToAsk)("%s", (_, checkAt) => {
  it.each(tricks)("ends in time, closes its sockets and names a phase when a server $name", async ({ start }) => {
    await using server = await start();
    const meter = startLoopLagMeter();
    const startedMs = performance.now();
    const outcome = await runCheck(checkAt(server.port, once), runOptions({ signer: anySigner }));
    const elapsedMs = performance.now() - startedMs - meter.worstSinceMs(startedMs);
    meter.stop();
    expect(elapsedMs).toBeLessThan(TIMEOUT_MS + GRACE_MS);
    expect(["up", "down"]).toContain(outcome.status);
    expect(outcome.status === "down").toBe(outcome.failure !== undefined);
    if (outcome.failure !== undefined) {
      expect(FAILURE_CODES).toContain(outcome.failure.code);
      expect(outcome.failure.message).not.toBe("");
    }
    const sumMs = outcome.phases.reduce((sum, { ms }) => sum + ms, 0);
    expect(Math.abs(sumMs - outcome.totalMs)).toBeLessThan(1);
    await expect.poll(() => server.openConnections(), { timeout: 2_000 }).toBe(0);
  });

  it("86. says connect-timed-out in time when the server's queue of connections is full", async () => {
    await using server = await startDeafListener();
    const startedMs = performance.now();
    const meter = startLoopLagMeter();
    const outcome = await runCheck(checkAt(server.port, once), runOptions({ signer: anySigner }));
    const elapsedMs = performance.now() - startedMs - meter.worstSinceMs(startedMs);
    meter.stop();
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "connect", code: "connect-timed-out" } });
    expect(elapsedMs).toBeLessThan(TIMEOUT_MS + GRACE_MS);
  });

  it("says connect-refused at once when nothing listens", async () => {
    const outcome = await runCheck(checkAt(await closedPort(), once), runOptions({ signer: anySigner }));
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "connect", code: "connect-refused" } });
  });

  it("is unknown, not down, when the run is called off", async () => {
    await using server = await silent.start();
    const cancel = new AbortController();
    const running = runCheck(checkAt(server.port, once), runOptions({ signer: anySigner, cancel: cancel.signal }));
    await delay(20);
    cancel.abort();
    const outcome = await running;
    if (outcome.kind !== "tcp") expect(outcome).toMatchObject({ status: "unknown", failure: { code: "prober-out-of-time" } });
  });
});

describe("the registry", () => {
  it.each(Object.entries(probes))("%s declares every fact with a unit and a sentence", (_, probe) => {
    for (const spec of Object.values(probe.facts)) {
      expect(spec.doc).toMatch(/\.$/);
      expect(spec.unit).not.toBe("");
    }
  });
});
