/** What undici leaves to those who use it. How a probe behaves as a whole is tested with the kind `http`. */
import { describe, expect, it } from "vitest";
import { httpCheck, runOptions } from "../../../../test/kit/checks.ts";
import { startHttp, startScripted } from "../../../../test/kit/servers.ts";
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
