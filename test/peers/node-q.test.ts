/** node-q, a client of kdb+ that others wrote: on healthy traffic it and our probe say the same of the same server. */
import { promisify } from "node:util";
import nodeq from "node-q";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCheck } from "../../lib/core/run/run-check.ts";
import { kdbCheck, runOptions } from "../kit/checks.ts";
import { VECTORS } from "../kit/q/vectors.ts";
import { type QServer, startQ } from "../kit/q-server.ts";
import { type LocalServer, startTcp } from "../kit/servers.ts";

const SERVER = { users: ["monitor:wachtwoord"] };
const CREDENTIALS = { user: "monitor", password: "wachtwoord" };

/** What node-q makes of the answer: its value, or the error as q writes it. */
async function askNodeQ(port: number, query: string): Promise<unknown> {
  const connection = await new Promise<nodeq.Connection>((resolve, reject) => {
    nodeq.connect({ host: "127.0.0.1", port, ...CREDENTIALS }, (error, connected) => {
      if (connected === undefined) reject(error);
      else resolve(connected);
    });
  });
  try {
    return await new Promise((resolve) => {
      connection.k(query, (error: Error | undefined, value: unknown) =>
        resolve(error === undefined ? value : `'${error.message}`),
      );
    });
  } finally {
    await promisify<void>((done) => connection.close(() => done(null)))();
  }
}

async function askProbe(port: number, query: string) {
  const outcome = await runCheck(kdbCheck(port, { kdb: { ...CREDENTIALS, query } }), runOptions());
  expect(outcome).toMatchObject({ status: "up" });
  return outcome.facts;
}

describe("node-q and our probe", () => {
  let q: QServer;
  beforeAll(async () => {
    q = await startQ(SERVER);
  });
  afterAll(async () => await q[Symbol.asyncDispose]());

  it.each(["1+1", "count .z.W"])("get the same answer to %s", async (query) => {
    expect((await askProbe(q.port, query)).result).toEqual(await askNodeQ(q.port, query));
  });

  it("get the same error for what q does not know", async () => {
    const theirs = await askNodeQ(q.port, "no such thing");
    expect(theirs).toBe("'type");
    const outcome = await runCheck(kdbCheck(q.port, { kdb: { ...CREDENTIALS, query: "no such thing" } }), runOptions());
    expect(JSON.stringify(outcome)).toContain(String(theirs));
  });

  it("read the server's clock, memory and handles alike", async () => {
    const answer = await askNodeQ(q.port, "(.z.p;.Q.w[];count .z.W;sum sum each .z.W)");
    const facts = await askProbe(q.port, "1+1");
    expect(answer).toMatchObject([expect.any(Date), { used: facts.memoryUsedBytes }, facts.handles, facts.queuedBytes]);
    const theirSkewMs = Number(Array.isArray(answer) ? answer[0] : Number.NaN) - Date.now();
    expect(Math.abs(theirSkewMs - Number(facts.clockSkew))).toBeLessThan(2_000);
  });

  it("are both turned away with a wrong password", async () => {
    await using other = await startQ({ users: ["somebody:else"] });
    const outcome = await runCheck(kdbCheck(other.port, { kdb: CREDENTIALS }), runOptions());
    expect(outcome).toMatchObject({ status: "down", failure: { code: "auth-failed" } });
  });
});

/** Answers every question with the same message. */
function startVector(hex: string): Promise<LocalServer> {
  const answer = Buffer.from(hex, "hex");
  answer.writeUInt8(2, 1);
  return startTcp((socket) => {
    socket.once("data", () => {
      socket.write(Buffer.from([3]));
      socket.on("data", () => socket.write(answer));
    });
  });
}

/** Of what KX publishes, the values that both show as the same number or text. */
const PLAIN = VECTORS.filter(({ name }) => ["V1", "V10", "V12", "V15", "V16", "V17", "V19", "R1"].includes(name));

describe("node-q and our probe, given messages as KX publishes them", () => {
  it.each(PLAIN)("read the same from $name: $printed", async ({ hex, printed }) => {
    await using server = await startVector(hex);
    const [theirs, ours] = [await askNodeQ(server.port, "it"), (await askProbe(server.port, "it")).result];
    expect(String(ours)).toBe(printed);
    expect(String(theirs)).toBe(printed);
  });
});
