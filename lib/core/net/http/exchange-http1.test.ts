/** What undici leaves to those who use it. How a probe behaves as a whole is tested with the kind `http`. */
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { makeCertificate } from "../../../../test/kit/certificates.ts";
import { httpCheck, runOptions } from "../../../../test/kit/checks.ts";
import { type LocalServer, startHttp, startScripted, startTcp } from "../../../../test/kit/servers.ts";
import { startTlsTalk } from "../../../../test/kit/tls-server.ts";
import type { Check } from "../../model/check.ts";
import { runCheck } from "../../run/run-check.ts";

async function answerOf(answer: string, part: Parameters<typeof httpCheck>[1] = {}) {
  await using server = await startScripted(answer);
  return await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`, part), runOptions());
}

describe("an exchange in HTTP/1.1", () => {
  it.each([
    ["with the headers of an upgrade", "upgrade: x\r\nconnection: upgrade\r\n"],
    ["without them", ""],
  ])("takes 101 %s for no answer to what was asked", async (_, headers) => {
    const outcome = await answerOf(`HTTP/1.1 101 Switching Protocols\r\n${headers}\r\n`);
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "server", code: "response-malformed" } });
  });

  it("does not mind what comes behind a whole answer", async () => {
    const outcome = await answerOf("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nokHTTP/1.1 500 No\r\n\r\n");
    expect(outcome).toMatchObject({ status: "up", facts: { bodyBytes: 2, status: 200 } });
  });

  it("passes over interim answers, however many", async () => {
    const interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n".repeat(20);
    const outcome = await answerOf(`${interim}HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok`);
    expect(outcome).toMatchObject({ status: "up", facts: { status: 200, httpVersion: "1.1" } });
  });

  it.each([
    ["two lengths", "content-length: 2\r\ncontent-length: 3\r\n\r\nok"],
    ["a length and chunks", "content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"],
    ["a broken line behind its length", "content-length: 2\r\nno header\r\n\r\nok"],
  ])("calls a head with %s malformed, and not its body cut short", async (_, rest) => {
    const outcome = await answerOf(`HTTP/1.1 200 OK\r\n${rest}`);
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "server", code: "response-malformed" } });
  });

  it("calls a head that ends behind its length closed in the middle of the headers", async () => {
    const { failure } = await answerOf("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-a");
    expect(failure).toMatchObject({ phase: "server", code: "response-closed" });
    expect(failure?.message).toContain("in the middle of the headers");
  });

  it("12. gives up on interim answers without end, and does not keep them", async () => {
    const flood = "HTTP/1.1 100 Continue\r\n\r\n".repeat(10_000);
    await using server = await startTcp((socket) => socket.once("data", () => socket.write(flood)));
    const outcome = await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`), runOptions());
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "server", code: "response-malformed" } });
  });

  it("does not count a long body behind an interim answer as one", async () => {
    const body = "x".repeat(200_000);
    const outcome = await answerOf(
      `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    expect(outcome).toMatchObject({ status: "up", facts: { bodyBytes: 200_000 } });
  });

  it("36. puts together a body that comes a byte at a time", async () => {
    const text = Array.from({ length: 5_000 }, (_, index) => String(index % 10)).join("");
    const chunks = [...text].map((character) => `1\r\n${character}\r\n`).join("");
    const part: Partial<Check> = { expect: [{ fact: "body", matcher: { op: "oneOf", values: [text] } }] };
    const outcome = await answerOf(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`, part);
    expect(outcome).toMatchObject({ status: "up", facts: { bodyBytes: 5_000 } });
  });

  it("sees the last of thousands of headers, however many there are", async () => {
    const headers = `${"a: b\r\n".repeat(3_000)}x-last: here\r\n`;
    const part: Partial<Check> = { expect: [{ fact: "headers", path: "x-last", matcher: { op: "contains", value: "here" } }] };
    expect(await answerOf(`HTTP/1.1 200 OK\r\n${headers}content-length: 0\r\n\r\n`, part)).toMatchObject({ status: "up" });
  });

  it.each(["GET", "POST", "DELETE"])("sends the whole body of %s with its length, and asks to close", async (method) => {
    let seen: unknown;
    await using server = await startHttp(async (request, response) => {
      let body = "";
      for await (const piece of request.setEncoding("utf8")) body += piece;
      const { "content-length": length, connection, host } = request.headers;
      seen = { length, connection, host, body };
      response.end("ok");
    });
    await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`, { http: { method, body: "결제" } }), runOptions());
    expect(seen).toEqual({ length: "6", connection: "close", host: `127.0.0.1:${server.port}`, body: "결제" });
  });
});

/** Answers and keeps its side open: what comes next is the client's goodbye. */
const ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
const ENDLESS = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";
const identity = makeCertificate("127.0.0.1", { altNames: ["127.0.0.1"] });

function startTlsAnswer(
  answer: string,
  maxVersion: "TLSv1.2" | "TLSv1.3",
  onGoodbye: (goodbye: string) => void = () => undefined,
) {
  return startTlsTalk({ cert: identity.cert, key: identity.keyPem, maxVersion }, (socket) => {
    socket.once("data", () => socket.write(answer)).once("end", () => onGoodbye("end"));
    socket.on("error", (error) => onGoodbye(error.message));
  });
}

function askTls({ port }: LocalServer) {
  const http = { tls: { verify: true, ca: identity.cert } };
  return runCheck(httpCheck(`https://127.0.0.1:${port}/`, { http }), runOptions());
}

/** Passes on what the client says to the server, and notes the type of each TLS record. */
function startRecordTap(server: LocalServer, recordTypes: number[]): Promise<LocalServer> {
  return startTcp((near) => {
    const far = connect(server.port, "127.0.0.1");
    far.on("data", (bytes) => near.write(bytes)).on("end", () => near.end());
    near
      .on("data", (bytes: Buffer) => {
        for (let at = 0; at + 5 <= bytes.length; at += 5 + bytes.readUInt16BE(at + 3)) recordTypes.push(bytes.readUInt8(at));
        far.write(bytes);
      })
      .on("end", () => far.end());
  });
}

describe("the goodbye of HTTP/1.1", () => {
  it("is FIN where there is no TLS: the server hears an end, not a reset", async () => {
    const goodbyes: string[] = [];
    await using server = await startTcp((socket) => {
      socket.once("data", () => socket.write(ANSWER)).once("end", () => goodbyes.push("end"));
      socket.on("error", (error) => goodbyes.push(error.message));
    });
    expect(await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`), runOptions())).toMatchObject({ status: "up" });
    await expect.poll(() => goodbyes).toEqual(["end"]);
  });

  it.each(["TLSv1.2", "TLSv1.3"] as const)("79. with %s the server hears an end, and logs no error", async (version) => {
    const goodbyes: string[] = [];
    await using server = await startTlsAnswer(ANSWER, version, (goodbye) => goodbyes.push(goodbye));
    expect(await askTls(server)).toMatchObject({ status: "up" });
    await expect.poll(() => goodbyes).toEqual(["end"]);
  });

  it.each([
    ["the whole answer", ANSWER],
    ["an answer whose rest nobody wants", ENDLESS],
  ])("79. after %s the last record is an alert, close_notify", async (_, answer) => {
    const recordTypes: number[] = [];
    await using server = await startTlsAnswer(answer, "TLSv1.2");
    await using tap = await startRecordTap(server, recordTypes);
    expect(await askTls(tap)).toMatchObject({ status: "up" });
    await expect.poll(() => recordTypes.at(-1)).toBe(21);
  });
});
