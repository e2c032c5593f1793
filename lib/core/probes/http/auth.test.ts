import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeCertificate } from "../../../../test/kit/certificates.ts";
import { httpCheck, runOptions } from "../../../../test/kit/checks.ts";
import { startProxy } from "../../../../test/kit/proxy.ts";
import { closedPort, startHttp, startScripted, startTcp, startTlsHttp } from "../../../../test/kit/servers.ts";
import type { Check } from "../../model/check.ts";
import type { HttpTarget } from "../../net/http/target.ts";
import type { HttpAuth } from "../../net/http-auth.ts";
import type { RequestSigner } from "../../ports.ts";
import { runCheck } from "../../run/run-check.ts";
import { systemClock } from "../../time/clock.ts";

const quick = { timeoutMs: 400, everyMs: 400 };

function checkOf(port: number, auth: HttpAuth, part: Partial<Check> & { http?: Partial<HttpTarget> } = {}): Check {
  return httpCheck(`http://127.0.0.1:${port}/`, { ...quick, ...part, http: { ...part.http, auth } });
}

/** Answers with what the request said of itself, as debug pages do. */
async function startEcho() {
  const seen: IncomingHttpHeaders[] = [];
  const server = await startHttp((request, response) => {
    seen.push(request.headers);
    response.end(`${JSON.stringify(request.headers)} ${request.headers.authorization?.split(" ").at(-1)} ${"x".repeat(300)}`);
  });
  return { ...server, seen };
}

describe("basic and bearer", () => {
  it("59. reach the server, and nothing of them is reported when the server echoes them", async () => {
    await using server = await startEcho();
    process.env.BONGSU_TEST_SECRET = "s3cret:wörd&more";
    const basic = { basic: { user: "monitor", password: "${env:BONGSU_TEST_SECRET}" } };
    const bearer = { bearer: "${env:BONGSU_TEST_SECRET}".replace("SECRET", "TOKEN") };
    process.env.BONGSU_TEST_TOKEN = "token-of-the-test/0";
    const outcomes = [
      await runCheck(checkOf(server.port, basic), runOptions()),
      await runCheck(checkOf(server.port, bearer), runOptions()),
    ];
    const encoded = Buffer.from("monitor:s3cret:wörd&more").toString("base64");
    expect(server.seen.map(({ authorization }) => authorization)).toEqual([`Basic ${encoded}`, "Bearer token-of-the-test/0"]);
    for (const outcome of outcomes) {
      expect(outcome.status).toBe("up");
      expect(JSON.stringify(outcome)).not.toMatch(/s3cret|bW9uaXRvcjpz|token-of-the-test/);
    }
  });

  it("141. leave no half of a secret where the evidence is cut, whatever stands before it", async () => {
    const secret = "9f8e7d6c5b4a39281706f5e4d3c2b1a0";
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 150, max: 199 }), async (offset) => {
        await using server = await startScripted(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${"-".repeat(offset)}${secret}`);
        const { evidence } = await runCheck(checkOf(server.port, { bearer: secret }), runOptions());
        expect(evidence.body).not.toContain(secret.slice(0, 2));
      }),
      { numRuns: 10 },
    );
  });

  it("53. stay with the first origin", async () => {
    await using other = await startEcho();
    await using first = await startHttp((_, response) =>
      response.writeHead(302, { location: `http://localhost:${other.port}/` }).end(),
    );
    await runCheck(checkOf(first.port, { bearer: "abcdefgh" }), runOptions());
    expect(other.seen[0]).not.toHaveProperty("authorization");
  });

  it("53. go along to another page of the same origin, but not back to it from another", async () => {
    const seen: (string | undefined)[] = [];
    await using first = await startHttp((request, response) => {
      seen.push(request.headers.authorization);
      if (request.url === "/") response.writeHead(302, { location: "/two" }).end();
      else if (request.url === "/two") response.writeHead(302, { location: `http://localhost:${other.port}/` }).end();
      else response.end();
    });
    await using other = await startHttp((_, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${first.port}/three` }).end(),
    );
    expect(await runCheck(checkOf(first.port, { bearer: "abcdefgh" }), runOptions())).toMatchObject({ status: "up" });
    expect(seen).toEqual(["Bearer abcdefgh", "Bearer abcdefgh", undefined]);
  });

  it("blame a secret with a line break on the secret, not on the server", async () => {
    await using server = await startEcho();
    process.env.BONGSU_TEST_SECRET = "line-break\n";
    const outcome = await runCheck(checkOf(server.port, { bearer: "${env:BONGSU_TEST_SECRET}" }), runOptions());
    expect(outcome).toMatchObject({
      status: "unknown",
      failure: { code: "secret-unavailable", message: expect.stringContaining("header authorization") },
    });
    expect(server.seen).toEqual([]);
  });
});

const issued = (token: string, part: object = {}) => JSON.stringify({ access_token: token, token_type: "Bearer", ...part });

interface TokenRequest {
  readonly authorization: string | undefined;
  readonly form: string;
}

/** A token endpoint; `answer` is asked for every request, and may answer late. */
async function startTokens(
  answer: (count: number, request: TokenRequest) => { status?: number; body: string; afterMs?: number },
) {
  const requests: TokenRequest[] = [];
  const server = await startHttp(async (request, response) => {
    const form = await bodyOf(request);
    requests.push({ authorization: request.headers.authorization, form });
    const { status = 200, body, afterMs = 0 } = answer(requests.length, { authorization: request.headers.authorization, form });
    setTimeout(() => response.writeHead(status, { "content-type": "application/json" }).end(body), afterMs);
  });
  return { ...server, requests };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return String(Buffer.concat(chunks));
}

function oauth2(port: number, part: object = {}): HttpAuth {
  const options = { tokenUrl: `http://127.0.0.1:${port}/token?x=y`, clientId: "bongsu", clientSecret: "client s3cret/ü" };
  return { oauth2: { ...options, ...part } };
}

describe("oauth2", () => {
  it("60. fetches a token once and uses it again, in other runs and other checks with the same settings", async () => {
    await using tokens = await startTokens((count) => ({ body: issued(`token-number-${count}`, { expires_in: 3_600 }) }));
    await using server = await startEcho();
    const auth = oauth2(tokens.port, { scope: "health.read metrics" });
    const first = await runCheck(checkOf(server.port, auth), runOptions());
    const second = await runCheck(checkOf(server.port, auth, { id: "test/other" }), runOptions());
    expect(tokens.requests).toHaveLength(1);
    expect(tokens.requests[0]?.form).toBe("grant_type=client_credentials&scope=health.read+metrics");
    const secret = Buffer.from(tokens.requests[0]?.authorization?.slice("Basic ".length) ?? "", "base64").toString();
    expect(secret).toBe("bongsu:client+s3cret%2F%C3%BC");
    expect(server.seen.map(({ authorization }) => authorization)).toEqual(["Bearer token-number-1", "Bearer token-number-1"]);
    expect(first.phases.map(({ phase }) => phase)).toEqual(["auth", "connect", "server", "transfer"]);
    expect(second.phases.map(({ phase }) => phase)).toEqual(["connect", "server", "transfer"]);
    expect(JSON.stringify([first, second])).not.toMatch(/token-number|s3cret/);
  });

  it("60. fetches another for other settings", async () => {
    await using tokens = await startTokens((count) => ({ body: issued(`token-number-${count}`, { expires_in: "3600" }) }));
    await using server = await startEcho();
    for (const scope of ["a", "b", "a"]) await runCheck(checkOf(server.port, oauth2(tokens.port, { scope })), runOptions());
    expect(tokens.requests).toHaveLength(2);
  });

  it("60. fetches once for many runs that need it together", async () => {
    await using tokens = await startTokens(() => ({ body: issued("shared-token"), afterMs: 50 }));
    await using server = await startEcho();
    const check = checkOf(server.port, oauth2(tokens.port), { timeoutMs: 2_000, everyMs: 2_000 });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => runCheck(check, runOptions())));
    expect(outcomes.every(({ status }) => status === "up")).toBe(true);
    expect(tokens.requests).toHaveLength(1);
  });

  it("60. fetches for itself when the run that fetched for it ran out of time", async () => {
    await using tokens = await startTokens((count) => ({ body: issued("second-token"), afterMs: count === 1 ? 10_000 : 0 }));
    await using server = await startEcho();
    const auth = oauth2(tokens.port);
    const [hasty, patient] = await Promise.all([
      runCheck(checkOf(server.port, auth, { timeoutMs: 150, everyMs: 150 }), runOptions()),
      runCheck(checkOf(server.port, auth, { timeoutMs: 5_000, everyMs: 5_000 }), runOptions()),
    ]);
    expect(hasty).toMatchObject({ failure: { phase: "auth", code: "auth-failed" } });
    expect(patient).toMatchObject({ status: "up" });
    expect(tokens.requests).toHaveLength(2);
    await expect.poll(() => tokens.openConnections()).toBe(0);
  });

  it.each<[string, object, number]>([
    ["an hour", { expires_in: 3_600 }, 3_540_000],
    ["ten seconds, written as a text", { expires_in: "10" }, 9_000],
    ["a time that the server does not say", {}, 270_000],
    ["a century", { expires_in: 3e9 }, 86_340_000],
    ["a time that is no number", { expires_in: "soon" }, 270_000],
  ])("60. renews a token of %s shortly before it expires", async (_, part, goodMs) => {
    await using tokens = await startTokens((count) => ({ body: issued(`token-${count}`, part) }));
    await using server = await startEcho();
    let laterMs = 0;
    const clock = { ...systemClock, monotonicMs: () => systemClock.monotonicMs() + laterMs };
    const check = checkOf(server.port, oauth2(tokens.port));
    await runCheck(check, runOptions({ clock }));
    laterMs = goodMs - 1_000;
    await runCheck(check, runOptions({ clock }));
    expect(tokens.requests).toHaveLength(1);
    laterMs = goodMs + 1;
    await runCheck(check, runOptions({ clock }));
    expect(tokens.requests).toHaveLength(2);
  });

  it("keeps no token that is over at once", async () => {
    await using tokens = await startTokens((count) => ({ body: issued(`token-${count}`, { expires_in: 0 }) }));
    await using server = await startEcho();
    for (let run = 0; run < 2; run++) await runCheck(checkOf(server.port, oauth2(tokens.port)), runOptions());
    expect(tokens.requests).toHaveLength(2);
  });

  it("fetches a new token once when the target refuses the one that was kept", async () => {
    let valid = "token-1";
    await using tokens = await startTokens((count) => ({ body: issued(`token-${count}`) }));
    await using server = await startHttp((request, response) =>
      response.writeHead(request.headers.authorization === `Bearer ${valid}` ? 200 : 401).end(),
    );
    const check = checkOf(server.port, oauth2(tokens.port));
    expect(await runCheck(check, runOptions())).toMatchObject({ status: "up" });
    valid = "token-2";
    const renewed = await runCheck(check, runOptions());
    expect(renewed).toMatchObject({ status: "up" });
    expect(renewed.phases.map(({ phase }) => phase)).toEqual(["connect", "server", "transfer", "auth"]);
    valid = "none";
    expect(await runCheck(check, runOptions())).toMatchObject({
      status: "down",
      failure: { code: "expectation-unmet" },
      facts: { status: 401 },
    });
    expect(tokens.requests).toHaveLength(3);
    expect(server.acceptedConnections()).toBe(1 + 2 + 2);
  });

  it("does not fetch again for a token that was new when the target refused it", async () => {
    await using tokens = await startTokens(() => ({ body: issued("refused") }));
    await using server = await startHttp((_, response) => response.writeHead(401).end());
    await runCheck(checkOf(server.port, oauth2(tokens.port)), runOptions());
    expect(tokens.requests).toHaveLength(1);
  });

  it("62. keeps the time of the token endpoint out of the target's", async () => {
    await using tokens = await startTokens(() => ({ body: issued("slow-token"), afterMs: 120 }));
    await using server = await startEcho();
    const { facts, totalMs } = await runCheck(checkOf(server.port, oauth2(tokens.port)), runOptions());
    expect(facts.auth).toBeGreaterThan(110);
    expect(totalMs).toBeGreaterThan(Number(facts.auth));
    expect(Number(facts.server) + Number(facts.connect)).toBeLessThan(totalMs - 110);
  });

  it("shows the secret in the body to servers that do not take it in the header", async () => {
    await using tokens = await startTokens((_, { authorization }) =>
      authorization === undefined ? { body: issued("by-body") } : { status: 401, body: '{"error":"invalid_client"}' },
    );
    await using server = await startEcho();
    expect(await runCheck(checkOf(server.port, oauth2(tokens.port)), runOptions())).toMatchObject({ status: "up" });
    expect(tokens.requests[1]?.form).toBe("grant_type=client_credentials&client_id=bongsu&client_secret=client+s3cret%2F%C3%BC");
  });

  it.each<[string, { status?: number; body: string; afterMs?: number }, string]>([
    ["fails", { status: 500, body: "<html>oops</html>" }, "it answered with status 500"],
    [
      "refuses",
      { status: 401, body: '{"error":"invalid_client","error_description":"bad client s3cret/ü"}' },
      "status 401 (invalid_client)",
    ],
    ["redirects", { status: 302, body: "" }, "it answered with status 302"],
    ["answers no JSON", { body: "<html>login</html>" }, "holds no access_token"],
    ["answers null", { body: "null" }, "holds no access_token"],
    ["answers an empty token", { body: issued("") }, "holds no access_token"],
    ["answers a token that no header can carry", { body: issued("a\r\nb: c") }, "holds no access_token"],
    ["answers another kind of token", { body: issued("abc", { token_type: "mac" }) }, "no bearer token"],
    ["answers too much", { body: " ".repeat(70_000) }, "larger than the limit"],
    ["never answers", { body: "", afterMs: 60_000 }, "within 400 ms"],
  ])("60. is down in phase auth, with a sentence, when the token endpoint %s", async (_, answer, words) => {
    await using tokens = await startTokens(() => answer);
    await using server = await startEcho();
    const outcome = await runCheck(checkOf(server.port, oauth2(tokens.port)), runOptions());
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "auth", code: "auth-failed" } });
    expect(outcome.failure?.message).toContain(`no token from http://127.0.0.1:${tokens.port}/token?x=…: `);
    expect(outcome.failure?.message).toContain(words);
    expect(outcome.phases.map(({ phase }) => phase)).toEqual(["auth"]);
    expect(JSON.stringify(outcome)).not.toContain("s3cret");
    expect(server.seen).toEqual([]);
    await expect.poll(() => tokens.openConnections()).toBe(0);
  });

  it("60. is down in phase auth when no token endpoint listens, or it speaks garbage", async () => {
    const refused = await runCheck(checkOf(1, oauth2(await closedPort())), runOptions());
    expect(refused).toMatchObject({
      failure: { phase: "auth", code: "auth-failed", message: expect.stringContaining("nothing listens") },
    });
    await using garbage = await startTcp((socket) => socket.once("data", () => socket.end(Buffer.alloc(100, 7))));
    const malformed = await runCheck(checkOf(1, oauth2(garbage.port)), runOptions());
    expect(malformed).toMatchObject({
      failure: { phase: "auth", code: "auth-failed", message: expect.stringContaining("not an HTTP") },
    });
  });

  it("shows a client's secret to no server whose certificate is bad, also where the target's is not judged", async () => {
    const root = makeCertificate("Acme Root", { isAuthority: true });
    const good = makeCertificate("127.0.0.1", { issuer: root });
    await using tokens = await startTlsHttp({ cert: good.cert, key: good.keyPem }, (_, response) =>
      response.end(issued("t0ken-over-tls")),
    );
    await using server = await startEcho();
    const auth = oauth2(0, { tokenUrl: `https://127.0.0.1:${tokens.port}/` });
    const refused = await runCheck(checkOf(server.port, auth, { http: { tls: { verify: false } } }), runOptions());
    expect(refused).toMatchObject({ failure: { phase: "auth", code: "auth-failed" } });
    const trusting = checkOf(server.port, auth, { http: { tls: { verify: false, ca: root.cert } } });
    expect(await runCheck(trusting, runOptions())).toMatchObject({ status: "up" });
  });

  it("reaches the token endpoint through the proxy too", async () => {
    await using tokens = await startTokens(() => ({ body: issued("proxied") }));
    await using server = await startEcho();
    await using proxy = await startProxy();
    const http = { proxy: { scheme: "http", host: "127.0.0.1", port: proxy.port } } as const;
    const outcome = await runCheck(checkOf(server.port, oauth2(tokens.port), { http }), runOptions());
    expect(outcome).toMatchObject({ status: "up" });
    expect(outcome.phases.map(({ phase }) => phase)).toEqual(["auth", "proxy", "server", "transfer"]);
    expect(proxy.heads).toHaveLength(2);
  });
});

describe("sigv4", () => {
  const auth: HttpAuth = { sigv4: { service: "execute-api", region: "eu-west-1" } };
  const headers = { authorization: "AWS4-HMAC-SHA256 Credential=x", "x-amz-security-token": "session-token-of-test" };

  function signerWith(answer: RequestSigner["sign"]): RequestSigner {
    return { sign: answer };
  }

  it("signs every request to the first origin as it is sent, and reports nothing of the signature", async () => {
    const unsigned: unknown[] = [];
    const signer = signerWith(async ({ method, url, headers: signed, body }, options) => {
      unsigned.push([method, url.pathname, signed.host, signed["x-a"], body, options]);
      return { headers };
    });
    const seen: IncomingHttpHeaders[] = [];
    await using server = await startHttp((request, response) => {
      seen.push(request.headers);
      if (request.url === "/") response.writeHead(307, { location: "/next" }).end();
      else response.end(JSON.stringify(request.headers));
    });
    const http = { method: "POST", body: "data", headers: { "X-A": "b" } };
    const outcome = await runCheck(checkOf(server.port, auth, { http }), runOptions({ signer }));
    const host = `127.0.0.1:${server.port}`;
    const options = expect.objectContaining({ service: "execute-api", region: "eu-west-1", renew: false });
    expect(unsigned).toEqual([
      ["POST", "/", host, "b", "data", options],
      ["POST", "/next", host, "b", "data", options],
    ]);
    expect(seen).toEqual([expect.objectContaining(headers), expect.objectContaining(headers)]);
    expect(outcome).toMatchObject({ status: "up" });
    expect(outcome.phases.map(({ phase }) => phase)).toEqual(["auth", "connect", "server", "transfer"]);
    expect(JSON.stringify(outcome)).not.toMatch(/session-token-of-test|Credential=x/);
  });

  it("has no credentials where nobody can sign, where they cannot be had, and where they come too late", async () => {
    await using server = await startEcho();
    const failure = (words: string) => ({
      status: "down",
      failure: { phase: "auth", code: "credentials-unavailable", message: expect.stringContaining(words) },
    });
    expect(await runCheck(checkOf(server.port, auth), runOptions())).toMatchObject(failure("nobody here can sign"));
    const without = signerWith(async () => ({ unavailable: "No AWS credentials: no source." }));
    expect(await runCheck(checkOf(server.port, auth), runOptions({ signer: without }))).toMatchObject(failure("no source"));
    const late = signerWith(() => new Promise(() => undefined));
    expect(await runCheck(checkOf(server.port, auth), runOptions({ signer: late }))).toMatchObject(failure("within 400 ms"));
    expect(server.seen).toEqual([]);
  });

  it("asks once more with new credentials when AWS calls them expired", async () => {
    const renewals: boolean[] = [];
    const signer = signerWith(async (_, { renew }) => {
      renewals.push(renew);
      return { headers: { ...headers, "x-amz-security-token": renew ? "new-session-token" : "old-session-token" } };
    });
    await using server = await startHttp((request, response) => {
      if (request.headers["x-amz-security-token"] === "new-session-token") response.end("ok");
      else response.writeHead(403, { "x-amzn-errortype": "ExpiredTokenException" }).end('{"message":"expired"}');
    });
    expect(await runCheck(checkOf(server.port, auth), runOptions({ signer }))).toMatchObject({ status: "up" });
    expect(renewals).toEqual([false, true]);
  });

  it.each<[string, string, object]>([
    ["an expired token, in XML", "400|<Error><Code>ExpiredToken</Code></Error>", { phase: "auth", code: "credentials-expired" }],
    [
      "an expired token, in JSON",
      '403|{"__type":"com.amazon.coral.service#ExpiredTokenException"}',
      { phase: "auth", code: "credentials-expired" },
    ],
    ["a clock too far away", "403|<Error><Code>RequestTimeTooSkewed</Code></Error>", { phase: "auth", code: "clock-skewed" }],
    [
      "a signature from another time",
      '403|{"message":"Signature expired: 20261122T080000Z is now earlier than …"}',
      { phase: "auth", code: "clock-skewed" },
    ],
    [
      "an unknown key",
      '403|{"code":"UnrecognizedClientException"}',
      { phase: "auth", code: "auth-failed", message: expect.stringContaining("UnrecognizedClientException") },
    ],
    ["a wrong signature", "403|<Error><Code>SignatureDoesNotMatch</Code></Error>", { phase: "auth", code: "auth-failed" }],
    [
      "a lack of permission, which is for expectations to judge",
      '403|{"__type":"AccessDeniedException"}',
      { phase: "judged", code: "expectation-unmet" },
    ],
    ["a page that is not there", "404|<html></html>", { phase: "judged", code: "expectation-unmet" }],
    [
      "a fault of its own that quotes a code",
      "500|<Error><Code>ExpiredToken</Code></Error>",
      { phase: "judged", code: "expectation-unmet" },
    ],
  ])("tells %s from other refusals", async (_, answer, failure) => {
    const signer = signerWith(async () => ({ headers }));
    const [status = "", body = ""] = answer.split("|");
    await using server = await startHttp((_, response) => response.writeHead(Number(status)).end(body));
    expect(await runCheck(checkOf(server.port, auth), runOptions({ signer }))).toMatchObject({ status: "down", failure });
  });
});
