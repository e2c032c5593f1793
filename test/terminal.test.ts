/** `bongsu run` as people see it: real processes against real servers, with and without a terminal. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { displayWidth } from "../lib/core/messages/text-width.ts";
import { closedPort, startHttp } from "./kit/servers.ts";

const PROGRAM = join(import.meta.dirname, "../bin/bongsu.ts");
/** Gives a program a terminal (util-linux). */
const SCRIPT = "/usr/bin/script";
/** What this process is told of colours is no business of those that it starts. */
const COLOR_VARIABLES: readonly string[] = ["CI", "FORCE_COLOR", "NO_COLOR"];
const ESCAPE = "\u001b";
const SECRET = "hunter2-hunter2";
const folder = mkdtempSync(join(tmpdir(), "bongsu-terminal-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Result {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

function start(command: readonly [string, ...string[]], env: Readonly<Record<string, string>> = {}): Promise<Result> {
  const [program, ...args] = command;
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !COLOR_VARIABLES.includes(name)));
  return new Promise((resolve) => {
    execFile(program, args, { cwd: folder, env: { ...inherited, ...env } }, (error, out, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, error: stderr }),
    );
  });
}

function bongsu(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Result> {
  return start([process.execPath, PROGRAM, ...args], env);
}

function write(name: string, lines: readonly string[]): string {
  writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
  return name;
}

/** A shop in trouble, with titles in Korean. */
const answers: RequestListener = (request, response) => {
  if (request.url === "/checkout") response.writeHead(503).end('{"status":"down","reason":"db pool exhausted"}');
  else setTimeout(() => response.end('{"status":"ok"}'), request.url === "/search" ? 1_000 : 0);
};

async function writeShop(port: number): Promise<string> {
  return write("shop.yaml", [
    "name: shop",
    "timezone: Asia/Seoul",
    "checks:",
    `  - { id: shop/login, title: 로그인, http: "http://127.0.0.1:${port}/login" }`,
    "  - id: shop/checkout-of-the-main-store",
    "    title: 결제 API — 본점의 아주 긴 제목이 이 줄 끝까지 이어지고 또 이어집니다",
    `    http: http://127.0.0.1:${port}/checkout`,
    "    expect: { status: 200, json: { $.status: ok }, total: { below: 5s } }",
    "  - id: shop/search",
    "    title: 검색",
    `    http: http://127.0.0.1:${port}/search`,
    "    slow: { total: { above: 900ms } }",
    `  - { id: shop/port, title: 포트, tcp: "127.0.0.1:${await closedPort()}" }`,
    "  - { id: shop/tokens, title: 토큰, logs: { group: /shop, pattern: ExpiredToken } }",
  ]);
}

function expectNarrow(out: string): void {
  const wide = out.split("\n").filter((line) => displayWidth(line) > 80);
  expect(wide.filter((line) => !/^ {3}(?:repeat |GET http)/.test(line))).toEqual([]);
}

describe("bongsu run of a file", () => {
  it("acceptance 8: prints a table in file order and details, failing first, within 80 columns of Hangul", async () => {
    await using server = await startHttp(answers);
    const { code, error, out } = await bongsu(["run", "-c", await writeShop(server.port)]);
    expect({ code, error }).toEqual({ code: 1, error: "" });
    expectNarrow(out);
    expect(out).toMatch(/^5 checks, 1 file, from this machine +\d\d:\d\d:\d\d KST\n/);
    expect([...out.matchAll(/^ {3}(\S) (OK|DOWN|SLOW|SKIP) +(\S+)/gm)].map(([, ...cells]) => cells.join(" "))).toEqual([
      ...["✓ OK shop/login", "✕ DOWN shop/checkou..e-main-store", "~ SLOW shop/search", "✕ DOWN shop/port", "- SKIP shop/tokens"],
    ]);
    expect([...out.matchAll(/^ ([✕~]) (shop\S+)/gm)].map(([, ...cells]) => cells.join(" "))).toEqual([
      ...["✕ shop/checkout-of-the-main-store", "✕ shop/port", "~ shop/search"],
    ]);
    expect(out).toMatch(/\n 2 down, 1 slow, 1 ok, 1 skipped in [\d.]+ m?s\n$/);
  });

  it("says why from the diagnosis, what was expected, what came, and what is ruled out", async () => {
    await using server = await startHttp(answers);
    const { out } = await bongsu(["run", "-c", await writeShop(server.port)]);
    const [, checkout = "", port = "", search = ""] = out.split(/\n\n(?= [✕~])/);
    expect(checkout).toContain("shop.yaml:5\n");
    expect(checkout).toMatch(/✕ status == 200 +got 503\n {3}✕ json \$\.status == "ok" +got "down"\n {3}✓ total < 5s +[\d.]+ ms/);
    expect(checkout).toMatch(/why {6}The server itself answers 503\. +confidence: confirmed/);
    expect(checkout).toContain('says     {"status":"down","reason":"db pool exhausted"}');
    expect(checkout).toMatch(/not {6}network \(TCP in /);
    expect(checkout).toContain(`repeat   curl -sv 'http://127.0.0.1:${server.port}/checkout'`);
    expect(port).toMatch(/✕ connect-refused +127/);
    expect(port).toContain("repeat   npx bongsu run -c 'shop.yaml' shop/port --verbose");
    expect(search).toContain("why      unknown: no known pattern fits; most of the time went into server");
  });

  it("writes ASCII alone when asked to, but for what others have written", async () => {
    await using server = await startHttp(answers);
    const { out } = await bongsu(["run", "--ascii", "-c", await writeShop(server.port)]);
    for (const word of ["[OK]", "[DOWN]", "[SLOW]", "[SKIP]"]) expect(out).toContain(word);
    expect(out.replaceAll(/^ \[\w+\] .*$/gm, "")).toMatch(/^[ -~\n]*$/);
    expectNarrow(out);
  });

  it("runs each check as often as it is told to, and sums up", async () => {
    await using server = await startHttp(answers);
    const file = await writeShop(server.port);
    const { out } = await bongsu(["run", "shop/login", "shop/checkout-of-the-main-store", "--repeat", "20", "-c", file]);
    expect(out).toMatch(/\n {3}shop\/login +20 +0 +[\d.]+ m?s +[\d.]+ m?s {2}[\d.]+ m?s\n/);
    expect(out).toMatch(/\n {3}shop\/che\S+ +20 +20 /);
    expect(server.acceptedConnections()).toBe(20 + 20 + 20);
    const few = await bongsu(["run", "shop/login", "--repeat", "7", "-c", file]);
    expect(few.out).toContain("too few samples (7)");
    expect((await bongsu(["run", "shop/login", "--repeat", "0", "-c", file])).code).toBe(3);
  });

  it("writes JUnit XML to a file beside the report, or to standard output in its place", async () => {
    await using server = await startHttp(answers);
    const file = await writeShop(server.port);
    const beside = await bongsu(["run", "--junit", "junit.xml", "-c", file]);
    expect(beside.out).toContain("✕ DOWN");
    const xml = readFileSync(join(folder, "junit.xml"), "utf8");
    expect(xml).toContain('<testsuites name="bongsu run" tests="5" failures="2" errors="0" skipped="1"');
    const instead = await bongsu(["run", "--junit", "-", "-c", file]);
    expect(instead.out).toMatch(/^<\?xml [\s\S]*<\/testsuites>\n$/);
    expect([beside.code, instead.code]).toEqual([1, 1]);
    const unwritable = await bongsu(["run", "shop/login", "--junit", "no/such/folder.xml", "-c", file]);
    expect(unwritable).toMatchObject({ code: 3, error: expect.stringContaining("no/such/folder.xml cannot be written") });
    expect(await bongsu(["run", "--json", "--junit", "-", "-c", file])).toMatchObject({ code: 3, out: "" });
  });
});

describe("bongsu run of an address", () => {
  /** Keeps account of every connection, lookup and datagram of a process, whoever in it asks for one. */
  const ACCOUNT = `
    import { createHook } from "node:async_hooks";
    import { appendFileSync } from "node:fs";
    const network = /^(TCPCONNECTWRAP|PIPECONNECTWRAP|UDPSENDWRAP|QUERYWRAP|GETADDRINFOREQWRAP|GETNAMEINFOREQWRAP)$/;
    createHook({ init: (_, type) => network.test(type) && appendFileSync(process.env.ACCOUNT, type + "\\n") }).enable();
  `;

  it("acceptance 1: needs no file, is done in 10 s, and speaks to nobody but the target", async () => {
    await using server = await startHttp(answers);
    write("account.mjs", [ACCOUNT]);
    const account = join(folder, write("account.txt", []));
    const startedMs = performance.now();
    const run = [process.execPath, "--import", join(folder, "account.mjs"), PROGRAM, "run"] as const;
    const { code, out } = await start([...run, `http://127.0.0.1:${server.port}/login`], { ACCOUNT: account });
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    expect(out).toMatch(/^ ✓ OK {2}127\.0\.0\.1:\d+\/login {3}200 in [\d.]+ m?s\n/);
    expect(code).toBe(0);
    expect(server.acceptedConnections()).toBe(1);
    expect(readFileSync(account, "utf8").trim().split("\n")).toEqual(["TCPCONNECTWRAP"]);
  });

  it("says in short why it does not answer, and how to keep it", async () => {
    await using server = await startHttp(answers);
    const { code, out } = await bongsu(["run", `http://127.0.0.1:${server.port}/checkout`]);
    expect(code).toBe(1);
    expect(out).toMatch(/^ ✕ DOWN {2}127\.0\.0\.1:\d+\/checkout {3}503 in [\d.]+ m?s\n/);
    for (const label of ["why", "because", "took", "says", "not", "next", "repeat", "keep it"])
      expect(out).toMatch(new RegExp(`^ {3}${label} `, "m"));
    expectNarrow(out);
  });

  it("takes an address of any length, and shows of it what there is room for", async () => {
    await using server = await startHttp(answers);
    const { code, out } = await bongsu(["run", `http://127.0.0.1:${server.port}/${"long/".repeat(200)}`]);
    expect(code).toBe(0);
    expect(out).toMatch(/^ ✓ OK {2}127\.0\.0\.1:\S+\.\.\S+ {3}200 in /);
    expectNarrow(out);
  });

  it("acceptance 9: tells no secret: not of its headers, its address, nor what the server sends back", async () => {
    await using server = await startHttp((request, response) => {
      const said = `${request.headers["x-key"]} ${request.headers.authorization} password=${SECRET}`;
      response.writeHead(500, { "set-cookie": `id=${SECRET}`, "x-echo": said, location: `/?token=${SECRET}` }).end(said);
    });
    const file = write("secret.yaml", [
      "name: shop",
      "checks:",
      "  - id: shop/api",
      "    http:",
      `      url: http://127.0.0.1:${server.port}/?token=${SECRET}`,
      "      headers: { x-key: '${env:SHOP_KEY}', authorization: 'Bearer ${env:SHOP_KEY}', cookie: 'id=${env:SHOP_KEY}' }",
    ]);
    for (const how of [["--verbose", "--repeat", "2"], ["--junit", "-"], ["--json"]]) {
      const { error, out } = await bongsu(["run", "-c", file, ...how], { SHOP_KEY: SECRET });
      expect(out).toContain("shop/api");
      expect(out + error).not.toContain(SECRET);
      expect(out + error).not.toContain(Buffer.from(SECRET).toString("base64"));
    }
    const { out } = await bongsu(["run", "-c", file, "--verbose"], { SHOP_KEY: SECRET });
    expect(out).not.toContain(SECRET);
    expect(out).toContain("cookie: ***");
    expect(out).toMatch(/steps 1 {2}\+0 ms {6}connect /);
    expect(out).toMatch(/received .*\n?.*set-cookie: \*\*\*/);
  });
});

describe("bongsu run and the terminal", () => {
  const slowly: RequestListener = (_, response) => void setTimeout(() => response.end(), 1_300);

  it("without one draws nothing twice and writes no colour, however long it takes", async () => {
    await using server = await startHttp(slowly);
    const { error, out } = await bongsu(["run", `http://127.0.0.1:${server.port}/`], { TERM: "xterm-256color" });
    expect(error).toBe("");
    expect(out).not.toContain(ESCAPE);
  });

  describe.skipIf(!existsSync(SCRIPT))("on one", () => {
    async function onTerminal(url: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
      const command = `${process.execPath} ${PROGRAM} run ${url}`;
      const { out } = await start([SCRIPT, "-qec", command, "/dev/null"], { TERM: "xterm-256color", ...env });
      return out;
    }

    it("shows how far it is in one line, and takes it away at the end", async () => {
      await using server = await startHttp(slowly);
      const out = await onTerminal(`http://127.0.0.1:${server.port}/`);
      expect(out).toContain(`\r${ESCAPE}[2K 0 of 1 runs, 1 s`);
      expect(out.split(`\r${ESCAPE}[2K`).at(-1)).toMatch(new RegExp(`^(?:${ESCAPE}\\[\\d+m)? ✓ OK`));
      expect(out).toContain(`${ESCAPE}[32m`);
    });

    it("writes no colour where NO_COLOR says so, and redraws nothing on one that cannot", async () => {
      await using server = await startHttp(slowly);
      const url = `http://127.0.0.1:${server.port}/`;
      expect(await onTerminal(url, { NO_COLOR: "1" })).not.toMatch(new RegExp(`${ESCAPE}\\[\\d+m`));
      expect(await onTerminal(url, { TERM: "dumb" })).not.toContain(ESCAPE);
    });
  });
});
