import { describe, expect, it } from "vitest";
import { makeCertificate } from "../../../../test/kit/certificates.ts";
import { httpCheck, runOptions } from "../../../../test/kit/checks.ts";
import { startProxy } from "../../../../test/kit/proxy.ts";
import { closedPort, startHttp, startTlsHttp } from "../../../../test/kit/servers.ts";
import type { Check } from "../../model/check.ts";
import type { HttpProxy } from "../../net/http/target.ts";
import type { Resolver } from "../../net/resolve.ts";
import { runCheck } from "../../run/run-check.ts";

const root = makeCertificate("Acme Root", { isAuthority: true });
const good = makeCertificate("localhost", { issuer: root, altNames: ["localhost", "127.0.0.1"] });
const served = { cert: good.cert, key: good.keyPem };
const tls = { verify: true, ca: root.cert };
const quick = { timeoutMs: 300, everyMs: 300 };

function through(port: number, part: Partial<HttpProxy> = {}): HttpProxy {
  return { scheme: "http", host: "127.0.0.1", port, ...part };
}

function checkOf(url: string, proxy: HttpProxy, part: Partial<Check> = {}): Check {
  return httpCheck(url, { ...part, http: { proxy, tls } });
}

function phasesOf({ phases }: { phases: readonly { phase: string }[] }): string[] {
  return phases.map(({ phase }) => phase);
}

describe("http through a proxy", () => {
  it("63. reaches https through CONNECT, with phases of its own for proxy and target", async () => {
    await using server = await startTlsHttp(served);
    await using proxy = await startProxy();
    const outcome = await runCheck(checkOf(`https://127.0.0.1:${server.port}/`, through(proxy.port)), runOptions());
    expect(outcome).toMatchObject({
      status: "up",
      facts: { address: "127.0.0.1", "certificate.subject": "CN=localhost" },
      evidence: { request: `GET https://127.0.0.1:${server.port}/ through http://127.0.0.1:${proxy.port}` },
    });
    expect(phasesOf(outcome)).toEqual(["proxy", "tls", "server", "transfer"]);
    expect(proxy.heads).toEqual([expect.stringMatching(/^CONNECT 127\.0\.0\.1:\d+ HTTP\/1\.1\r\nhost: 127\.0\.0\.1:\d+\r\n/)]);
    await expect.poll(() => proxy.openConnections()).toBe(0);
  });

  it("63. reaches http by CONNECT too, and the request arrives as if there were no proxy", async () => {
    let seen = "";
    await using server = await startHttp((request, response) => {
      seen = `${request.method} ${request.url} ${request.headers.host}`;
      response.end("ok");
    });
    await using proxy = await startProxy();
    const outcome = await runCheck(checkOf(`http://127.0.0.1:${server.port}/a?b=c`, through(proxy.port)), runOptions());
    expect(phasesOf(outcome)).toEqual(["proxy", "server", "transfer"]);
    expect(seen).toBe(`GET /a?b=c 127.0.0.1:${server.port}`);
  });

  it("63. speaks TLS to an https proxy, and TLS again through it", async () => {
    await using server = await startTlsHttp(served);
    await using proxy = await startProxy({ tls: served });
    const secure = through(proxy.port, { scheme: "https" });
    expect(await runCheck(checkOf(`https://127.0.0.1:${server.port}/`, secure), runOptions())).toMatchObject({ status: "up" });
    await expect.poll(() => proxy.openConnections()).toBe(0);
  });

  it("63. believes an https proxy only with a good certificate, also where the target's is not judged", async () => {
    await using server = await startTlsHttp(served);
    await using proxy = await startProxy({ tls: served });
    const secure = through(proxy.port, { scheme: "https", user: "monitor", password: "s3cret-pass" });
    const check = httpCheck(`https://127.0.0.1:${server.port}/`, { ...quick, http: { proxy: secure, tls: { verify: false } } });
    expect(await runCheck(check, runOptions())).toMatchObject({
      failure: { phase: "proxy", code: "proxy-failed", message: expect.stringContaining("vouches") },
    });
    expect(proxy.heads).toEqual([]);
  });

  it("63. shows the proxy its credentials, which appear nowhere", async () => {
    await using server = await startHttp((_, response) => response.end(Buffer.from("monitor:p@ss:wörd").toString("base64")));
    await using proxy = await startProxy();
    const named = through(proxy.port, { user: "monitor", password: "p@ss:wörd" });
    const outcome = await runCheck(checkOf(`http://127.0.0.1:${server.port}/`, named), runOptions());
    const encoded = Buffer.from("monitor:p@ss:wörd").toString("base64");
    expect(proxy.heads[0]).toContain(`proxy-authorization: Basic ${encoded}\r\n`);
    expect(outcome).toMatchObject({ status: "up", evidence: { body: "***" } });
    expect(JSON.stringify(outcome)).not.toMatch(/p@ss|bW9uaXRvcjpwQHNz/);
  });

  it.each([
    [407, "it demands credentials"],
    [403, "many proxies allow port 443 only"],
    [502, "it could not reach the target"],
    [302, "with status 302"],
  ])("63. says that the proxy answered with %i", async (status, words) => {
    await using proxy = await startProxy({ answer: `HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n` });
    const outcome = await runCheck(checkOf("https://shop.example/", through(proxy.port), quick), runOptions());
    expect(outcome).toMatchObject({ status: "down", failure: { phase: "proxy", code: "proxy-failed" } });
    expect(outcome.failure?.message).toContain(`no way through the proxy http://127.0.0.1:${proxy.port}: it answered CONNECT`);
    expect(outcome.failure?.message).toContain(`shop.example:443 with status ${status}`);
    expect(outcome.failure?.message).toContain(words);
    expect(phasesOf(outcome)).toEqual(["proxy"]);
  });

  it.each<[string, string | Buffer, string]>([
    ["never answers", "silence", "did not answer CONNECT within 300 ms"],
    ["closes", "", "closed the connection before it answered"],
    ["speaks something else", "220 mail.example ESMTP\r\n\r\n", "not HTTP"],
    ["never ends its head", Buffer.alloc(20_000, "x"), "has no end"],
    ["breaks off in its head", "HTTP/1.1 200 OK\r\nvia", "closed the connection before it answered"],
  ])("63. says that a proxy %s", async (_, answer, words) => {
    await using proxy = await startProxy({ answer });
    const outcome = await runCheck(checkOf("https://shop.example/", through(proxy.port), quick), runOptions());
    expect(outcome).toMatchObject({
      failure: { phase: "proxy", code: "proxy-failed", message: expect.stringContaining(words) },
    });
    await expect.poll(() => proxy.openConnections()).toBe(0);
  });

  it("63. says that no proxy listens, and that its name does not exist", async () => {
    const refused = await runCheck(checkOf("https://shop.example/", through(await closedPort()), quick), runOptions());
    expect(refused).toMatchObject({
      failure: { phase: "proxy", code: "proxy-failed", message: expect.stringContaining("nothing listens") },
    });
    const resolver: Resolver = {
      ...runOptions().resolver,
      resolve: async () => ({ failure: { code: "dns-not-found", message: "the name proxy.example does not exist" } }),
    };
    const unknown = await runCheck(
      checkOf("https://shop.example/", through(1, { host: "proxy.example" }), quick),
      runOptions({ resolver }),
    );
    expect(unknown).toMatchObject({
      failure: { phase: "proxy", code: "proxy-failed", message: expect.stringContaining("does not exist") },
    });
  });

  it("64. leaves the name of the target to the proxy", async () => {
    const asked: string[] = [];
    const { resolver } = runOptions();
    const listening: Resolver = {
      ...resolver,
      resolve: async (host, ...others) => {
        asked.push(host);
        return await resolver.resolve(host, ...others);
      },
    };
    await using server = await startHttp((_, response) => response.end("ok"));
    await using proxy = await startProxy();
    const check = checkOf(`http://localhost:${server.port}/`, through(proxy.port));
    expect(await runCheck(check, runOptions({ resolver: listening }))).toMatchObject({
      status: "up",
      facts: { address: "127.0.0.1" },
    });
    expect(asked).toEqual(["127.0.0.1"]);
    expect(proxy.heads[0]).toContain(`CONNECT localhost:${server.port} `);
  });

  it("takes what follows the proxy's head for the target's", async () => {
    await using server = await startTlsHttp(served);
    await using proxy = await startProxy({ greeting: "HTTP/1.1 200 OK\r\n\r\n" });
    const outcome = await runCheck(checkOf(`https://127.0.0.1:${server.port}/`, through(proxy.port), quick), runOptions());
    expect(outcome).toMatchObject({ failure: { phase: "tls", code: "tls-not-spoken" } });
  });

  it("follows redirects through the proxy, with a tunnel for each", async () => {
    await using server = await startHttp((request, response) =>
      request.url === "/" ? response.writeHead(302, { location: "/next" }).end() : response.end("there"),
    );
    await using proxy = await startProxy();
    const outcome = await runCheck(checkOf(`http://127.0.0.1:${server.port}/`, through(proxy.port)), runOptions());
    expect(outcome).toMatchObject({ status: "up", facts: { redirects: 1 } });
    expect(proxy.heads).toHaveLength(2);
  });
});
