/** What a single-threaded server looks like from outside, state by state, with a fake q process that really is one. */
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { kdbCheck, runOptions, tcpCheck } from "../../../../test/kit/checks.ts";
import { startQ } from "../../../../test/kit/q-server.ts";
import type { Check } from "../../model/check.ts";
import type { Outcome } from "../../model/outcome.ts";
import { runCheck } from "../../run/run-check.ts";
import type { KdbTarget } from "./target.ts";

const soon: Partial<Check> = { timeoutMs: 300 };
const patient: Partial<Check> = { timeoutMs: 5_000 };
const hasSignals = process.platform !== "win32";

/** Of TCP alone, and of q. */
async function askBoth(port: number, kdb: Partial<KdbTarget> = {}): Promise<{ tcp: Outcome; kdb: Outcome }> {
  const tcp = await runCheck(tcpCheck(port, soon), runOptions());
  return { tcp, kdb: await runCheck(kdbCheck(port, { ...soon, kdb }), runOptions()) };
}

describe("a q process", () => {
  it("that is idle serves: handshake, query and numbers", async () => {
    await using q = await startQ();
    const outcome = await runCheck(kdbCheck(q.port, patient), runOptions());
    expect(outcome).toMatchObject({
      status: "up",
      facts: { result: 2, handles: 1, queuedBytes: 0, memoryUsedBytes: 168_304, address: "127.0.0.1" },
    });
    expect(Math.abs(Number(outcome.facts.clockSkew))).toBeLessThan(1_000);
    expect(outcome.phases.map(({ phase }) => phase)).toEqual(["connect", "handshake", "query", "numbers"]);
    expect(outcome.evidence).toEqual({ request: `1+1 at 127.0.0.1:${q.port}`, address: "127.0.0.1" });
  });

  it("that is busy with another client's slow query accepts TCP and does not shake hands, until it is done", async () => {
    await using q = await startQ();
    await q.beBusyFor(1.5);
    const { tcp, kdb } = await askBoth(q.port);
    expect(tcp.status).toBe("up");
    expect(kdb).toMatchObject({ status: "down", failure: { phase: "handshake", code: "handshake-timed-out" } });
    expect(await runCheck(kdbCheck(q.port, patient), runOptions())).toMatchObject({ status: "up" });
  });

  it.skipIf(!hasSignals)(
    "that is stopped is up for TCP and handshake-timed-out for kdb; once resumed it serves by itself",
    async () => {
      await using q = await startQ();
      await q.stop();
      const { tcp, kdb } = await askBoth(q.port);
      expect(tcp).toMatchObject({ status: "up" });
      expect(kdb).toMatchObject({ status: "down", failure: { code: "handshake-timed-out" } });
      expect(kdb.failure?.message).toMatch(
        /^accepts TCP in \d+(\.\d)? ms, no handshake reply for (29\d|30\d) ms: it accepts connections, but does not serve them$/,
      );
      q.resume();
      expect(await runCheck(kdbCheck(q.port, patient), runOptions())).toMatchObject({ status: "up" });
    },
  );

  it.skipIf(process.platform !== "linux")(
    "that is stopped and whose accept queue is full drops connections (Linux only: elsewhere the queue is rounded up or answered with a reset)",
    async () => {
      await using q = await startQ({ backlog: 5 });
      await q.stop();
      // These are closed by us at once, and keep their places all the same.
      for (let place = 0; place < 6; place++)
        expect(await runCheck(tcpCheck(q.port, soon), runOptions())).toMatchObject({ status: "up" });
      const { tcp, kdb } = await askBoth(q.port);
      for (const outcome of [tcp, kdb]) expect(outcome).toMatchObject({ status: "down", failure: { code: "connect-timed-out" } });
      q.resume();
      await expect.poll(async () => (await askBoth(q.port)).kdb.status, { timeout: 5_000 }).toBe("up");
    },
  );

  it("that is dead refuses at once", async () => {
    await using q = await startQ();
    await q.kill();
    const { tcp, kdb } = await askBoth(q.port);
    for (const outcome of [tcp, kdb]) expect(outcome).toMatchObject({ status: "down", failure: { code: "connect-refused" } });
  });

  it("that is slow with our own query has shaken hands, and is query-timed-out", async () => {
    await using q = await startQ();
    const outcome = await runCheck(kdbCheck(q.port, { ...soon, kdb: { query: 'system"sleep 1"' } }), runOptions());
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "query", code: "query-timed-out" } });
    expect(outcome.failure?.message).toMatch(/^replied to the handshake in .+ ms, no answer to the query for \d+ ms$/);
    expect(outcome.facts).toHaveProperty("handshake");
  });

  it("that refuses to tell its numbers is up, with a note", async () => {
    await using q = await startQ({ refuses: ["(.z.p;.Q.w[];count .z.W;sum sum each .z.W)"] });
    const outcome = await runCheck(kdbCheck(q.port, patient), runOptions());
    expect(outcome).toMatchObject({
      status: "up",
      evidence: { notes: ["no numbers of the server: it answered 'access"] },
    });
  });
});

describe("the accept queue", () => {
  it.skipIf(!hasSignals)("gets one connection a run, also from a check that fails and has time for a second", async () => {
    await using q = await startQ({ backlog: 5 });
    await q.stop();
    const outcome = await runCheck(kdbCheck(q.port, { timeoutMs: 100, everyMs: 60_000 }), runOptions());
    expect(outcome.evidence).not.toHaveProperty("attempts");
  });

  it.skipIf(!hasSignals)(
    "is not filled by us: after three stalls the fourth run repeats what was seen, without a connection",
    async () => {
      await using q = await startQ({ backlog: 5 });
      await q.stop();
      const outcomes: Outcome[] = [];
      for (let run = 0; run < 20; run++) outcomes.push(await runCheck(kdbCheck(q.port, { timeoutMs: 60 }), runOptions()));
      for (const outcome of outcomes) expect(outcome).toMatchObject({ status: "down", failure: { code: "handshake-timed-out" } });
      expect(outcomes.filter(({ phases }) => phases.length > 0)).toHaveLength(3);
      const paused = outcomes.at(-1);
      expect(paused).toMatchObject({ phases: [], totalMs: 0, failure: outcomes[2]?.failure });
      expect(paused?.evidence.notes?.join()).toMatch(
        /^not probed: 3 times in a row nobody took our connection, the last time at \d\d:\d\d:\d\d UTC; not probed again before \d\d:\d\d:\d\d UTC, so that we do not fill its accept queue$/,
      );
      // Others can still connect: three places of six are taken.
      expect(await runCheck(tcpCheck(q.port, soon), runOptions())).toMatchObject({ status: "up" });
    },
  );

  it.skipIf(!hasSignals)("counts no run that was called off as a stall", async () => {
    await using q = await startQ();
    await q.stop();
    for (let run = 0; run < 4; run++) {
      const cancel = new AbortController();
      const running = runCheck(kdbCheck(q.port, patient), runOptions({ cancel: cancel.signal }));
      await delay(30);
      cancel.abort();
      expect(await running).toMatchObject({ status: "unknown", failure: { code: "prober-out-of-time" } });
    }
    q.resume();
    expect(await runCheck(kdbCheck(q.port, patient), runOptions())).toMatchObject({ status: "up" });
  });
});
