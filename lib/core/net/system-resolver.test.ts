import { describe, expect, it } from "vitest";
import { type DnsAnswer, startDns } from "../../../test/kit/dns-server.ts";
import { systemClock } from "../time/clock.ts";
import { startDeadline } from "../time/deadline.ts";
import type { IpChoice } from "./resolve.ts";
import { createResolver, type SystemLookup } from "./system-resolver.ts";

async function resolveWith(
  answerFor: (name: string, type: "A" | "AAAA") => DnsAnswer,
  choice: IpChoice = "any",
  timeoutMs = 2_000,
) {
  await using server = await startDns(answerFor);
  const resolver = createResolver({ servers: [server.address] });
  const deadline = startDeadline(timeoutMs, systemClock);
  const result = await resolver.resolve("api.acme.example", choice, deadline);
  deadline.clear();
  resolver.close();
  return { result, questions: server.questions };
}

describe("createResolver", () => {
  it("takes IPv4 addresses first, and asks for IPv6 only when there are none", async () => {
    const both = await resolveWith((_, type) => ({ addresses: [type === "A" ? "192.0.2.1" : "::1"] }));
    expect(both.result).toEqual({ addresses: [{ ip: "192.0.2.1", family: 4 }] });
    expect(both.questions).toEqual(["api.acme.example A"]);
    const onlySix = await resolveWith((_, type) => ({ addresses: type === "A" ? [] : ["::1"] }));
    expect(onlySix.result).toEqual({ addresses: [{ ip: "::1", family: 6 }] });
  });

  it("asks only for the family that the check demands", async () => {
    const { result, questions } = await resolveWith(() => ({ addresses: ["::1"] }), 6);
    expect(result).toEqual({ addresses: [{ ip: "::1", family: 6 }] });
    expect(questions).toEqual(["api.acme.example AAAA"]);
  });

  it.each<[string, DnsAnswer, string]>([
    ["a name that does not exist", { rcode: 3 }, "dns-not-found"],
    ["a name without addresses", { addresses: [] }, "dns-no-address"],
    ["a server that fails", { rcode: 2 }, "dns-server-failed"],
    ["a server that refuses", { rcode: 5 }, "dns-refused"],
  ])("tells %s from the others", async (_, answer, code) => {
    expect((await resolveWith(() => answer)).result).toMatchObject({ failure: { code } });
  });

  it("110. ends at the deadline of the run, not at the resolver's own, when no answer comes", async () => {
    const startedMs = performance.now();
    const { result } = await resolveWith(() => "silence", "any", 200);
    expect(result).toMatchObject({ failure: { code: "dns-timed-out" } });
    expect(performance.now() - startedMs).toBeLessThan(1_400);
  });

  it("does not believe bytes that are no DNS message", async () => {
    const { result } = await resolveWith(() => ({ raw: Buffer.from("garbage") }), "any", 300);
    expect(result).toMatchObject({ failure: { code: expect.stringMatching(/^dns-(timed-out|malformed)$/) } });
  });

  it("asks nobody about a literal address", async () => {
    const resolver = createResolver({ servers: ["127.0.0.1:1"] });
    const deadline = startDeadline(1_000, systemClock);
    expect(await resolver.resolve("[::1]", "any", deadline)).toEqual({ addresses: [{ ip: "::1", family: 6 }] });
    expect(await resolver.resolve("192.0.2.1", 6, deadline)).toMatchObject({ failure: { code: "dns-no-address" } });
    deadline.clear();
  });

  it("knows localhost from the system", async () => {
    const resolver = createResolver();
    const deadline = startDeadline(5_000, systemClock);
    const result = await resolver.resolve("localhost", 4, deadline);
    deadline.clear();
    resolver.close();
    expect(result).toEqual({ addresses: [{ ip: "127.0.0.1", family: 4 }] });
  });
});

describe("a name that only the search list completes", () => {
  const search = "search svc.cluster.local";

  async function complete(host: string, options: { answer?: DnsAnswer; resolvConf?: string; found?: readonly string[] } = {}) {
    const { answer = { rcode: 3 }, resolvConf = search, found = ["10.0.0.7"] } = options;
    const asked: string[] = [];
    const lookup: SystemLookup = async (name) => {
      asked.push(name);
      if (found.length === 0) throw Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" });
      return found.map((address) => ({ address, family: 4 }));
    };
    await using server = await startDns(() => answer);
    const resolver = createResolver({ servers: [server.address], resolvConf, lookup });
    const deadline = startDeadline(2_000, systemClock);
    const result = await resolver.resolve(host, "any", deadline);
    deadline.clear();
    resolver.close();
    return { result, asked };
  }

  it("is asked of the system when the servers do not know it", async () => {
    expect(await complete("db.svc")).toEqual({ result: { addresses: [{ ip: "10.0.0.7", family: 4 }] }, asked: ["db.svc"] });
  });

  it("is not found where the system finds nothing either, and the message says that the list was tried", async () => {
    const { result, asked } = await complete("db.svc", { found: [] });
    expect(asked).toEqual(["db.svc"]);
    expect(result).toMatchObject({ failure: { code: "dns-not-found", message: expect.stringContaining("search list") } });
  });

  it.each([
    ["with a dot at its end", "db.svc.", {}],
    ["where there is no list", "db.svc", { resolvConf: "nameserver 10.0.0.2" }],
    ["whose server fails", "db.svc", { answer: { rcode: 2 } }],
    ["that exists without addresses", "db.svc", { answer: { addresses: [] } }],
  ])("is no name %s: the servers' word counts", async (_, host, options) => {
    const { result, asked } = await complete(host, options);
    expect(asked).toEqual([]);
    expect(result).toMatchObject({ failure: { message: expect.not.stringContaining("search list") } });
  });
});
