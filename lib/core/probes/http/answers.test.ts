import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { httpCheck, runOptions } from "../../../../test/kit/checks.ts";
import { closedPort, startHttp, startScripted, startTcp } from "../../../../test/kit/servers.ts";
import type { Check } from "../../model/check.ts";
import type { Matcher } from "../../model/expectation.ts";
import { runCheck } from "../../run/run-check.ts";

type CheckPart = Parameters<typeof httpCheck>[1];

function status(...values: Extract<Matcher, { op: "oneOf" }>["values"]): Pick<Check, "expect"> {
  return { expect: [{ fact: "status", matcher: { op: "oneOf", values } }] };
}

async function ask(answer: string | Buffer, part: CheckPart = {}) {
  await using server = await startScripted(answer);
  return await runCheck(httpCheck(`http://127.0.0.1:${server.port}/path?q=1`, part), runOptions());
}

function withBody(body: string | Buffer, ...headers: string[]): Buffer {
  const lines = ["HTTP/1.1 200 OK", `content-length: ${Buffer.byteLength(body)}`, ...headers, "", ""];
  return Buffer.concat([Buffer.from(lines.join("\r\n")), Buffer.from(body)]);
}

describe("http status", () => {
  it.each([
    [200, "up"],
    [201, "up"],
    [299, "up"],
    [300, "down"],
    [404, "down"],
    [503, "down"],
  ])("1. %i is %s by default", async (code, expected) => {
    expect((await ask(`HTTP/1.1 ${code} X\r\ncontent-length: 0\r\n\r\n`)).status).toBe(expected);
  });

  it("2. a list replaces the default", async () => {
    expect(await ask("HTTP/1.1 404 X\r\ncontent-length: 0\r\n\r\n", status(200, 404))).toMatchObject({ status: "up" });
    expect(await ask("HTTP/1.1 201 X\r\ncontent-length: 0\r\n\r\n", status(200, 404))).toMatchObject({ status: "down" });
  });

  it("4. a status that is both wanted and excluded is down", async () => {
    const wanted: Matcher = { op: "oneOf", values: [200, 404] };
    const both: Matcher = { op: "all", matchers: [wanted, { op: "not", matcher: { op: "oneOf", values: [404] } }] };
    const part = { expect: [{ fact: "status", matcher: both }] };
    expect(await ask("HTTP/1.1 404 X\r\ncontent-length: 0\r\n\r\n", part)).toMatchObject({ status: "down" });
    expect(await ask("HTTP/1.1 200 X\r\ncontent-length: 0\r\n\r\n", part)).toMatchObject({ status: "up" });
  });

  it("12. 100 Continue before the answer is passed over", async () => {
    const outcome = await ask("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    expect(outcome).toMatchObject({ status: "up", facts: { status: 200, httpVersion: "1.1" } });
  });

  it("12. 100 Continue split over many segments is passed over too", async () => {
    await using server = await startTcp((socket) =>
      socket.once("data", async () => {
        for (const byte of "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n") {
          socket.write(byte);
          await new Promise((resolve) => setImmediate(resolve));
        }
      }),
    );
    expect(await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`), runOptions())).toMatchObject({ status: "up" });
  });

  it("12. 100 Continue and nothing more is a time-out of the server", async () => {
    await using server = await startTcp((socket) => socket.once("data", () => socket.write("HTTP/1.1 100 Continue\r\n\r\n")));
    const outcome = await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`, { timeoutMs: 200 }), runOptions());
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "server", code: "response-timed-out" } });
  });

  it("13. 103 Early Hints do not count as the first byte of the answer", async () => {
    await using server = await startTcp((socket) =>
      socket.once("data", () => {
        socket.write("HTTP/1.1 103 Early Hints\r\nlink: </a.css>\r\n\r\n");
        setTimeout(() => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"), 60);
      }),
    );
    const outcome = await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`), runOptions());
    expect(outcome).toMatchObject({ status: "up", facts: { status: 200 } });
    expect(outcome.facts.server).toBeGreaterThan(50);
  });

  it.each(["204 No Content", "304 Not Modified"])("14. %s with a length and no body does not hang", async (line) => {
    expect(await ask(`HTTP/1.1 ${line}\r\ncontent-length: 5\r\n\r\n`, status(204, 304))).toMatchObject({ status: "up" });
  });

  it("14. HEAD with a length does not wait for a body", async () => {
    expect(await ask("HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n", { http: { method: "HEAD" } })).toMatchObject({
      status: "up",
    });
  });

  it("15. 401 with a body is down, and the body's size is still reported", async () => {
    const outcome = await ask("HTTP/1.1 401 No\r\ncontent-length: 5\r\n\r\nnope!");
    expect(outcome).toMatchObject({ status: "down", facts: { status: 401, bodyBytes: 5 }, evidence: { body: "nope!" } });
  });
});

describe("http request", () => {
  it("5. sends the method, 6. the body byte for byte, on every run, and 11. the headers over the defaults", async () => {
    const seen: { method?: string; host?: string; agent?: string; body: string }[] = [];
    await using server = await startHttp((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => {
        const { host, "user-agent": agent } = request.headers;
        seen.push({
          ...(request.method && { method: request.method }),
          ...(host && { host }),
          ...(agent && { agent }),
          body: String(Buffer.concat(chunks)),
        });
        response.end();
      });
    });
    const http = { method: "POST", body: "ünï=1\r\n", headers: { Host: "shop.example", "USER-AGENT": "me" } };
    const check = httpCheck(`http://127.0.0.1:${server.port}/`, { http });
    await runCheck(check, runOptions());
    await runCheck(check, runOptions());
    const expected = { method: "POST", host: "shop.example", agent: "me", body: "ünï=1\r\n" };
    expect(seen).toEqual([expected, expected]);
  });

  it("10. sends what is percent-encoded as it is written, once or twice, and encodes only what must be", async () => {
    const seen: (string | undefined)[] = [];
    await using server = await startHttp((request, response) => {
      seen.push(request.url);
      response.end();
    });
    for (const path of ["/a%3Ab?c=%2F", "/a%253Ab", "/검사?q=é"]) {
      await runCheck(httpCheck(`http://127.0.0.1:${server.port}${path}`), runOptions());
    }
    expect(seen).toEqual(["/a%3Ab?c=%2F", "/a%253Ab", "/%EA%B2%80%EC%82%AC?q=%C3%A9"]);
  });

  it("opens a new connection for every run", async () => {
    await using server = await startHttp((_, response) => response.end());
    const check = httpCheck(`http://127.0.0.1:${server.port}/`);
    await runCheck(check, runOptions());
    await runCheck(check, runOptions());
    expect(server.acceptedConnections()).toBe(2);
  });

  it("tries a failed run again once, at once, on a new connection, and says so", async () => {
    let requests = 0;
    await using server = await startHttp((_, response) => response.writeHead(requests++ === 0 ? 503 : 200).end());
    const outcome = await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`), runOptions());
    expect(outcome).toMatchObject({ status: "up", evidence: { attempts: [{ code: "expectation-unmet" }] } });
    expect(server.acceptedConnections()).toBe(2);
  });

  it("does not try again when a second full run would not end before the next is due", async () => {
    await using server = await startHttp((_, response) => response.writeHead(503).end());
    const outcome = await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`, { timeoutMs: 900, everyMs: 900 }), runOptions());
    expect(outcome).toMatchObject({ status: "down" });
    expect(server.acceptedConnections()).toBe(1);
  });

  it("85. says at once that nothing listens", async () => {
    const outcome = await runCheck(httpCheck(`http://127.0.0.1:${await closedPort()}/`), runOptions());
    expect(outcome).toMatchObject({ failure: { phase: "connect", code: "connect-refused" } });
  });
});

describe("http body", () => {
  const contains = (value: string): CheckPart => ({ expect: [{ fact: "body", matcher: { op: "contains", value } }] });

  const matches = (...patterns: string[]): CheckPart => ({
    expect: patterns.map((pattern) => ({ fact: "body", matcher: { op: "matches", pattern } })),
  });

  it("20. must match every pattern, not one of them", async () => {
    expect(await ask(withBody("hello world"), matches("hel+o", "w.rld"))).toMatchObject({ status: "up" });
    expect(await ask(withBody("hello there"), matches("hel+o", "w.rld"))).toMatchObject({
      status: "down",
      breaches: [{ expected: "body matches /w.rld/" }],
    });
  });

  it("21. is down for a single hit of a pattern that must not match", async () => {
    const part: CheckPart = {
      expect: [{ fact: "body", matcher: { op: "not", matcher: { op: "matches", pattern: "(?i)error" } } }],
    };
    expect(await ask(withBody("all fine, one ERROR"), part)).toMatchObject({ status: "down" });
    expect(await ask(withBody("all fine"), part)).toMatchObject({ status: "up" });
  });

  it("26. is down, in words, when a JSON path gives something else than what it is compared with", async () => {
    const json = (matcher: Matcher): CheckPart => ({ expect: [{ fact: "json", path: "$.ready", matcher }] });
    const wantsTrue = json({ op: "oneOf", values: [true] });
    expect(await ask(withBody('{"ready":{"db":true}}'), wantsTrue)).toMatchObject({
      status: "down",
      breaches: [{ expected: "json $.ready == true", actual: expect.stringContaining("db") }],
    });
    expect(await ask(withBody('{"ready":"yes"}'), json({ op: "above", value: 0 }))).toMatchObject({ status: "down" });
  });

  it("38. a body of 1 MB and a pattern that takes it all are up", async () => {
    expect(await ask(withBody("x".repeat(1_048_576)), { ...matches("(?s)^.*$"), timeoutMs: 10_000 })).toMatchObject({
      status: "up",
    });
  });

  it("32. passes an unknown content encoding through", async () => {
    expect(await ask(withBody("hello", "content-encoding: xxx"), contains("hello"))).toMatchObject({ status: "up" });
  });

  it.each([
    ["gzip", gzipSync("hello")],
    ["deflate", deflateSync("hello")],
    ["deflate without its header", deflateRawSync("hello")],
    ["gzip, gzip", gzipSync(gzipSync("hello"))],
  ])("undoes %s", async (name, packed) => {
    const encoding = name.replace(" without its header", "");
    expect(await ask(withBody(packed, `content-encoding: ${encoding}`), contains("hello"))).toMatchObject({
      status: "up",
      facts: { bodyBytes: 5 },
    });
  });

  it("33. measures a packed body unpacked: no switch leaves it as it came", async () => {
    const packed = gzipSync("x".repeat(1_000));
    expect(await ask(withBody(packed, "content-encoding: gzip"))).toMatchObject({ status: "up", facts: { bodyBytes: 1_000 } });
  });

  it("34. says body-undecodable when the body is not what its encoding says", async () => {
    const outcome = await ask(withBody("plain", "content-encoding: gzip"));
    expect(outcome).toMatchObject({ failure: { phase: "transfer", code: "body-undecodable" } });
  });

  it.each([
    [127, "up"],
    [128, "up"],
    [129, "down"],
  ])("35. with a limit of 128 a body of %i bytes is %s, packed or not", async (size, expected) => {
    const body = "x".repeat(size);
    const part = { http: { bodyLimitBytes: 128 } };
    expect(await ask(withBody(body), part)).toMatchObject({ status: expected });
    expect(await ask(withBody(gzipSync(body), "content-encoding: gzip"), part)).toMatchObject({ status: expected });
  });

  it("36. a bomb is refused without being unpacked", async () => {
    const packed = gzipSync(Buffer.alloc(200_000_000));
    const before = process.memoryUsage().rss;
    const outcome = await ask(withBody(packed, "content-encoding: gzip"), contains("x"));
    expect(outcome).toMatchObject({ failure: { code: "body-too-large" } });
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  it("39. bytes that look like gzip are not unpacked without the header", async () => {
    const outcome = await ask(withBody(gzipSync("hello")), contains("hello"));
    expect(outcome).toMatchObject({ status: "down", failure: { code: "expectation-unmet" } });
  });

  it("40. a chunked body without its last chunk is incomplete", async () => {
    const outcome = await ask("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n");
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "transfer", code: "body-incomplete" } });
  });

  it("40. a chunk that is no chunk is malformed, not short", async () => {
    const outcome = await ask("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n");
    expect(outcome).toMatchObject({
      failure: { phase: "transfer", code: "response-malformed", message: expect.stringContaining("3 bytes") },
    });
  });

  it("40. trailers without end are too large, and it was the body that was coming", async () => {
    const trailers = `x-trailer: ${"y".repeat(1_000)}\r\n`.repeat(100);
    const outcome = await ask(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n${trailers}`);
    expect(outcome).toMatchObject({
      failure: { phase: "transfer", code: "response-header-too-large", message: expect.stringContaining("trailers") },
    });
  });

  it("36. a body of five bytes that claims 64 MB of memory is refused", async () => {
    const zstdWith = (windowDescriptor: number) =>
      Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, windowDescriptor, 0x29, 0x00, 0x00]), Buffer.from("hello")]);
    expect(await ask(withBody(zstdWith(0x68), "content-encoding: zstd"), contains("hello"))).toMatchObject({ status: "up" });
    const outcome = await ask(withBody(zstdWith(0x80), "content-encoding: zstd"), contains("hello"));
    expect(outcome).toMatchObject({ failure: { phase: "transfer", code: "body-undecodable" } });
  });

  it("41. a body shorter than its length is incomplete, and a reset in it is a reset", async () => {
    const short = await ask(`HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n${"x".repeat(50)}`);
    expect(short).toMatchObject({ failure: { code: "body-incomplete", message: expect.stringContaining("50 bytes") } });
    await using server = await startTcp((socket) =>
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nx");
        setTimeout(() => socket.resetAndDestroy(), 20);
      }),
    );
    const reset = await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`), runOptions());
    expect(reset).toMatchObject({ failure: { phase: "transfer", code: "body-reset" } });
  });

  it("41. a body that breaks off is shown as far as it came, with the status before it", async () => {
    const begun = "HTTP/1.1 503 No\r\ncontent-length: 100\r\n";
    expect(await ask(`${begun}\r\nout of memory, token=s3cr3ts3cr3t`)).toMatchObject({
      failure: { code: "body-incomplete" },
      facts: { status: 503, httpVersion: "1.1" },
      evidence: { body: "out of memory, token=***" },
    });
    const { evidence, facts } = await ask(`${begun}content-encoding: gzip\r\n\r\nnot to be read`);
    expect(facts).toMatchObject({ status: 503 });
    expect(evidence.body).toBeUndefined();
    expect(facts.bodyBytes).toBeUndefined();
  });

  it("42. a server that closes before it answers is called closed, not untrusted", async () => {
    const outcome = await ask("");
    expect(outcome).toMatchObject({ failure: { phase: "server", code: "response-closed" } });
  });

  it("44. a body that trickles for ever ends at the deadline, and only there", async () => {
    await using server = await startTcp((socket) =>
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n");
        const timer = setInterval(() => socket.write("x"), 20);
        socket.once("close", () => clearInterval(timer));
      }),
    );
    const check = httpCheck(`http://127.0.0.1:${server.port}/`, { timeoutMs: 300, everyMs: 301 });
    const outcome = await runCheck(check, runOptions());
    expect(outcome).toMatchObject({ failure: { phase: "transfer", code: "body-timed-out" } });
    expect(outcome.totalMs).toBeGreaterThanOrEqual(299);
  });

  it("45. an event stream is up as soon as it answers when only its status matters", async () => {
    await using server = await startTcp((socket) =>
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n");
        const timer = setInterval(() => socket.write("1\r\nx\r\n"), 20);
        socket.once("close", () => clearInterval(timer));
      }),
    );
    const outcome = await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`, { timeoutMs: 5_000 }), runOptions());
    expect(outcome).toMatchObject({ status: "up" });
    expect(outcome.totalMs).toBeLessThan(2_000);
    await expect.poll(() => server.openConnections()).toBe(0);
  });

  it("47. a body that breaks while a pattern waits for it is a transfer fault, not a mismatch", async () => {
    const outcome = await ask("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhel", contains("hello"));
    expect(outcome).toMatchObject({ breaches: [], failure: { code: "body-incomplete" } });
  });

  it("reads the charset that the server names", async () => {
    const euckr = Buffer.from([0xc1, 0xa4, 0xbb, 0xf3]);
    expect(await ask(withBody(euckr, "content-type: text/plain; charset=euc-kr"), contains("정상"))).toMatchObject({
      status: "up",
    });
    expect(await ask(withBody("정상", "content-type: text/plain; charset=nonsense"), contains("정상"))).toMatchObject({
      status: "up",
    });
  });

  it("141. shows no more than 200 characters of it, without escape sequences or secrets", async () => {
    const outcome = await ask(withBody(`\u001b[2J{"token":"s3cr3t"}${"x".repeat(500)}`));
    expect(outcome.evidence.body).toContain('"token":"***"');
    expect(outcome.evidence.body?.length).toBeLessThanOrEqual(200);
  });
});
