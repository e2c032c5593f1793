import { createSocket } from "node:dgram";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { dnsCheck, runOptions } from "../../../../test/kit/checks.ts";
import { type NameServer, type NameServerOptions, type Respond, startNameServer } from "../../../../test/kit/dns-server.ts";
import {
  AA,
  addressRecord,
  answerTo,
  nameBytes,
  readQuestion,
  record,
  stringBytes,
  TC,
  TYPE,
  uint32,
} from "../../../../test/kit/dns-wire.ts";
import { closedPort } from "../../../../test/kit/servers.ts";
import type { Check } from "../../model/check.ts";
import type { Expectation, Matcher } from "../../model/expectation.ts";
import { createResolver } from "../../net/system-resolver.ts";
import { runCheck } from "../../run/run-check.ts";
import type { DnsTarget } from "./target.ts";

/** One attempt only. */
const brief = { timeoutMs: 300, everyMs: 301 };
const patient = { timeoutMs: 1_500, everyMs: 1_501 };

type Part = Partial<Check> & { dns?: Partial<DnsTarget> };

async function ask(respond: Respond, part: Part = {}, options: NameServerOptions = {}) {
  await using server = await startNameServer(respond, options);
  const outcome = await runCheck(dnsCheck(server.port, part), runOptions());
  return { outcome, asked: server.asked };
}

const answers =
  (...ips: string[]): Respond =>
  (query) => [answerTo(query, { answers: ips.map((ip) => addressRecord(ip)) })];
const expecting = (fact: string, matcher: Matcher): { expect: Expectation[] } => ({ expect: [{ fact, matcher }] });
const exactly = (...values: (string | number | boolean)[]): Matcher => ({ op: "oneOf", values });

describe("an answer", () => {
  it("gives its facts, its phases and the place that was asked", async () => {
    await using server = await startNameServer((query) => [
      answerTo(query, { flags: AA, answers: [addressRecord("192.0.2.2"), addressRecord("192.0.2.1", { ttlSeconds: 60 })] }),
    ]);
    const outcome = await runCheck(dnsCheck(server.port), runOptions());
    expect(outcome).toMatchObject({
      status: "up",
      facts: {
        address: "127.0.0.1",
        rcode: "NOERROR",
        answers: "192.0.2.1, 192.0.2.2",
        count: 2,
        minTtl: 60_000,
        authoritative: true,
      },
      evidence: {
        request: `A www.acme.example from 127.0.0.1:${server.port} over UDP`,
        body: "www.acme.example 300 A 192.0.2.2; www.acme.example 60 A 192.0.2.1",
      },
    });
    expect(outcome.phases.map(({ phase }) => phase)).toEqual(["server"]);
    expect(outcome.facts).not.toHaveProperty("serial");
  });

  it("107. is compared as a set, whatever its order", async () => {
    for (const ips of [
      ["192.0.2.1", "192.0.2.2"],
      ["192.0.2.2", "192.0.2.1"],
    ]) {
      const { outcome } = await ask(answers(...ips), expecting("answers", exactly("192.0.2.2", "192.0.2.1")));
      expect(outcome.status).toBe("up");
    }
    const { outcome } = await ask(answers("192.0.2.1"), expecting("answers", exactly("192.0.2.1", "192.0.2.2")));
    expect(outcome).toMatchObject({
      status: "down",
      breaches: [{ expected: 'answers == "192.0.2.1", "192.0.2.2"', actual: '"192.0.2.1"' }],
    });
  });

  it("98. must match a pattern with every record, and 99. with at least one", async () => {
    const inside = expecting("answers", { op: "matches", pattern: "^192[.]0[.]2[.]" });
    expect((await ask(answers("192.0.2.1", "192.0.2.2"), inside)).outcome.status).toBe("up");
    expect((await ask(answers("192.0.2.1", "10.0.0.1"), inside)).outcome.status).toBe("down");
    expect((await ask(answers(), inside)).outcome).toMatchObject({ status: "down", breaches: [{ actual: "none" }] });
  });

  it("106. fails under not: matches only when all match", async () => {
    const outside = expecting("answers", { op: "not", matcher: { op: "matches", pattern: "^192[.]0[.]2[.]" } });
    expect((await ask(answers("192.0.2.1", "192.0.2.2"), outside)).outcome.status).toBe("down");
    expect((await ask(answers("192.0.2.1", "10.0.0.1"), outside)).outcome.status).toBe("up");
  });

  it("103. is counted: one record is fewer than two", async () => {
    const { outcome } = await ask(answers("192.0.2.1"), expecting("count", { op: "atLeast", value: 2 }));
    expect(outcome).toMatchObject({ status: "down", breaches: [{ expected: "count >= 2", actual: "1" }] });
  });

  it("104. says whether the server itself is responsible, required or forbidden", async () => {
    const own: Respond = (query) => [answerTo(query, { flags: AA })];
    const foreign: Respond = (query) => [answerTo(query)];
    expect((await ask(own, expecting("authoritative", exactly(true)))).outcome.status).toBe("up");
    expect((await ask(foreign, expecting("authoritative", exactly(true)))).outcome.status).toBe("down");
    expect((await ask(own, expecting("authoritative", exactly(false)))).outcome.status).toBe("down");
  });

  it("102. to SOA gives the serial, and to CH TXT what the server says of itself", async () => {
    const soa = Buffer.concat([nameBytes("ns1.acme.example"), nameBytes("ops.acme.example"), uint32(2_026_112_201, 1, 2, 3, 4)]);
    const zone = await ask((query) => [answerTo(query, { answers: [record(TYPE.SOA, soa)] })], { dns: { type: "SOA" } });
    expect(zone.outcome.facts.serial).toBe(2_026_112_201);
    const version = await ask((query) => [answerTo(query, { answers: [record(TYPE.TXT, stringBytes("9.18"), { class: 3 })] })], {
      dns: { name: "version.bind", type: "TXT", class: "CH" },
    });
    expect(version.outcome.facts.answers).toBe("9.18");
    expect(version.asked[0]).toMatchObject({ name: "version.bind", type: TYPE.TXT, class: 3 });
  });

  it("follows aliases in their order, and takes no record of another name for an answer", async () => {
    const alias = (name: string, to: string) => record(TYPE.CNAME, nameBytes(to), { name, ttlSeconds: 30 });
    const { outcome } = await ask((query) => [
      answerTo(query, {
        answers: [
          addressRecord("203.0.113.66", { name: "evil.example" }),
          alias("edge.acme.example", "node.cdn.example"),
          alias("www.acme.example", "edge.acme.example"),
          addressRecord("192.0.2.7", { name: "node.cdn.example" }),
        ],
      }),
    ]);
    expect(outcome).toMatchObject({ facts: { answers: "192.0.2.7", count: 1, minTtl: 30_000 } });
    expect(outcome.evidence.body?.split("; ")).toEqual([
      "www.acme.example 30 CNAME edge.acme.example",
      "edge.acme.example 30 CNAME node.cdn.example",
      "node.cdn.example 300 A 192.0.2.7",
    ]);
  });

  it("survives aliases that run in a circle", async () => {
    const alias = (name: string, to: string) => record(TYPE.CNAME, nameBytes(to), { name });
    const circle = [alias("www.acme.example", "b.example"), alias("b.example", "www.acme.example")];
    const { outcome } = await ask((query) => [answerTo(query, { answers: circle })]);
    expect(outcome).toMatchObject({ status: "up", facts: { count: 0, rcode: "NOERROR" } });
  });

  it("asked for CNAME is the alias itself", async () => {
    const { outcome } = await ask(
      (query) => [answerTo(query, { answers: [record(TYPE.CNAME, nameBytes("edge.acme.example"))] })],
      {
        dns: { type: "CNAME" },
      },
    );
    expect(outcome.facts).toMatchObject({ answers: "edge.acme.example", count: 1 });
  });

  it("keeps the Outcome small however much it holds", async () => {
    const many = Array.from({ length: 2_000 }, (_, index) => addressRecord(`10.0.${index >> 8}.${index & 255}`));
    const { outcome } = await ask((query) => [answerTo(query, { answers: many })], {
      dns: { transport: "tcp" },
      ...expecting("answers", exactly("192.0.2.1")),
    });
    expect(outcome.facts.count).toBe(2_000);
    expect(JSON.stringify(outcome).length).toBeLessThan(4_000);
  });
});

describe("the response code", () => {
  it.each([
    [2, "SERVFAIL", "the server could not find the answer"],
    [3, "NXDOMAIN", "the name does not exist"],
    [5, "REFUSED", "the server refuses to answer this question"],
  ])("100. %i is %s: down by default and said in words, up where it is expected", async (rcode, name, words) => {
    const respond: Respond = (query) => [answerTo(query, { rcode })];
    expect((await ask(respond)).outcome).toMatchObject({
      status: "down",
      failure: { code: "expectation-unmet", message: `expected rcode == "NOERROR", got "${name}" (${words})` },
    });
    expect((await ask(respond, expecting("rcode", exactly(name)))).outcome.status).toBe("up");
  });

  it("tells a name that does not exist from one without such records", async () => {
    const { outcome } = await ask((query) => [answerTo(query)]);
    expect(outcome).toMatchObject({ status: "up", facts: { rcode: "NOERROR", count: 0, answers: "" } });
    expect(outcome.facts).not.toHaveProperty("minTtl");
  });

  it("101. comes from a resolver that is asked not to ask others", async () => {
    const respond: Respond = (query) => {
      const isRecursive = (readQuestion(query).flags & 0x0100) !== 0;
      return [answerTo(query, isRecursive ? { answers: [addressRecord("192.0.2.1")] } : { rcode: 5 })];
    };
    expect((await ask(respond)).outcome.status).toBe("up");
    expect((await ask(respond, { dns: { recurse: false } })).outcome).toMatchObject({
      status: "down",
      facts: { rcode: "REFUSED" },
    });
  });

  it("is asked for again without EDNS when an old server cannot read that", async () => {
    const { outcome, asked } = await ask((query) => [
      answerTo(
        query,
        readQuestion(query).hasEdns ? { rcode: 1, question: Buffer.alloc(0) } : { answers: [addressRecord("192.0.2.1")] },
      ),
    ]);
    expect(outcome).toMatchObject({ status: "up", facts: { count: 1 }, evidence: { notes: [expect.stringContaining("EDNS")] } });
    expect(asked.map(({ hasEdns }) => hasEdns)).toEqual([true, false]);
    expect(asked[0]?.id === asked[1]?.id && asked[0]?.id === 0).toBe(false);
  });
});

describe("over UDP", () => {
  const honest = answers("192.0.2.1");

  it("ignores answers with another number, to another question, and bytes that are nothing", async () => {
    const { outcome } = await ask((query, via) => [
      answerTo(query, { id: readQuestion(query).id ^ 1, answers: [addressRecord("203.0.113.66")] }),
      answerTo(query, { question: Buffer.concat([nameBytes("evil.example"), query.subarray(-15, -11)]) }),
      Buffer.from("garbage"),
      Buffer.alloc(0),
      query,
      ...honest(query, via),
    ]);
    expect(outcome).toMatchObject({ status: "up", facts: { answers: "192.0.2.1" } });
  });

  it("ignores an answer from another address, though all else in it is right", async () => {
    const forger = createSocket("udp4");
    forger.bind(0, "127.0.0.1");
    await once(forger, "listening");
    await using server = await startNameServer(() => []);
    const running = runCheck(dnsCheck(server.port, brief), runOptions());
    await expect.poll(() => server.asked.length).toBeGreaterThan(0);
    const [question] = server.asked;
    if (question === undefined) throw new Error("nothing was asked");
    const query = Buffer.concat([
      Buffer.from([question.id >> 8, question.id & 255, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
      question.bytes,
    ]);
    forger.send(answerTo(query, { answers: [addressRecord("203.0.113.66")] }), question.from.port, question.from.address);
    const outcome = await running;
    forger.close();
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "server", code: "dns-timed-out" } });
  });

  it("asks again, twice at most and with the same number, when an answer is lost", async () => {
    let datagrams = 0;
    const late = await ask((query, via) => (++datagrams < 3 ? [] : honest(query, via)), patient);
    expect(late.outcome.status).toBe("up");
    expect(new Set(late.asked.map(({ id }) => id)).size).toBe(1);
    const never = await ask(() => [], patient);
    expect(never.asked).toHaveLength(3);
  });

  it("asks with another number and from another port each time", async () => {
    await using server = await startNameServer(honest);
    for (let run = 0; run < 8; run++) await runCheck(dnsCheck(server.port), runOptions());
    expect(new Set(server.asked.map(({ id }) => id)).size).toBeGreaterThan(4);
    expect(new Set(server.asked.map(({ from }) => from.port)).size).toBeGreaterThan(4);
  });

  it("110. ends at the deadline of the run when no answer comes", async () => {
    const { outcome } = await ask(() => [], brief);
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "server", code: "dns-timed-out" } });
    expect(outcome.failure?.message).toMatch(/^no answer from 127\.0\.0\.1:\d+ over UDP within 300 ms$/);
    expect(outcome.totalMs).toBeGreaterThanOrEqual(290);
  });

  it("says connect-refused at once when nothing listens", async () => {
    const outcome = await runCheck(dnsCheck(await closedPort(), { timeoutMs: 5_000, everyMs: 5_001 }), runOptions());
    expect(outcome).toMatchObject({ failure: { phase: "server", code: "connect-refused" } });
    expect(outcome.totalMs).toBeLessThan(4_000);
  });

  it("is unknown, not down, when the run is called off", async () => {
    await using server = await startNameServer(() => []);
    const cancel = new AbortController();
    const running = runCheck(dnsCheck(server.port, brief), runOptions({ cancel: cancel.signal }));
    await expect.poll(() => server.asked.length).toBe(1);
    cancel.abort();
    expect(await running).toMatchObject({ status: "unknown", failure: { code: "prober-out-of-time" } });
  });

  const lies: [string, Respond][] = [
    ["garbage alone", () => [Buffer.from("no dns at all, but longer than a header")]],
    ["a flood of wrong numbers", (query) => Array(500).fill(answerTo(query, { id: readQuestion(query).id ^ 1 }))],
    [
      "a pointer to itself",
      (query) => [answerTo(query, { answers: [Buffer.from([0xc0, query.length - 11, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0])] })],
    ],
    ["huge counts", (query) => [answerTo(query, { counts: [1, 65_535, 65_535, 65_535] })]],
    ["half an answer", (query) => [answerTo(query, { answers: [addressRecord("192.0.2.1")] }).subarray(0, -2)]],
    ["its own question come back", (query) => [query]],
  ];
  it.each(lies)("says dns-malformed for %s, and ends in time", async (_, respond) => {
    const { outcome } = await ask(respond, brief);
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "server", code: "dns-malformed" } });
    expect(outcome.failure?.message).not.toBe("");
  });
});

describe("over TCP", () => {
  const tcp = { dns: { transport: "tcp" } } as const;
  const honest = answers("192.0.2.1", "192.0.2.2");

  it("has a phase for the connection, and leaves none open", async () => {
    await using server = await startNameServer(honest);
    const outcome = await runCheck(dnsCheck(server.port, tcp), runOptions());
    expect(outcome).toMatchObject({ status: "up", facts: { count: 2 } });
    expect(outcome.phases.map(({ phase }) => phase)).toEqual(["connect", "server"]);
    expect(server.asked.map(({ via }) => via)).toEqual(["tcp"]);
    await expect.poll(() => server.openConnections()).toBe(0);
  });

  it("reads an answer wherever the stream is cut, and with others behind it", async () => {
    const whole = await ask(honest, tcp);
    expect(whole.outcome.status).toBe("up");
    for (let at = 1; at < 40; at++) {
      const { outcome } = await ask(honest, tcp, { cut: (framed) => [framed.subarray(0, at), framed.subarray(at)] });
      expect(outcome.facts.answers, `cut at ${at}`).toBe("192.0.2.1, 192.0.2.2");
    }
    const bytewise = await ask(honest, tcp, { cut: (framed) => [...framed].map((byte) => Buffer.from([byte])) });
    expect(bytewise.outcome.status).toBe("up");
    const twice = await ask(honest, tcp, { cut: (framed) => [Buffer.concat([framed, framed])] });
    expect(twice.outcome.status).toBe("up");
  });

  it("108. is the way out when an answer over UDP is truncated", async () => {
    const { outcome, asked } = await ask((query, via) => (via === "udp" ? [answerTo(query, { flags: TC })] : honest(query, via)));
    expect(outcome).toMatchObject({
      status: "up",
      facts: { count: 2 },
      evidence: { notes: [expect.stringContaining("truncated")] },
    });
    expect(asked.map(({ via }) => via)).toEqual(["udp", "tcp"]);
    expect(outcome.phases.map(({ phase }) => phase)).toEqual(["server", "connect"]);
  });

  it.each(["udp", "tcp"] as const)(
    "108. that is truncated itself is no answer, also not one without records (first asked over %s)",
    async (transport) => {
      const { outcome } = await ask((query) => [answerTo(query, { flags: TC })], { dns: { transport } });
      expect(outcome).toMatchObject({ status: "down", failure: { phase: "server", code: "dns-malformed" } });
      expect(outcome.failure?.message).toContain("truncated over TCP");
      expect(outcome.facts).not.toHaveProperty("count");
    },
  );

  it("108. that is refused then says that the answer was truncated", async () => {
    const { outcome } = await ask((query) => [answerTo(query, { flags: TC })], {}, { tcp: false });
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "connect", code: "connect-refused" } });
    expect(outcome.failure?.message).toMatch(/^the answer over UDP was truncated, and TCP failed: 127\.0\.0\.1:\d+ refused/);
  });

  it("takes an answer to something else for the server's own fault", async () => {
    const { outcome } = await ask((query) => [answerTo(query, { id: readQuestion(query).id ^ 1 })], { ...tcp, ...brief });
    expect(outcome).toMatchObject({ failure: { phase: "server", code: "dns-malformed" } });
  });

  it("110. ends at the deadline when the answer never becomes whole", async () => {
    const { outcome } = await ask(honest, { ...tcp, ...brief }, { cut: (framed) => [framed.subarray(0, -1)] });
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "server", code: "dns-timed-out" } });
  });
});

describe("the server", () => {
  const honest = answers("192.0.2.1");

  it("112. is resolved first when it is a name, in a phase of its own", async () => {
    const { outcome } = await ask(honest, {});
    expect(outcome.phases.map(({ phase }) => phase)).not.toContain("dns");
    await using server = await startNameServer(honest);
    const named = await runCheck(
      dnsCheck(server.port, { dns: { server: { host: "localhost", port: server.port }, ip: 4 } }),
      runOptions(),
    );
    expect(named).toMatchObject({ status: "up", facts: { address: "127.0.0.1" } });
    expect(named.phases.map(({ phase }) => phase)).toEqual(["dns", "server"]);
  });

  it("112. that has no address fails in the phase dns", async () => {
    await using names = await startNameServer((query) => [answerTo(query, { rcode: 3 })]);
    const resolver = createResolver({ servers: [names.address] });
    const check = dnsCheck(53, { dns: { server: { host: "ns1.acme.example", port: 53 } } });
    expect(await runCheck(check, runOptions({ resolver }))).toMatchObject({ failure: { phase: "dns", code: "dns-not-found" } });
    resolver.close();
  });

  it("is each address of its name with ip: all, and 112. the check is down when one of them is", async () => {
    await using server = await startNameServer(honest);
    await using names = await startNameServer(answers("127.0.0.1", "127.0.0.2"));
    const resolver = createResolver({ servers: [names.address] });
    const check = dnsCheck(53, { dns: { server: { host: "ns1.acme.example", port: server.port }, ip: "all" }, ...brief });
    const outcome = await runCheck(check, runOptions({ resolver }));
    resolver.close();
    expect(outcome).toMatchObject({
      status: "down",
      facts: { address: "127.0.0.2" },
      evidence: {
        addresses: [
          { address: "127.0.0.1", status: "up" },
          { address: "127.0.0.2", status: "down" },
        ],
      },
    });
  });
});

describe("the servers of the system", () => {
  const honest = answers("192.0.2.1");

  async function askSystem(servers: readonly NameServer[], part: Part = {}) {
    const resolver = createResolver({ servers: servers.map(({ address }) => address) });
    const { server: _, ...target } = dnsCheck(0).target as DnsTarget;
    const outcome = await runCheck(dnsCheck(0, { ...part, target: { ...target, ...part.dns } }), runOptions({ resolver }));
    resolver.close();
    return outcome;
  }

  it("are asked when none is named", async () => {
    await using server = await startNameServer(honest);
    const outcome = await askSystem([server]);
    expect(outcome).toMatchObject({ status: "up", evidence: { request: `A www.acme.example from ${server.address} over UDP` } });
    expect(outcome.evidence).not.toHaveProperty("notes");
  });

  it("112. are passed over while they are dead, and the evidence says so", async () => {
    await using dead = await startNameServer(() => []);
    await using alive = await startNameServer(honest);
    const outcome = await askSystem([dead, alive], patient);
    expect(outcome).toMatchObject({
      status: "up",
      evidence: {
        request: `A www.acme.example from ${alive.address} over UDP`,
        notes: [expect.stringContaining(`${dead.address} was passed over: no answer from ${dead.address} over UDP within 7`)],
      },
    });
  });

  it("110. share the deadline: when all are dead the run ends in time", async () => {
    await using first = await startNameServer(() => []);
    await using second = await startNameServer(() => []);
    const outcome = await askSystem([first, second], brief);
    expect(outcome).toMatchObject({ status: "down", failure: { code: "dns-timed-out" } });
    expect([first.asked.length, second.asked.length].every((count) => count > 0)).toBe(true);
  });

  it("must be of the IP version that the check demands", async () => {
    await using server = await startNameServer(honest);
    const outcome = await askSystem([server], { dns: { ip: 6 } });
    expect(outcome).toMatchObject({ status: "down", failure: { code: "dns-no-address" } });
    expect(outcome.failure?.message).toContain("IPv6");
  });
});
