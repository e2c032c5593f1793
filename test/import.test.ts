/** `bongsu import` from file to file: what it writes validates, holds no secret, and runs. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { importFile } from "../lib/cli/import.ts";
import { readConfig } from "../lib/core/config/index.ts";
import { type Imported, importChecks } from "../lib/core/import/import-checks.ts";
import type { Config } from "../lib/core/model/check.ts";
import { createResolver } from "../lib/core/net/system-resolver.ts";
import { startLoopLagMeter } from "../lib/core/run/loop-lag.ts";
import { runCheck } from "../lib/core/run/run-check.ts";
import { environmentSecrets } from "../lib/core/run/secrets.ts";
import { systemClock } from "../lib/core/time/clock.ts";
import { startDns } from "./kit/dns-server.ts";
import { startHttp, startTcp } from "./kit/servers.ts";

const FIXTURES = join(import.meta.dirname, "fixtures/import");
const folder = mkdtempSync(join(tmpdir(), "bongsu-import-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fixture(name: string): string {
  return readFileSync(join(FIXTURES, name), "utf8");
}

/** With the ports of a test's own servers in place of those in the export. */
function kuma({ http = 18_080, tcp = 15_432, dns = 15_353 } = {}): string {
  const text = fixture("uptime-kuma-1.json");
  return text.replaceAll("18080", String(http)).replaceAll("15432", String(tcp)).replaceAll("15353", String(dns));
}

function imported(text: string, options: Parameters<typeof importChecks>[1] = {}): Imported {
  const result = importChecks(text, options);
  return "unreadable" in result ? expect.unreachable(result.unreadable) : result;
}

function configOf({ yaml }: Imported): Config {
  const result = readConfig(yaml, "checks.yaml");
  return "config" in result ? result.config : expect.unreachable(JSON.stringify(result.problems, null, 1));
}

const FILES = [
  ["uptime-kuma-1.json", () => imported(kuma())],
  ["uptime-kuma-2.json", () => imported(fixture("uptime-kuma-2.json"))],
  ["gatus.yaml", () => imported(fixture("gatus.yaml"))],
  ["blackbox.yaml", () => imported(fixture("blackbox.yaml"))],
  ["blackbox.yaml with prometheus.yaml", () => imported(fixture("blackbox.yaml"), { prometheus: fixture("prometheus.yaml") })],
] as const;

describe("what is imported", () => {
  it.each(FILES)("validates: %s", (_, read) => {
    const result = read();
    expect(configOf(result).checks).toHaveLength(result.checks);
  });

  it.each(FILES)("holds no secret, neither in the file nor in the report: %s", (_, read) => {
    const result = read();
    expect(JSON.stringify(result)).not.toMatch(/hunter2/);
    for (const name of result.secretNames) expect(result.yaml).toContain(`\${env:${name}}`);
  });

  it.each(FILES)("accounts for every monitor, as a check or as left out: %s", (name, read) => {
    const { checks, findings, monitors } = read();
    const ofMonitors = findings.filter(({ extent, subject }) => extent === "left-out" && !PARTS_OF_FILES.test(subject));
    expect(checks + ofMonitors.length).toBe(monitors + (name === "gatus.yaml" ? EXTERNALS_OF_GATUS : 0));
    for (const { todo } of findings) expect(todo).toMatch(/\.$/);
  });

  it.each(FILES)("is the same the next time: %s", (_, read) => {
    expect(read()).toEqual(read());
  });
});

/** What others report, and suites: left out, though they are no endpoints. */
const EXTERNALS_OF_GATUS = 2;
const PARTS_OF_FILES = /^(notification |maintenance|expiry of|alerting |found later$)/;

describe("an export of Uptime Kuma with 30 monitors", () => {
  it("becomes checks in their groups, with names in ASCII and titles as they were", () => {
    const result = imported(kuma());
    expect(result).toMatchObject({ tool: "Uptime Kuma", monitors: 30, checks: 20 });
    expect(configOf(result).checks.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["acme-production/gyeolje-api", "acme-production/warehouse/scanner", "website"]),
    );
    expect(configOf(result).checks[0]).toMatchObject({
      title: "결제 API",
      notify: ["operations-mail"],
      alarm: { badDatapoints: 3, ofDatapoints: 3 },
    });
    expect(result.yaml).toContain("# tags: env=prod, team=payments");
  });

  it("runs: every check is up against servers that answer as they should", async () => {
    await using http = await startHttp(answer);
    await using tcp = await startTcp(() => undefined);
    await using dns = await startDns(() => ({ addresses: ["192.0.2.7"] }));
    const result = imported(kuma({ http: http.port, tcp: tcp.port, dns: Number(dns.address.split(":")[1]) }));
    const outcomes = await runAll(configOf(result), result.secretNames);
    expect(outcomes.filter(({ status }) => status !== "up")).toEqual([]);
    expect(outcomes).toHaveLength(20);
  });

  it("runs: what looks at content is down when the content is wrong", async () => {
    await using http = await startHttp((_, response) => response.end("under maintenance"));
    const config = configOf(imported(kuma({ http: http.port })));
    const checks = config.checks.filter(({ id }) => /website$|banner|queue|release|old-address/.test(id) && id.includes("/"));
    const outcomes = await runAll({ ...config, checks }, []);
    expect(outcomes.map(({ status }) => status)).toEqual(checks.map(() => "down"));
    expect(checks).toHaveLength(5);
  });
});

const answer: RequestListener = (request, response) => {
  if (request.url === "/moved") response.writeHead(302, { location: "/" }).end();
  else if (request.url === "/page") response.end("<h1>Welcome</h1>");
  else if (request.url === "/status.json") response.end('{"queue":{"length":3},"release":"2026.11"}');
  else if (request.url === "/admin") response.writeHead(request.headers.authorization ? 200 : 403).end();
  else if (request.url === "/orders")
    response.writeHead(request.method === "POST" && request.headers["x-api-key"] ? 200 : 400).end();
  else response.end("ok");
};

async function runAll({ checks }: Config, secretNames: readonly string[]) {
  const resolver = createResolver();
  const loopLag = startLoopLagMeter();
  for (const name of secretNames) process.env[name] = `value-of-${name}`;
  try {
    const options = { location: "local", clock: systemClock, secrets: environmentSecrets, resolver, loopLag };
    return await Promise.all(checks.map((check) => runCheck(check, options)));
  } finally {
    for (const name of secretNames) delete process.env[name];
    loopLag.stop();
    resolver.close();
  }
}

describe("hostile files", () => {
  it.each([
    ["", "nothing"],
    ["{", "half an object"],
    ["[1, 2]", "a list of numbers"],
    ["a: [", "half a list"],
    ["endpoints: []", "no endpoints"],
    ['{"monitorList": 5}', "no list"],
    [`${"[".repeat(100_000)}`, "deep JSON"],
    [`a: ${"[".repeat(10_000)}`, "deep YAML"],
    ["a: &a [x, x]\nb: &b [*a, *a]\nendpoints: [*c]", "an alias of nothing"],
  ])("are refused with a sentence: %#", (text) => {
    expect(importChecks(text)).toEqual({ unreadable: expect.stringMatching(/\.$/) });
  });

  it("that are empty are called so, and nobody is asked to write one of ours", () => {
    for (const text of ["", "\n\n", "\ufeff "])
      expect(importChecks(text)).toEqual({ unreadable: "The file is empty. Export it once more." });
  });

  it("cannot smuggle lines into the file, or anything into the terminal", () => {
    const name = "x\n  - id: evil\n    tcp: evil.example:1\u001b[2J\u202e";
    const monitor = {
      id: 1,
      type: "port",
      name,
      hostname: "a.example",
      port: 1,
      description: name,
      tags: [{ name, value: name }],
    };
    const paused = { ...monitor, id: 2, active: false, hostname: "a.example\n- id: evil2" };
    const result = imported(JSON.stringify({ monitorList: [monitor, paused] }));
    expect(configOf(result).checks).toHaveLength(1);
    expect(JSON.stringify(result)).not.toMatch(/\\u001b|\u202e/);
  });

  it.each([
    [{ port: 0 }, "port"],
    [{ hostname: "two words" }, "host"],
    [{ type: "http", url: "https://a.example", method: "BREW" }, "BREW"],
    [{ type: "http", url: "ftp://a.example" }, "ftp://"],
    [{ type: "http", url: "https://a.example", accepted_statuscodes: ["abc"] }, "abc"],
    [{ type: "http", url: "https://a.example", headers: '{"bad name":"x"}' }, "bad name"],
    [{ type: "dns", hostname: "a.example", dns_resolve_type: "ANY" }, "ANY"],
  ])("lose what Bongsu itself would refuse, and say why: %j", (part, reason) => {
    const good = { id: 1, type: "port", name: "good", hostname: "a.example", port: 1 };
    const result = imported(JSON.stringify([good, { ...good, id: 2, name: "bad", ...part }]));
    expect(configOf(result).checks.map(({ id }) => id)).toEqual(["good"]);
    expect(result.findings).toEqual([
      { subject: "bad", extent: "left-out", what: expect.stringContaining(reason), todo: expect.any(String) },
    ]);
  });

  it("end soon, however many monitors stand in them", () => {
    const many = Array.from({ length: 60_000 }, (_, id) => ({ id, type: id % 2 ? "group" : "http", name: "x", parent: id - 1 }));
    expect(importChecks(JSON.stringify(many))).toEqual({ unreadable: expect.stringContaining("split it") });
  });

  it("leave a file without errors, whatever stands in them", () => {
    fc.assert(
      fc.property(fc.array(anyMonitor(), { maxLength: 6 }), (monitorList) => {
        const result = imported(JSON.stringify({ monitorList }));
        if (result.yaml !== "") expect(configOf(result).checks).toHaveLength(result.checks);
        else expect(result.checks).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});

/** Of the right types, so that it gets past the schema, and of the wrong values. */
function anyMonitor(): fc.Arbitrary<unknown> {
  const odd = [
    "https://a.example",
    "${env:x}",
    "*",
    "a.example",
    "http://u:p@h/?token=1",
    "-1",
    '{"a":"b"}',
    "POST",
    "basic",
    "MX",
  ];
  const text = fc.option(fc.oneof(fc.string(), fc.constantFrom(...odd)), { nil: undefined });
  const number = fc.option(fc.oneof(fc.integer({ min: -5, max: 200_000 }), fc.double({ noNaN: true, noDefaultInfinity: true })), {
    nil: undefined,
  });
  const texts = [
    "url",
    "hostname",
    "keyword",
    "headers",
    "body",
    "method",
    "jsonPath",
    "jsonPathOperator",
    "expectedValue",
    "authMethod",
    "smtpSecurity",
  ];
  const further = [
    "dns_resolve_type",
    "dns_resolve_server",
    "databaseConnectionString",
    "description",
    "oauth_scopes",
    "tlsCert",
  ];
  const numbers = ["port", "interval", "timeout", "maxretries", "maxredirects", "parent", "id"];
  return fc.record({
    type: fc.constantFrom("http", "keyword", "json-query", "port", "dns", "smtp", "postgres", "mqtt", "group", "x"),
    name: fc.string(),
    accepted_statuscodes: fc.option(fc.array(fc.constantFrom("200-299", "404", "x", "600-500")), { nil: undefined }),
    ...Object.fromEntries([...texts, ...further].map((name) => [name, text])),
    ...Object.fromEntries(numbers.map((name) => [name, number])),
  });
}

describe("bongsu import", () => {
  it("exits with 0 when everything was carried over, with 1 when something was left out", async () => {
    const good = write("good.json", JSON.stringify([{ id: 1, type: "port", name: "db", hostname: "a.example", port: 1 }]));
    const all = await run(good);
    expect(all.code).toBe(0);
    expect(all.out).toContain("- id: db");
    expect((await run(write("ping.json", JSON.stringify([{ id: 1, type: "ping", name: "p" }])))).code).toBe(1);
  });

  it("exits with 2 for what cannot be read", async () => {
    expect(await run(join(folder, "missing.json"))).toMatchObject({
      code: 2,
      error: expect.stringContaining("There is no file"),
    });
    expect(await run(write("bad.json", "{"))).toMatchObject({ code: 2, out: "" });
    writeFileSync(join(folder, "latin.yaml"), Buffer.from([0x6e, 0xe4, 0xff]));
    expect(await run(join(folder, "latin.yaml"))).toMatchObject({ code: 2, error: expect.stringContaining("UTF-8") });
  });

  it("never overwrites without --force, and exits with 3 when it cannot write", async () => {
    const source = write("kuma.json", kuma());
    const out = write("mine.yaml", "mine");
    expect(await run(source, { out })).toMatchObject({ code: 3, error: expect.stringContaining("stays as it is") });
    expect(readFileSync(out, "utf8")).toBe("mine");
    expect((await run(source, { out, force: true })).code).toBe(1);
    expect(readConfig(readFileSync(out, "utf8"), out)).toHaveProperty("config");
    expect((await run(source, { out: join(folder, "no/such/folder.yaml") })).code).toBe(3);
  });

  it("takes a name for the deployment, and refuses one that cannot be", async () => {
    const source = write("kuma.json", kuma());
    expect((await run(source, { name: "acme-prod" })).out).toContain("\nname: acme-prod\n");
    expect(await run(source, { name: "two words" })).toMatchObject({ code: 2, error: expect.stringContaining("two words") });
  });

  it("names the schema that is there, seen from the folder of the file, and none where there is none", async () => {
    const source = write("kuma.json", kuma());
    const installed = mkdtempSync(join(folder, "installed-"));
    const firstLine = async () => {
      await run(source, { out: join(installed, "checks.yaml"), force: true });
      return readFileSync(join(installed, "checks.yaml"), "utf8").split("\n", 1)[0];
    };
    expect(await firstLine()).toMatch(/^# Imported from/);
    mkdirSync(join(installed, "node_modules/bongsu"), { recursive: true });
    writeFileSync(join(installed, "node_modules/bongsu/checks.schema.json"), "{}");
    expect(await firstLine()).toBe("# yaml-language-server: $schema=./node_modules/bongsu/checks.schema.json");
    writeFileSync(join(installed, "checks.schema.json"), "{}");
    expect(await firstLine()).toBe("# yaml-language-server: $schema=./checks.schema.json");
  });

  it("prints checks and report as JSON", async () => {
    const { out } = await run(write("kuma.json", kuma()), { json: true });
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      tool: "Uptime Kuma",
      findings: expect.arrayContaining([
        { subject: "Router", extent: "left-out", what: "it is a ping", todo: expect.any(String) },
      ]),
    });
  });
});

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

async function run(file: string, options: { out?: string; force?: boolean; json?: boolean; name?: string } = {}) {
  const out: string[] = [];
  const errors: string[] = [];
  const output = {
    write: (text: string) => void out.push(text),
    error: (text: string) => void errors.push(text),
    hasColor: false,
  };
  const code = await importFile({ file, force: false, json: false, ...options, output });
  return { code, out: out.join(""), error: errors.join("") };
}
