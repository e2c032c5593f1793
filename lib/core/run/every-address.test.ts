import { X509Certificate } from "node:crypto";
import { createServer, type Server } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { describe, expect, it } from "vitest";
import { type Identity, makeCertificate } from "../../../test/kit/certificates.ts";
import { runOptions, tcpCheck, tlsCheck } from "../../../test/kit/checks.ts";
import { type DnsAnswer, startDns } from "../../../test/kit/dns-server.ts";
import type { Check } from "../model/check.ts";
import type { Resolver } from "../net/resolve.ts";
import { createResolver } from "../net/system-resolver.ts";
import { runCheck } from "./run-check.ts";

interface Listener extends AsyncDisposable {
  readonly port: number;
}

/** Listens on one loopback address and no other. */
function listenOn(host: string, wantedPort = 0): Promise<Listener> {
  return listen(
    createServer((socket) => socket.on("error", () => undefined).end()),
    { host, wantedPort },
  );
}

/** The same with TLS. */
function showOn(host: string, { cert, keyPem }: Identity, wantedPort = 0): Promise<Listener> {
  const server = createTlsServer({ cert, key: keyPem }, (socket) => socket.on("error", () => undefined).end());
  return listen(server, { host, wantedPort });
}

async function listen(server: Server, { host, wantedPort }: { host: string; wantedPort: number }): Promise<Listener> {
  await new Promise<void>((resolve) => server.listen(wantedPort, host, resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { port, [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())) };
}

function run(addresses: readonly string[], port: number) {
  return runAt(addresses, tcpCheck(port, { tcp: { host: "lb.acme.example", ip: "all" } }));
}

async function runAt(addresses: readonly string[], check: Check) {
  await using dns = await startDns((_, type) => ({ addresses: type === "A" ? addresses : [] }));
  const resolver = createResolver({ servers: [dns.address] });
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
    const { outcome: single, questions } = await run(["127.0.0.1"], healthy.port);
    expect(single).toMatchObject({ status: "up", evidence: { addresses: [{ address: "127.0.0.1", status: "up" }] } });
    expect(questions.toSorted()).toEqual(["lb.acme.example A", "lb.acme.example AAAA"]);
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

  it.each<[string, "A" | "AAAA", DnsAnswer, RegExp]>([
    ["fails", "AAAA", { rcode: 2 }, /^its IPv6 addresses are not known and were not probed: DNS could not answer .*ESERVFAIL/],
    ["says nothing", "AAAA", "silence", /^its IPv6 addresses are not known and were not probed: no answer from DNS/],
    ["fails", "A", { rcode: 2 }, /^its IPv4 addresses are not known and were not probed: DNS could not answer .*ESERVFAIL/],
  ])("probes what is known when DNS %s of the other family (%s), and says so", async (_, silentType, answer, note) => {
    const host = silentType === "A" ? "::1" : "127.0.0.1";
    await using healthy = await listenOn(host);
    await using dns = await startDns((_name, type) => (type === silentType ? answer : { addresses: [host] }));
    const resolver = createResolver({ servers: [dns.address] });
    const check = tcpCheck(healthy.port, { tcp: { host: "lb.acme.example", ip: "all" }, timeoutMs: 10_000 });
    const { status, evidence } = await runCheck(check, runOptions({ resolver }));
    resolver.close();
    expect({ status, notes: evidence.notes }).toEqual({ status: "up", notes: [expect.stringMatching(note)] });
  });

  it("waits for a silent DNS once a run, not once for the addresses and once for the run", async () => {
    const waits: number[] = [];
    const silent: Resolver = {
      resolve: async (_name, _choice, deadline) => {
        waits.push(deadline.timeoutMs);
        await new Promise((resolve) => deadline.signal.addEventListener("abort", resolve, { once: true }));
        return { failure: { code: "dns-timed-out", message: "no answer" } };
      },
      servers: async () => [],
    };
    const check = (everyMs: number) => tcpCheck(1, { timeoutMs: 100, everyMs, tcp: { host: "lb.acme.example", ip: "all" } });
    const once = await runCheck(check(101), runOptions({ resolver: silent }));
    expect(waits).toEqual([100]);
    expect(once.failure?.code).toBe("dns-timed-out");
    expect(once.totalMs).toBeGreaterThan(90);
    const twice = await runCheck(check(60_000), runOptions({ resolver: silent }));
    expect(waits).toEqual([100, 100, 100]);
    expect(twice.evidence.attempts?.[0]?.totalMs).toBeGreaterThan(90);
  });

  it("says how many addresses it left out of a name that has very many", async () => {
    await using healthy = await listenOn("0.0.0.0");
    const many = Array.from({ length: 20 }, (_, index) => `127.0.0.${index + 1}`);
    const { outcome } = await run(many, healthy.port);
    expect(outcome.evidence.addresses).toHaveLength(16);
    expect(outcome.evidence.notes).toEqual(["the name has 4 more addresses, which were not probed: 16 are the most"]);
  });
});

describe("the certificates of several addresses", () => {
  const root = makeCertificate("Acme Root", { isAuthority: true });
  const names = { issuer: root, altNames: ["lb.acme.example"] };
  const renewed = makeCertificate("lb.acme.example", { ...names, validToDays: 89.5 });
  const forgotten = makeCertificate("lb.acme.example", { ...names, validToDays: 9.5 });
  const fingerprints = [renewed, forgotten].map(({ cert }) =>
    new X509Certificate(cert).fingerprint256.replaceAll(":", "").toLowerCase(),
  );

  async function see(addresses: readonly string[], second: Identity) {
    await using first = await showOn("127.0.0.1", renewed);
    await using _second = await showOn("127.0.0.2", second, first.port);
    const tls = { verify: true, ca: root.cert };
    return (await runAt(addresses, tlsCheck(first.port, { tls: { host: "lb.acme.example", ip: "all", tls } }))).outcome;
  }

  it("83. are shown each with its fingerprint, and a note says that they differ", async () => {
    expect(await see(["127.0.0.1", "127.0.0.2"], forgotten)).toMatchObject({
      status: "up",
      evidence: {
        addresses: [
          { address: "127.0.0.1", status: "up", fingerprint: fingerprints[0] },
          { address: "127.0.0.2", status: "up", fingerprint: fingerprints[1] },
        ],
        notes: ["its addresses show 2 different certificates"],
      },
    });
  });

  it.each([
    ["127.0.0.1", "127.0.0.2"],
    ["127.0.0.2", "127.0.0.1"],
  ])("83. do not flip with the order of DNS (%s first): the facts are of the one that expires first", async (...addresses) => {
    const { facts } = await see(addresses, forgotten);
    expect(facts).toMatchObject({ "certificate.daysLeft": 9, "certificate.fingerprint": fingerprints[1] });
  });

  it("need no note when they are one and the same", async () => {
    expect((await see(["127.0.0.1", "127.0.0.2"], renewed)).evidence.notes).toBeUndefined();
  });
});
