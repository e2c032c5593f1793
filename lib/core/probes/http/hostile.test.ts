/** Whatever bytes come: no exception, no hanging, no blame on ourselves. */
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeCertificate } from "../../../../test/kit/certificates.ts";
import { httpCheck, runOptions } from "../../../../test/kit/checks.ts";
import { tricks } from "../../../../test/kit/hostile/index.ts";
import { frame, frames, startHttp2Frames } from "../../../../test/kit/http2.ts";
import { startHttp, startScripted } from "../../../../test/kit/servers.ts";
import { FAILURE_CODES } from "../../model/failure.ts";
import type { Outcome } from "../../model/outcome.ts";
import { isFailure } from "../../net/http/answer.ts";
import { decodeBody } from "../../net/http/body.ts";
import { openConnection } from "../../net/http/connection.ts";
import type { HttpRun } from "../../net/http/http-run.ts";
import { followRedirect } from "../../net/http/redirect.ts";
import { firstRequest, headerFault, requestHeaders } from "../../net/http/request.ts";
import type { HttpTarget } from "../../net/http/target.ts";
import { runCheck } from "../../run/run-check.ts";
import { systemClock } from "../../time/clock.ts";
import { startDeadline } from "../../time/deadline.ts";
import { Stopwatch } from "../../time/stopwatch.ts";
import type { ProbeContext } from "../probe.ts";

const TIMEOUT_MS = 250;
const quick = { timeoutMs: TIMEOUT_MS, everyMs: TIMEOUT_MS };

function expectHonest(outcome: Outcome): void {
  expect(["up", "down"]).toContain(outcome.status);
  if (outcome.failure !== undefined) expect(FAILURE_CODES).toContain(outcome.failure.code);
  expect(outcome.totalMs).toBeLessThan(TIMEOUT_MS + 1_000);
}

const anyBytes = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));

/** Pieces of HTTP in any order, with garbage between them: parsers break where things are almost right. */
const anyAnswer = fc
  .array(
    fc.oneof(
      anyBytes,
      fc
        .constantFrom(
          "HTTP/1.1 200 OK\r\n",
          "HTTP/1.1 100 Continue\r\n\r\n",
          "HTTP/1.0 302 Found\r\nlocation: ",
          "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n",
          "HTTP/9.9 999 ?\r\n",
          "content-length: 5\r\n",
          "content-length: -1\r\n",
          "content-length: 99999999999999999999\r\n",
          "transfer-encoding: chunked\r\n",
          "content-encoding: gzip, br, zstd\r\n",
          "content-type: text/html; charset=utf-16\r\n",
          "set-cookie: a=b\r\n",
          "\r\n",
          "\r\n\r\n",
          "5\r\nhello\r\n",
          "0\r\n\r\n",
          "ffffffffffffffff\r\n",
        )
        .map((text) => Buffer.from(text)),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => Buffer.concat(pieces));

describe("a hostile server", () => {
  it("cannot make an exchange throw, hang or blame ourselves", async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswer, async (answer) => {
        await using server = await startScripted(answer);
        expectHonest(await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`, quick), runOptions()));
        await expect.poll(() => server.openConnections(), { interval: 5 }).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it("cannot do so in HTTP/2 either", async () => {
    const { cert, keyPem: key } = makeCertificate("127.0.0.1");
    const anyFrame = fc
      .record({ type: fc.nat(10), flags: fc.nat(255), stream: fc.constantFrom(0, 1, 2, 3), payload: anyBytes })
      .map(({ type, ...part }) => frame(type, part));
    const known = fc.constantFrom(
      frames.settings,
      frames.ok,
      frames.data("abc"),
      frames.reset(0),
      frames.goaway(0, { lastStream: 1 }),
    );
    const anyChunks = fc.array(fc.oneof(anyFrame, known, anyBytes), { maxLength: 8 });
    const http = { http2: true, tls: { verify: false } };
    await fc.assert(
      fc.asyncProperty(anyChunks, async (chunks) => {
        await using server = await startHttp2Frames({ cert, key }, [frames.settings, ...chunks], { thenEnds: true });
        expectHonest(await runCheck(httpCheck(`https://127.0.0.1:${server.port}/`, { ...quick, http }), runOptions()));
        await expect.poll(() => server.openConnections(), { interval: 5 }).toBe(0);
      }),
      { numRuns: 100 },
    );
  });
});

const target: HttpTarget = {
  url: "https://api.acme.example/a",
  method: "POST",
  headers: { Authorization: "secret", "X-Key": "secret", Accept: "text/plain", Cookie: "own=secret" },
  body: "{}",
  redirects: 3,
  ip: "any",
  tls: { verify: true },
};

function runWith(status: number, headers: Readonly<Record<string, readonly string[]>>): HttpRun {
  const deadline = startDeadline(60_000, systemClock);
  deadline.clear();
  const wanted = new Set<string>();
  const context: ProbeContext = { ...runOptions(), deadline, wanted, keepSecret: () => undefined };
  const stopwatch = new Stopwatch(systemClock, "dns");
  const request = { ...firstRequest(target), authHeaders: { authorization: "secret" } };
  return { target, context, stopwatch, redirects: [], resolutions: new Map(), request, answer: { status, headers } };
}

describe("a hostile redirect", () => {
  it.each(["127.0.0.1", "[::1]", "169.254.169.254", "0.0.0.0", "[::ffff:127.0.0.1]", "[fd00:ec2::254]", "localhost"])(
    "to %s cannot make us ask our own machine",
    async (host) => {
      await using server = await startHttp((_, response) => response.end("credentials"));
      const run = runWith(302, { location: [`http://${host}:${server.port}/`] });
      const next = followRedirect(run);
      if (next === undefined || isFailure(next)) throw new Error("a redirect was not followed");
      const came = { ...run, request: next };
      expect(await openConnection({ ...came, cameFrom: "203.0.113.5" })).toMatchObject({ code: "response-malformed" });
      expect(server.acceptedConnections()).toBe(0);
      if (host !== "127.0.0.1") return;
      const socket = await openConnection({ ...came, cameFrom: "127.0.0.2" });
      expect(isFailure(socket)).toBe(false);
      if (!isFailure(socket)) socket.destroy();
    },
  );
});

describe("a hostile helper", () => {
  it.each(tricks)("cannot harm a run as its proxy when it $name", async ({ start }) => {
    await using server = await start();
    const proxy = { scheme: "http", host: "127.0.0.1", port: server.port } as const;
    const outcome = await runCheck(httpCheck("https://shop.example/", { ...quick, http: { proxy } }), runOptions());
    expectHonest(outcome);
    expect(outcome.status).toBe("down");
    await expect.poll(() => server.openConnections(), { timeout: 2_000 }).toBe(0);
  });

  it.each(tricks)("cannot harm a run as its token endpoint when it $name", async ({ start }) => {
    await using server = await start();
    const oauth2 = { tokenUrl: `http://127.0.0.1:${server.port}/`, clientId: "a", clientSecret: "b" };
    const outcome = await runCheck(httpCheck("https://shop.example/", { ...quick, http: { auth: { oauth2 } } }), runOptions());
    expectHonest(outcome);
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "auth", code: "auth-failed" } });
    await expect.poll(() => server.openConnections(), { timeout: 2_000 }).toBe(0);
  });
});

describe("decodeBody", () => {
  const packers = { gzip: gzipSync, br: brotliCompressSync, zstd: zstdCompressSync, deflate: deflateSync };
  const anyEncoding = fc.constantFrom("gzip", "x-gzip", "br", "zstd", "deflate", "identity", "xxx", "", "__proto__");

  it("never throws, and never gives more than the limit of what it has unpacked", async () => {
    const anyHeader = fc.array(anyEncoding, { maxLength: 7 });
    await fc.assert(
      fc.asyncProperty(anyBytes, anyHeader, fc.string(), async (raw, encodings, type) => {
        const headers = { "content-encoding": [encodings.join(", ")], "content-type": [`text/plain; charset=${type}`] };
        const body = await decodeBody(raw, headers, 1_000);
        if (isFailure(body)) expect(["body-undecodable", "body-too-large"]).toContain(body.code);
        else expect(body.bytes).toBeLessThanOrEqual(1_000);
      }),
    );
  });

  it("undoes whatever was packed, in any order, up to the limit and not beyond", async () => {
    const names = fc.array(fc.constantFrom("gzip" as const, "br" as const, "zstd" as const, "deflate" as const), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 300 }), names, async (text, encodings) => {
        const plain = Buffer.from(text.toWellFormed());
        const packed = encodings.reduce<Buffer>((bytes, name) => packers[name](bytes), plain);
        const headers = { "content-encoding": encodings };
        const whole = await decodeBody(packed, headers, 10_000);
        expect(whole).toMatchObject({ bytes: plain.length });
        if (plain.length < 200) return;
        expect(await decodeBody(packed, headers, 100)).toMatchObject({ code: "body-too-large" });
      }),
    );
  });
});

describe("followRedirect", () => {
  const anyLocation = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.webUrl(),
    fc.constantFrom(
      "//evil.example/",
      "https://api.acme.example@evil.example/",
      "/\\evil.example",
      "?",
      "#",
      "http://[::1]/",
      "https:api",
    ),
  );

  it("leads to an http address or to a failure, and takes secrets to no other origin", () => {
    fc.assert(
      fc.property(anyLocation, fc.constantFrom(301, 302, 303, 307, 308), (location, status) => {
        const next = followRedirect(runWith(status, { location: [location] }));
        if (next === undefined) throw new Error("a redirect was not followed");
        if (isFailure(next)) return void expect(next.code).toBe("response-malformed");
        expect(next.url.protocol).toMatch(/^https?:$/);
        expect(next).not.toHaveProperty("authHeaders");
        const sent = JSON.stringify(requestHeaders(next));
        if (next.url.origin === "https://api.acme.example") expect(sent).toContain("secret");
        else expect(sent).not.toContain("secret");
      }),
      { numRuns: 1_000 },
    );
  });

  it("sends back only cookies that a header can carry, and not too many", () => {
    const anyCookie = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.tuple(fc.string(), fc.string({ maxLength: 3_000 })).map((pair) => pair.join("=")),
    );
    fc.assert(
      fc.property(fc.array(anyCookie, { maxLength: 80 }), (cookies) => {
        const next = followRedirect(runWith(302, { location: ["/b"], "set-cookie": cookies }));
        if (next === undefined || isFailure(next)) throw new Error("a redirect was not followed");
        expect(headerFault(next)).toBeUndefined();
        expect(requestHeaders(next).cookie?.length).toBeLessThan(10_000);
      }),
    );
  });
});
