import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { makeCertificate } from "../../../../test/kit/certificates.ts";
import { httpCheck, runOptions } from "../../../../test/kit/checks.ts";
import { frame, frames, startHttp2, startHttp2Frames } from "../../../../test/kit/http2.ts";
import { startTlsHttp } from "../../../../test/kit/servers.ts";
import type { Check } from "../../model/check.ts";
import type { HttpTarget } from "../../net/http/target.ts";
import { runCheck } from "../../run/run-check.ts";

const root = makeCertificate("Acme Root", { isAuthority: true });
const good = makeCertificate("localhost", { issuer: root, altNames: ["localhost", "127.0.0.1"] });
const identity = { cert: good.cert, key: good.keyPem };
const quick = { timeoutMs: 300, everyMs: 300 };
const wantsHttp2: Pick<Check, "expect"> = { expect: [{ fact: "httpVersion", matcher: { op: "oneOf", values: ["2"] } }] };

function checkOf(port: number, part: Partial<Check> & { http?: Partial<HttpTarget> } = {}): Check {
  const http = { http2: true, tls: { verify: true, ca: root.cert }, ...part.http };
  return httpCheck(`https://127.0.0.1:${port}/path?q=1`, { ...part, http });
}

const { settings, ok, data, reset, goaway } = frames;

describe("http2: true", () => {
  it("speaks HTTP/2, in all phases, and says goodbye", async () => {
    const seen: unknown[] = [];
    const goodbyes: number[] = [];
    await using server = await startHttp2(identity, (request, response) => {
      request.stream.session?.once("goaway", (code) => goodbyes.push(code));
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        seen.push([
          request.httpVersion,
          request.method,
          request.url,
          request.authority,
          request.headers["x-a"],
          String(Buffer.concat(chunks)),
        ]);
        response.writeHead(200, { "set-cookie": ["a=1", "b=2"], date: new Date().toUTCString() }).end("hello");
      });
    });
    const http = { http2: true, method: "POST", body: "ünï=1", headers: { "X-A": "b", te: "gzip" } };
    const outcome = await runCheck(checkOf(server.port, { http, ...wantsHttp2 }), runOptions());
    expect(outcome).toMatchObject({
      status: "up",
      facts: { httpVersion: "2", status: 200, bodyBytes: 5, clockSkew: expect.any(Number) },
    });
    expect(outcome.phases.map(({ phase }) => phase)).toEqual(["connect", "tls", "server", "transfer"]);
    expect(Math.abs(outcome.phases.reduce((sum, { ms }) => sum + ms, 0) - outcome.totalMs)).toBeLessThan(1);
    expect(seen).toEqual([["2.0", "POST", "/path?q=1", `127.0.0.1:${server.port}`, "b", "ünï=1"]]);
    await expect.poll(() => server.openConnections()).toBe(0);
    expect(goodbyes).toEqual([0]);
  });

  it("7. is down where HTTP/2 is expected and only HTTP/1.1 is spoken", async () => {
    await using server = await startTlsHttp(identity);
    expect(await runCheck(checkOf(server.port, { ...quick, ...wantsHttp2 }), runOptions())).toMatchObject({
      status: "down",
      breaches: [{ expected: 'httpVersion == "2"', actual: '"1.1"' }],
    });
    expect(await runCheck(checkOf(server.port), runOptions())).toMatchObject({ status: "up", facts: { httpVersion: "1.1" } });
  });

  it("8. is off by default: a server that could speak HTTP/2 is asked in HTTP/1.1", async () => {
    let version = "";
    await using server = await startHttp2(identity, (request, response) => {
      version = request.httpVersion;
      response.end();
    });
    expect(await runCheck(checkOf(server.port, { http: { http2: false } }), runOptions())).toMatchObject({
      status: "up",
      facts: { httpVersion: "1.1" },
    });
    expect(version).toBe("1.1");
  });

  it("13. does not count 103 Early Hints as the first byte of the answer", async () => {
    await using server = await startHttp2(identity, (_, response) => {
      response.writeEarlyHints({ link: "</a.css>; rel=preload" });
      setTimeout(() => response.end("ok"), 60);
    });
    const outcome = await runCheck(checkOf(server.port), runOptions());
    expect(outcome).toMatchObject({ status: "up", facts: { status: 200 } });
    expect(outcome.facts.server).toBeGreaterThan(50);
  });

  it("14. does not wait for a body after HEAD, 204 and 304", async () => {
    await using server = await startHttp2(identity, ({ url }, response) => response.writeHead(Number(url.slice(1, 4))).end());
    for (const status of [200, 204, 304]) {
      const check = httpCheck(`https://127.0.0.1:${server.port}/${status}`, {
        ...quick,
        http: { http2: true, tls: { verify: false }, method: status === 200 ? "HEAD" : "GET" },
        expect: [{ fact: "status", matcher: { op: "oneOf", values: [status] } }],
      });
      expect(await runCheck(check, runOptions())).toMatchObject({ status: "up" });
    }
  });

  it("35. keeps the limit of the body, packed or not, and 36. refuses a bomb", async () => {
    const bodies: Record<string, Buffer> = {
      "/at": Buffer.alloc(128, "x"),
      "/over": Buffer.alloc(129, "x"),
      "/packed": gzipSync(Buffer.alloc(129, "x")),
      "/bomb": gzipSync(Buffer.alloc(50_000_000)),
    };
    await using server = await startHttp2(identity, ({ url }, response) => {
      if (url === "/packed" || url === "/bomb") response.setHeader("content-encoding", "gzip");
      response.end(bodies[url] ?? "");
    });
    const ask = (path: string, bodyLimitBytes: number) =>
      runCheck(
        httpCheck(`https://127.0.0.1:${server.port}${path}`, { http: { http2: true, tls: { verify: false }, bodyLimitBytes } }),
        runOptions(),
      );
    expect(await ask("/at", 128)).toMatchObject({ status: "up" });
    for (const path of ["/over", "/packed"]) expect(await ask(path, 128)).toMatchObject({ failure: { code: "body-too-large" } });
    expect(await ask("/bomb", 1_000_000)).toMatchObject({ failure: { code: "body-too-large" } });
  });

  it("reads a large body whole", async () => {
    await using server = await startHttp2(identity, (_, response) => response.end(Buffer.alloc(900_000, "x")));
    const check = checkOf(server.port, { http: { bodyLimitBytes: 1_000_000 } });
    expect(await runCheck(check, runOptions())).toMatchObject({ status: "up", facts: { bodyBytes: 900_000 } });
  });

  it("44. ends at the deadline when a body trickles for ever, and 45. at once when only the status of a stream matters", async () => {
    await using server = await startHttp2(identity, ({ url }, response) => {
      response.writeHead(200, { "content-type": url === "/stream" ? "text/event-stream" : "text/plain" });
      const timer = setInterval(() => response.write("x"), 20);
      response.once("close", () => clearInterval(timer));
    });
    const ask = (path: string) =>
      runCheck(
        httpCheck(`https://127.0.0.1:${server.port}${path}`, { ...quick, http: { http2: true, tls: { verify: false } } }),
        runOptions(),
      );
    expect(await ask("/trickle")).toMatchObject({ failure: { phase: "transfer", code: "body-timed-out" } });
    expect(await ask("/stream")).toMatchObject({ status: "up" });
    await expect.poll(() => server.openConnections()).toBe(0);
  });

  it("49. follows redirects to the cap", async () => {
    let requests = 0;
    await using server = await startHttp2(identity, (_, response) => {
      requests++;
      response.writeHead(302, { location: "/again" }).end();
    });
    const outcome = await runCheck(checkOf(server.port, { timeoutMs: 900, everyMs: 900, http: { redirects: 2 } }), runOptions());
    expect(outcome).toMatchObject({ failure: { code: "too-many-redirects" }, facts: { redirects: 2, httpVersion: "2" } });
    expect(requests).toBe(3);
  });

  it.each<[string, Buffer[], object]>([
    ["is silent after its preface", [settings], { phase: "server", code: "response-timed-out" }],
    ["says nothing at all", [], { phase: "server", code: "response-timed-out" }],
    ["is silent in the body", [settings, ok, data("abc")], { phase: "transfer", code: "body-timed-out" }],
    [
      "refuses the stream",
      [settings, reset(7)],
      { phase: "server", code: "response-reset", message: expect.stringContaining("REFUSED_STREAM") },
    ],
    [
      "cancels the stream",
      [settings, reset(8)],
      { phase: "server", code: "response-reset", message: expect.stringContaining("CANCEL") },
    ],
    [
      "ends the stream without an answer",
      [settings, reset(0)],
      { phase: "server", code: "response-reset", message: expect.stringContaining("NO_ERROR") },
    ],
    [
      "asks for calm",
      [settings, reset(11)],
      { phase: "server", code: "response-reset", message: expect.stringContaining("ENHANCE_YOUR_CALM") },
    ],
    [
      "resets the stream in the body",
      [settings, ok, data("abc"), reset(2)],
      { phase: "transfer", code: "body-reset", message: expect.stringMatching(/INTERNAL_ERROR.*3 bytes/) },
    ],
    ["cancels the stream in the body", [settings, ok, data("abc"), reset(8)], { phase: "transfer", code: "body-reset" }],
    [
      "goes away before it looks at the request",
      [settings, goaway(0)],
      { phase: "server", code: "response-closed", message: expect.stringContaining("GOAWAY NO_ERROR") },
    ],
    [
      "goes away with an error",
      [settings, goaway(2, { lastStream: 1 })],
      { phase: "server", code: "response-closed", message: expect.stringContaining("GOAWAY INTERNAL_ERROR") },
    ],
    [
      "goes away with an error in the body",
      [settings, ok, data("abc"), goaway(2, { lastStream: 1 })],
      { phase: "transfer", code: "body-incomplete" },
    ],
    [
      "speaks HTTP/1.1 after all",
      [Buffer.from("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")],
      { phase: "server", code: "response-malformed" },
    ],
    ["sends data before headers", [settings, data("abc", { isLast: true })], { phase: "server", code: "response-malformed" }],
    [
      "sends an answer without a status",
      [settings, frame(1, { flags: 5, stream: 1, payload: Buffer.from([0, 1, 97, 1, 98]) })],
      { phase: "server", code: "response-malformed" },
    ],
    [
      "floods with pings",
      [settings, ...Array<Buffer>(20_000).fill(frame(6, { payload: Buffer.alloc(8) }))],
      { phase: "server", code: "response-malformed" },
    ],
    [
      "sends half a frame in the body",
      [settings, ok, Buffer.from([0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 1, 1])],
      { phase: "transfer", code: "response-malformed" },
    ],
  ])("is down with a code when a server %s", async (_, chunks, failure) => {
    await using server = await startHttp2Frames(identity, chunks);
    const outcome = await runCheck(checkOf(server.port, quick), runOptions());
    expect(outcome).toMatchObject({ status: "down", failure });
    await expect.poll(() => server.openConnections()).toBe(0);
  });

  it.each<[string, Buffer[], object]>([
    ["before any answer", [settings], { phase: "server", code: "response-closed" }],
    ["in the body", [settings, ok, data("abc")], { phase: "transfer", code: "body-incomplete" }],
  ])("is down when the connection ends %s", async (_, chunks, failure) => {
    await using server = await startHttp2Frames(identity, chunks, { thenEnds: true });
    expect(await runCheck(checkOf(server.port, quick), runOptions())).toMatchObject({ status: "down", failure });
  });

  it("takes an answer that is whole before GOAWAY", async () => {
    await using server = await startHttp2Frames(identity, [
      settings,
      ok,
      data("abc", { isLast: true }),
      goaway(0, { lastStream: 1 }),
    ]);
    expect(await runCheck(checkOf(server.port, quick), runOptions())).toMatchObject({ status: "up", facts: { bodyBytes: 3 } });
  });

  it("65. says of a client certificate what HTTP/1.1 says, though TLS 1.3 refuses it only after the handshake", async () => {
    const clients = makeCertificate("Clients", { isAuthority: true });
    const demanding = { ...identity, ca: clients.cert, requestCert: true, rejectUnauthorized: true };
    await using server = await startHttp2(demanding, (_, response) => response.end("ok"));
    const { failure } = await runCheck(checkOf(server.port, { http: { http2: false } }), runOptions());
    expect(failure).toMatchObject({ phase: "tls", code: "tls-client-certificate-required" });
    expect((await runCheck(checkOf(server.port), runOptions())).failure).toEqual(failure);
  });

  it("41. says that a body shorter than its length is incomplete", async () => {
    const head = Buffer.concat([Buffer.from([0x88, 0x0f, 0x0d, 2]), Buffer.from("10")]);
    const answer = [settings, frame(1, { flags: 4, stream: 1, payload: head }), data("abc", { isLast: true })];
    await using server = await startHttp2Frames(identity, answer);
    expect(await runCheck(checkOf(server.port, quick), runOptions())).toMatchObject({
      failure: { phase: "transfer", code: "body-incomplete", message: expect.stringContaining("3 bytes") },
    });
  });

  it("takes as many headers as HTTP/1.1 does", async () => {
    await using server = await startHttp2(identity, (_, response) => {
      for (let index = 0; index < 3_000; index++) response.setHeader(`x-${index}`, "y");
      response.end("ok");
    });
    expect(await runCheck(checkOf(server.port), runOptions())).toMatchObject({ status: "up" });
  });

  it("says of a head that its own limits refuse that they may be ours", async () => {
    // HPACK: one header of 4,000 bytes, then 16,000 times the same, a byte each.
    const name = Buffer.from([0x88, 0x40, 1, 0x78]);
    const value = Buffer.concat([Buffer.from([0x7f, 0xa1, 0x1e]), Buffer.alloc(4_000, "v")]);
    const block = Buffer.concat([name, value, Buffer.alloc(12_000, 0xbe)]);
    const head = frame(1, { flags: 4, stream: 1, payload: block });
    await using server = await startHttp2Frames(identity, [Buffer.concat([settings, head])]);
    expect(await runCheck(checkOf(server.port, quick), runOptions())).toMatchObject({
      failure: { phase: "server", message: expect.stringMatching(/ENHANCE_YOUR_CALM: .*more headers than we take/) },
    });
  });

  it("refuses a head of more than 64 KB", async () => {
    await using server = await startHttp2(identity, (_, response) => {
      for (let index = 0; index < 40; index++) response.setHeader(`x-${index}`, "y".repeat(2_000));
      response.end("ok");
    });
    expect(await runCheck(checkOf(server.port, quick), runOptions())).toMatchObject({
      failure: { code: "response-header-too-large" },
    });
  });
});
