/** A `kdb` check against servers that behave and servers that do not, over real sockets. */
import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { makeCertificate } from "../../../../test/kit/certificates.ts";
import { kdbCheck, runOptions } from "../../../../test/kit/checks.ts";
import { NUMBERS_ANSWER, TWO } from "../../../../test/kit/q/vectors.ts";
import { startQ } from "../../../../test/kit/q-server.ts";
import { type LocalServer, startTcp } from "../../../../test/kit/servers.ts";
import { SimulatedClock } from "../../../../test/kit/simulated-clock.ts";
import { message, response, type Sendable } from "../../../local/tour/q/encode.ts";
import type { Check } from "../../model/check.ts";
import type { Outcome } from "../../model/outcome.ts";
import { runCheck } from "../../run/run-check.ts";
import { startDeadline } from "../../time/deadline.ts";
import type { ProbeContext } from "../probe.ts";
import { kdbRunner } from "./run.ts";
import { StallMemory } from "./stall-memory.ts";
import type { KdbTarget } from "./target.ts";

const GREETED = Buffer.from([3]);
const soon: Partial<Check> = { timeoutMs: 2_000 };

describe("the handshake", () => {
  it("sends user, password, capability 3 and a NUL, and nothing before the reply", async () => {
    const received: Buffer[] = [];
    await using server = await startTcp((socket) => socket.on("data", (chunk: Buffer) => received.push(chunk)));
    await ask(server, { user: "good", password: "pw" }, { timeoutMs: 100 });
    expect(Buffer.concat(received).toString("hex")).toBe("676f6f643a70770300");
  });

  it("lets in whom the server knows", async () => {
    await using q = await startQ({ users: ["monitor:pa:55"] });
    expect(await ask(q, { user: "monitor", password: "pa:55" })).toMatchObject({ status: "up" });
  });

  it("is auth-failed when the server closes without a word", async () => {
    await using q = await startQ({ users: ["monitor:right"] });
    const outcome = await ask(q, { user: "monitor", password: "not-the-one" });
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "handshake", code: "auth-failed" } });
    expect(outcome.failure?.message).toMatch(
      /^closed the connection after .+ ms without a reply to the handshake, as kdb\+ does to a wrong user or password$/,
    );
  });

  it("is auth-failed when the server resets the connection", async () => {
    await using server = await startTcp((socket) => socket.once("data", () => socket.resetAndDestroy()));
    expect(await ask(server)).toMatchObject({ status: "down", failure: { code: "auth-failed" } });
  });

  it.each([
    ["a NUL in the password", { user: "monitor", password: "pass\0word" }],
    ["a colon in the user name", { user: "mon:itor" }],
  ])("is not tried with %s that a secret brought: that is our own fault", async (_, kdb) => {
    await using q = await startQ();
    expect(await ask(q, kdb)).toMatchObject({ status: "unknown", failure: { code: "secret-unavailable" } });
  });
});

describe("the answer", () => {
  it.each([
    ["`up", "up"],
    ["([]sym:1 2)", "table of 2 rows: sym"],
    ["count .z.W", 1],
  ])("to %s is the fact result", async (query, result) => {
    await using q = await startQ();
    expect(await ask(q, { query, numbers: false })).toMatchObject({ status: "up", facts: { result } });
  });

  it("is a text where a number would not be exact", async () => {
    await using server = await startScriptedQ([2n ** 60n]);
    expect(await ask(server, { numbers: false })).toMatchObject({ facts: { result: "1152921504606846976" } });
  });

  it("can be expected, below and above too", async () => {
    await using q = await startQ();
    const expectation = { fact: "result", matcher: { op: "below", value: 1 } } as const;
    expect(await ask(q, { query: "count .z.W" }, { expect: [expectation] })).toMatchObject({
      status: "down",
      failure: { code: "expectation-unmet", message: "expected result < 1, got 1" },
    });
  });

  it("that is an error is a sign of life for 1+1, with a note", async () => {
    await using q = await startQ({ refuses: ["1+1"] });
    expect(await ask(q)).toMatchObject({
      status: "up",
      facts: { result: "'access" },
      evidence: { notes: ["the server is alive, and answered 1+1 with 'access: it was not asked for its numbers"] },
    });
  });

  it("that is an error fails the query of a user", async () => {
    await using q = await startQ();
    expect(await ask(q, { query: "count nobody" })).toMatchObject({
      status: "down",
      facts: { result: "'type" },
      failure: { phase: "query", code: "query-failed", message: "the server is alive, but the query failed: 'type" },
    });
  });

  it.each<[string, Buffer, string, string]>([
    ["compressed", Buffer.from("010201002d000000", "hex"), "protocol-error", "the answer is too large for a health query"],
    ["1 GB long", Buffer.from("0102000000000040", "hex"), "protocol-error", "the answer is too large for a health query"],
    ["cut", Buffer.from(TWO, "hex").subarray(0, 10), "response-closed", "with only 10 bytes of an answer"],
    ["missing", Buffer.alloc(0), "response-closed", "with no answer"],
    ["HTTP", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"), "protocol-error", "a message cannot begin with the bytes 48545450"],
    ["no value of q", message(2, Buffer.from([3, 0])), "protocol-error", "the answer cannot be read: nobody knows the type 3"],
  ])("that is %s is named", async (_, bytes, code, words) => {
    await using server = await startTcp((socket) => talk(socket, [bytes]));
    const outcome = await ask(server);
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "query", code } });
    expect(outcome.failure?.message).toContain(words);
  });

  it("that breaks off with a reset is response-reset", async () => {
    await using server = await startTcp((socket) => {
      socket.once("data", () => socket.write(GREETED, () => socket.once("data", () => socket.resetAndDestroy())));
    });
    expect(await ask(server)).toMatchObject({ failure: { phase: "query", code: "response-reset" } });
  });
});

describe("the numbers", () => {
  it("are facts", async () => {
    await using server = await startTcp((socket) => talk(socket, [Buffer.from(TWO, "hex"), Buffer.from(NUMBERS_ANSWER, "hex")]));
    expect(await ask(server)).toMatchObject({
      status: "up",
      facts: { handles: 7, queuedBytes: 0, memoryUsedBytes: 168_304, result: 2 },
    });
  });

  it("that come in part are facts in part", async () => {
    await using server = await startScriptedQ([2n, [1n, new Map([["heap", 5n]]), 140, "many"]]);
    expect(await ask(server)).toMatchObject({
      status: "up",
      facts: { handles: 140 },
      evidence: { notes: ["the server's answer says nothing of clockSkew, memoryUsedBytes, queuedBytes"] },
    });
  });

  it("that never come cost two seconds at most", async () => {
    await using server = await startTcp((socket) => talk(socket, [response(2n), "silence"]));
    const outcome = await ask(server, {}, { timeoutMs: 10_000 });
    expect(outcome).toMatchObject({ status: "up" });
    expect(Number(outcome.facts.numbers)).toBeLessThan(5_000);
  });

  it("are not asked for when they are not wanted", async () => {
    await using q = await startQ();
    const outcome = await ask(q, { numbers: false });
    expect(outcome.facts).not.toHaveProperty("handles");
    expect(outcome.phases.map(({ phase }) => phase)).toEqual(["connect", "handshake", "query"]);
  });

  it.each<[string, (socket: Socket) => void, RegExp]>([
    ["never come", (socket) => talk(socket, [response(2n), "silence"]), /no answer to the query for/],
    ["are cut off", (socket) => talk(socket, [response(2n)]), /the server closed the connection/],
    ["are garbage", (socket) => talk(socket, [response(2n), Buffer.from("garbage!")]), /a message cannot begin with/],
  ])("that %s leave the check up, with a note", async (_, serve, note) => {
    await using server = await startTcp(serve);
    const outcome = await ask(server, {}, { timeoutMs: 300 });
    expect(outcome).toMatchObject({ status: "up", facts: { result: 2 } });
    expect(outcome.evidence.notes?.join()).toMatch(note);
  });
});

describe("secrets", () => {
  it("that a server sends back are masked, whole or cut, also where they stand in the file", async () => {
    const password = "hunter2-and-more";
    await using server = await startScriptedQ([`${"x".repeat(190)}${password}`]);
    const outcome = await ask(server, { user: "monitor", password, numbers: false });
    expect(outcome).toMatchObject({ status: "up", facts: { result: `${"x".repeat(190)}***` } });
    expect(JSON.stringify(outcome)).not.toContain("hunter2");
  });

  it("that stand in the query are masked in the evidence", async () => {
    await using q = await startQ();
    const password = "hunter2-and-more";
    const outcome = await ask(q, { user: "monitor", password, query: `login["${password}"]` });
    expect(outcome.evidence.request).toMatch(/^login\["\*\*\*"\] at 127\.0\.0\.1:\d+ as monitor$/);
  });

  it("and anything else in an error are cut to a length that fits a message", async () => {
    await using server = await startScriptedQ([2n, { error: "x".repeat(50_000) }]);
    expect((await ask(server)).evidence.notes?.join().length).toBe(200);
  });
});

describe("TLS", () => {
  const root = makeCertificate("Acme Root", { isAuthority: true });
  const useless = makeCertificate("kdb", { issuer: root });
  const right = makeCertificate("127.0.0.1", { issuer: root });
  const trusting = { verify: true, ca: root.cert };

  it("carries the same conversation, with the certificate's facts", async () => {
    await using q = await startQ({ cert: right.cert, key: right.keyPem });
    const outcome = await ask(q, { tls: trusting });
    expect(outcome).toMatchObject({ status: "up", facts: { result: 2, "certificate.daysLeft": 59 } });
    expect(outcome.phases.map(({ phase }) => phase)).toEqual(["connect", "tls", "handshake", "query", "numbers"]);
  });

  it("refuses a certificate for another name, unless the check does not ask for the name", async () => {
    await using q = await startQ({ cert: useless.cert, key: useless.keyPem });
    expect(await ask(q, { tls: trusting })).toMatchObject({ status: "down", failure: { code: "certificate-name-mismatch" } });
    expect(await ask(q, { tls: { ...trusting, verifyName: false } })).toMatchObject({ status: "up" });
  });

  it("is demanded of the chain also when it is not demanded of the name", async () => {
    await using q = await startQ({ cert: useless.cert, key: useless.keyPem });
    expect(await ask(q, { tls: { verify: true, verifyName: false } })).toMatchObject({
      status: "down",
      failure: { code: "certificate-untrusted" },
    });
  });

  it("of a stopped server is tls-timed-out, and is left alone after three", async () => {
    await using server = await startTcp(() => undefined);
    for (let run = 0; run < 5; run++) {
      expect(await ask(server, { tls: trusting }, { timeoutMs: 60 })).toMatchObject({ failure: { code: "tls-timed-out" } });
    }
    expect(server.acceptedConnections()).toBe(3);
  });
});

describe("a pause", () => {
  it("ends after five minutes: the next run connects again, and a server that serves is up at once", async () => {
    let isServing = false;
    await using server = await startTcp((socket) => isServing && talk(socket, [response(2n)]));
    const clock = new SimulatedClock(Date.UTC(2026, 10, 22, 3, 0));
    const runner = kdbRunner(new StallMemory());
    const target: KdbTarget = { host: "127.0.0.1", port: server.port, ip: "any", query: "1+1", numbers: false };
    const codes: (string | undefined)[] = [];
    for (let minute = 0; minute < 9; minute++) {
      if (minute === 3) isServing = true;
      codes.push((await runner(target, contextAt(clock))).failure?.code);
      await clock.advance(60_000);
    }
    expect(codes).toEqual([...Array.from({ length: 7 }, () => "handshake-timed-out"), undefined, undefined]);
    expect(server.acceptedConnections()).toBe(5);
  });
});

function ask({ port }: { readonly port: number }, kdb: Partial<KdbTarget> = {}, part = soon): Promise<Outcome> {
  return runCheck(kdbCheck(port, { ...soon, ...part, kdb }), runOptions());
}

/** Answers the handshake, then each message with the next of these; then closes, unless the last is silence. */
function talk(socket: Socket, answers: readonly (Buffer | "silence")[]): void {
  const queue = [GREETED, ...answers];
  socket.on("data", () => {
    const next = queue.shift();
    if (next === undefined) socket.end();
    else if (next !== "silence") socket.write(next);
    if (queue.length === 0 && next !== "silence" && answers.length > 0) socket.end();
  });
}

function startScriptedQ(values: readonly Sendable[]): Promise<LocalServer> {
  return startTcp((socket) => talk(socket, values.map(response)));
}

/** A deadline in real time, for a run that takes none of the simulated one. */
function contextAt(clock: SimulatedClock): ProbeContext {
  const context = runOptions({ clock });
  const deadline = { ...startDeadline(80, clock), remainingMs: () => 0 };
  return { ...context, deadline, wanted: new Set(), keepSecret: () => undefined };
}
