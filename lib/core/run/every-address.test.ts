import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { runOptions, tcpCheck } from "../../../test/kit/checks.ts";
import { startDns } from "../../../test/kit/dns-server.ts";
import { createResolver } from "../net/system-resolver.ts";
import { runCheck } from "./run-check.ts";

/** Listens on one loopback address and no other. */
async function listenOn(host: string, wantedPort = 0): Promise<{ port: number } & AsyncDisposable> {
  const server = createServer((socket) => socket.on("error", () => undefined).end());
  await new Promise<void>((resolve) => server.listen(wantedPort, host, resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { port, [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())) };
}

async function run(addresses: readonly string[], port: number) {
  await using dns = await startDns((_, type) => ({ addresses: type === "A" ? addresses : [] }));
  const resolver = createResolver({ servers: [dns.address] });
  const check = tcpCheck(port, { tcp: { host: "lb.acme.example", ip: "all" } });
  const outcome = await runCheck(check, runOptions({ resolver }));
  resolver.close();
  return { outcome, questions: dns.questions };
}

describe("ip: all", () => {
  it("is down when one of several addresses is, and names each", async () => {
    await using healthy = await listenOn("127.0.0.1");
    const { outcome } = await run(["127.0.0.1", "127.0.0.2"], healthy.port);
    expect(outcome).toMatchObject({
      status: "down",
      failure: { code: "connect-refused" },
      facts: { address: "127.0.0.2" },
      evidence: {
        addresses: [
          { address: "127.0.0.1", status: "up" },
          { address: "127.0.0.2", status: "down", code: "connect-refused" },
        ],
      },
    });
  });

  it("is up when all are, asks DNS once, and its phases still add up", async () => {
    await using healthy = await listenOn("127.0.0.1");
    await using _twin = await listenOn("127.0.0.2", healthy.port);
    const { outcome, questions } = await run(["127.0.0.1", "127.0.0.2"], healthy.port);
    expect(outcome.status).toBe("up");
    expect(outcome.evidence.addresses).toHaveLength(2);
    expect(questions.toSorted()).toEqual(["lb.acme.example A", "lb.acme.example AAAA"]);
    const sumMs = outcome.phases.reduce((sum, { ms }) => sum + ms, 0);
    expect(Math.abs(sumMs - outcome.totalMs)).toBeLessThan(1);
    expect(outcome.facts.total).toBe(outcome.totalMs);
  });

  it("is an ordinary run when the name has one address, or is none", async () => {
    await using healthy = await listenOn("127.0.0.1");
    expect((await run(["127.0.0.1"], healthy.port)).outcome).toMatchObject({ status: "up" });
    const literal = tcpCheck(healthy.port, { tcp: { ip: "all" } });
    const outcome = await runCheck(literal, runOptions());
    expect(outcome.status).toBe("up");
    expect(outcome.evidence.addresses).toBeUndefined();
  });

  it("says what DNS said when there is no address at all", async () => {
    await using dns = await startDns(() => ({ rcode: 3 }));
    const resolver = createResolver({ servers: [dns.address] });
    const outcome = await runCheck(tcpCheck(1, { tcp: { host: "gone.acme.example", ip: "all" } }), runOptions({ resolver }));
    resolver.close();
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "dns", code: "dns-not-found" } });
  });
});
