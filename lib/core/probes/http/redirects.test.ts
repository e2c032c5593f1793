import type { IncomingHttpHeaders } from "node:http";
import { describe, expect, it } from "vitest";
import { makeCertificate } from "../../../../test/kit/certificates.ts";
import { httpCheck, runOptions } from "../../../../test/kit/checks.ts";
import { startHttp, startTlsHttp } from "../../../../test/kit/servers.ts";
import { runCheck } from "../../run/run-check.ts";

const root = makeCertificate("Acme Root", { isAuthority: true });
const good = makeCertificate("localhost", { issuer: root, altNames: ["localhost", "127.0.0.1"] });

describe("http redirects", () => {
  it("48. are followed and counted, and phases add up over the hops (58)", async () => {
    await using server = await startHttp((request, response) =>
      request.url === "/" ? response.writeHead(302, { location: "/next" }).end() : response.end("there"),
    );
    const outcome = await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`), runOptions());
    expect(outcome).toMatchObject({
      status: "up",
      facts: { redirects: 1, finalUrl: `http://127.0.0.1:${server.port}/next` },
      evidence: { redirects: [expect.stringMatching(/^302 .*\/ -> .*\/next$/)] },
    });
    const sumMs = outcome.phases.reduce((sum, { ms }) => sum + ms, 0);
    expect(Math.abs(sumMs - outcome.totalMs)).toBeLessThan(1);
  });

  it("48. are not followed when told so, and 302 may then be the right answer", async () => {
    await using server = await startHttp((_, response) => response.writeHead(302, { location: "/next" }).end());
    const check = httpCheck(`http://127.0.0.1:${server.port}/`, {
      http: { redirects: 0 },
      expect: [{ fact: "status", matcher: { op: "oneOf", values: [302] } }],
    });
    expect(await runCheck(check, runOptions())).toMatchObject({ status: "up", facts: { redirects: 0 } });
  });

  it("49. without end stop at the cap, and the request after it is never sent", async () => {
    let requests = 0;
    await using server = await startHttp((_, response) => {
      requests++;
      response.writeHead(302, { location: "/again" }).end();
    });
    const check = httpCheck(`http://127.0.0.1:${server.port}/`, { http: { redirects: 3 }, timeoutMs: 900, everyMs: 900 });
    const outcome = await runCheck(check, runOptions());
    expect(outcome).toMatchObject({
      status: "down",
      failure: { code: "too-many-redirects" },
      facts: { status: 302, redirects: 3 },
    });
    expect(requests).toBe(4);
  });

  it.each([
    [0, 307, "/", "down"],
    [1, 307, "/1", "down"],
    [2, 200, "/2", "up"],
  ])("50. with at most %i of them a chain of two ends with %i at %s", async (redirects, code, path, expected) => {
    await using server = await startHttp((request, response) => {
      const next = { "/": "/1", "/1": "/2" }[request.url ?? ""];
      if (next === undefined) response.end("there");
      else response.writeHead(307, { location: next }).end();
    });
    const outcome = await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`, { http: { redirects } }), runOptions());
    expect(outcome).toMatchObject({
      status: expected,
      facts: { status: code, finalUrl: `http://127.0.0.1:${server.port}${path}` },
    });
  });

  it("51. leave only what the final server showed: its certificate, or none", async () => {
    await using plain = await startHttp((request, response) =>
      request.url === "/"
        ? response.writeHead(302, { location: `https://127.0.0.1:${secure.port}/end` }).end()
        : response.end("ok"),
    );
    await using secure = await startTlsHttp({ cert: good.cert, key: good.keyPem }, (request, response) =>
      request.url === "/"
        ? response.writeHead(302, { location: `http://127.0.0.1:${plain.port}/end` }).end()
        : response.end("ok"),
    );
    const wantsTls = {
      http: { tls: { verify: true, ca: root.cert } },
      expect: [{ fact: "certificate.daysLeft", matcher: { op: "above", value: 1 } }],
    } as const;
    expect(await runCheck(httpCheck(`http://127.0.0.1:${plain.port}/`, wantsTls), runOptions())).toMatchObject({ status: "up" });
    const ended = await runCheck(httpCheck(`https://127.0.0.1:${secure.port}/`, wantsTls), runOptions());
    expect(ended).toMatchObject({ status: "down", breaches: [{ expected: "certificate.daysLeft > 1", actual: "missing" }] });
    expect(ended.evidence).not.toHaveProperty("certificate");
  });

  it("55. to a server with an expired certificate say which server that is", async () => {
    const expired = makeCertificate("localhost", { issuer: root, validFromDays: -90, validToDays: -1.5 });
    await using other = await startTlsHttp({ cert: expired.cert, key: expired.keyPem });
    await using first = await startTlsHttp({ cert: good.cert, key: good.keyPem }, (_, response) =>
      response.writeHead(302, { location: `https://localhost:${other.port}/` }).end(),
    );
    const check = httpCheck(`https://127.0.0.1:${first.port}/`, { http: { tls: { verify: true, ca: root.cert } } });
    expect(await runCheck(check, runOptions())).toMatchObject({
      failure: { code: "certificate-expired", message: expect.stringContaining(`(at localhost:${other.port}, to which`) },
      evidence: { certificate: { daysLeft: -2 }, redirects: [expect.stringContaining(`-> https://localhost:${other.port}/`)] },
    });
  });

  it.each([
    ["127.0.0.2", { code: "connect-refused" }, "127.0.0.2"],
    ["gone.invalid", { phase: "dns" }, undefined],
  ])("55. to %s, which is not reached, leave nothing of the server before", async (host, failure, address) => {
    await using gone = await startHttp(() => undefined);
    const { port } = gone;
    await gone[Symbol.asyncDispose]();
    await using first = await startHttp((_, response) => response.writeHead(302, { location: `http://${host}:${port}/` }).end());
    const outcome = await runCheck(httpCheck(`http://127.0.0.1:${first.port}/`), runOptions());
    expect(outcome).toMatchObject({ status: "down", failure, facts: { redirects: 1 } });
    expect(outcome.facts.address).toBe(address);
    expect(outcome.evidence.address).toBe(address);
    for (const fact of ["status", "finalUrl", "httpVersion", "clockSkew"]) expect(outcome.facts).not.toHaveProperty(fact);
  });

  it("55. to a server that breaks off in its body leave what that server said", async () => {
    await using server = await startHttp((request, response) => {
      if (request.url === "/") return void response.writeHead(302, { location: "/cut" }).end();
      response.writeHead(203, { "content-length": "10" }).write("abc", () => response.destroy());
    });
    expect(await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`), runOptions())).toMatchObject({
      failure: { code: "body-incomplete" },
      facts: { status: 203, finalUrl: `http://127.0.0.1:${server.port}/cut`, address: "127.0.0.1" },
    });
  });

  it("54. take the body along no further than its method", async () => {
    const seen: string[] = [];
    await using server = await startHttp((request, response) => {
      const next = { "/": "/1", "/1": "/2" }[request.url ?? ""];
      seen.push(`${request.method} ${request.headers["content-type"] ?? ""}`);
      if (next === undefined) response.end();
      else response.writeHead(request.url === "/" ? 307 : 303, { location: next }).end();
    });
    const http = { method: "POST", body: "{}", headers: { "Content-Type": "application/json" } };
    await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`, { http }), runOptions());
    expect(seen).toEqual(["POST application/json", "POST application/json", "GET "]);
  });

  it("53. send a cookie back as long as the server wants it, and none from https to http", async () => {
    const seen: (string | undefined)[] = [];
    await using plain = await startHttp((request, response) => {
      seen.push(request.headers.cookie);
      response.end();
    });
    await using secure = await startTlsHttp({ cert: good.cert, key: good.keyPem }, (request, response) => {
      seen.push(request.headers.cookie);
      if (request.url === "/") response.writeHead(302, { location: "/1", "set-cookie": ["a=1", "b=2"] });
      else if (request.url === "/1") response.writeHead(302, { location: "/2", "set-cookie": ["a=; Max-Age=0", "b=3"] });
      else response.writeHead(302, { location: `http://127.0.0.1:${plain.port}/` });
      response.end();
    });
    const check = httpCheck(`https://127.0.0.1:${secure.port}/`, { http: { tls: { verify: true, ca: root.cert } } });
    await runCheck(check, runOptions());
    expect(seen).toEqual([undefined, "a=1; b=2", "b=3", undefined]);
  });

  it("53. send no cookie back that is over, however the server says so", async () => {
    const ended = [
      "Expires=Thu, 01-Jan-1970 00:00:01 GMT",
      "expires=Wed, 01 Jan 2020 00:00:00 GMT; path=/",
      "Max-Age=-1; Expires=Fri, 01 Jan 2100 00:00:00 GMT",
      "max-age=0",
    ];
    const good = ["Expires=Fri, 01 Jan 2100 00:00:00 GMT", "Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "Expires=never"];
    let seen: string | undefined;
    await using server = await startHttp((request, response) => {
      seen = request.headers.cookie;
      const cookies = [
        ...ended.map((end, index) => `gone${index}=1; ${end}`),
        ...good.map((end, index) => `kept${index}=1; ${end}`),
      ];
      if (request.url === "/") response.writeHead(302, { location: "/1", "set-cookie": cookies });
      response.end();
    });
    await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`), runOptions());
    expect(seen).toBe("kept0=1; kept1=1; kept2=1");
  });

  it("53. send a cookie below its path only, and back to it after a way around", async () => {
    const seen: (string | undefined)[] = [];
    const next: Readonly<Record<string, string>> = { "/app/login": "/app/home", "/app/home": "/other", "/other": "/app" };
    await using server = await startHttp((request, response) => {
      seen.push(request.headers.cookie);
      const cookies = ["all=1; Path=/", "folder=2", "login=3; path=/app/login", "apple=4; Path=/ap", "bad=5; Path=app"];
      const location = next[request.url ?? ""];
      if (location === undefined) response.end();
      else response.writeHead(302, { location, ...(request.url === "/app/login" && { "set-cookie": cookies }) }).end();
    });
    await runCheck(httpCheck(`http://127.0.0.1:${server.port}/app/login`), runOptions());
    expect(seen).toEqual([undefined, "folder=2; bad=5; all=1", "all=1", "folder=2; bad=5; all=1"]);
  });

  it("53. send a cookie that is Secure over https and not over http", async () => {
    const seen: (string | undefined)[] = [];
    await using plain = await startHttp((request, response) => {
      seen.push(`http ${request.headers.cookie}`);
      const location = request.url === "/" ? "/1" : `https://127.0.0.1:${secure.port}/2`;
      response.writeHead(302, {
        location,
        "set-cookie": request.url === "/" ? ["a=1; Secure; HttpOnly", "b=2", "c=3;secure"] : [],
      });
      response.end();
    });
    await using secure = await startTlsHttp({ cert: good.cert, key: good.keyPem }, (request, response) => {
      seen.push(`https ${request.headers.cookie}`);
      response.end();
    });
    const http = { tls: { verify: true, ca: root.cert } };
    await runCheck(httpCheck(`http://127.0.0.1:${plain.port}/`, { http }), runOptions());
    expect(seen).toEqual(["http undefined", "http b=2", "https a=1; b=2; c=3"]);
  });

  it("53. take no credential of any name to another origin, but cookies along on the same host", async () => {
    const seen: IncomingHttpHeaders[] = [];
    await using other = await startHttp((request, response) => {
      seen.push(request.headers);
      response.end();
    });
    await using first = await startHttp((request, response) => {
      if (request.url === "/") response.writeHead(302, { location: "/two", "set-cookie": ["a=1; Path=/", "b=2; HttpOnly"] });
      else response.writeHead(302, { location: `http://localhost:${other.port}/` });
      if (request.url !== "/") seen.push(request.headers);
      response.end();
    });
    const headers = { Authorization: "Bearer abcdefgh", "X-Api-Key": "k", Accept: "text/plain" };
    await runCheck(httpCheck(`http://127.0.0.1:${first.port}/`, { http: { headers } }), runOptions());
    expect(seen[0]).toMatchObject({ authorization: "Bearer abcdefgh", cookie: "a=1; b=2" });
    expect(seen[1]).toMatchObject({ accept: "text/plain" });
    expect(Object.keys(seen[1] ?? {})).not.toEqual(expect.arrayContaining(["authorization"]));
    expect(seen[1]).not.toHaveProperty("x-api-key");
    expect(seen[1]).not.toHaveProperty("cookie");
  });

  it.each([
    [302, "GET", ""],
    [303, "GET", ""],
    [307, "POST", "data"],
    [308, "POST", "data"],
  ])("54. a POST answered by %i goes on as %s", async (code, method, body) => {
    let seen = "";
    await using server = await startHttp((request, response) => {
      if (request.url === "/") return void response.writeHead(code, { location: "/next" }).end();
      seen = `${request.method} `;
      request.on("data", (chunk) => {
        seen += chunk;
      });
      request.on("end", () => response.end());
    });
    await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`, { http: { method: "POST", body: "data" } }), runOptions());
    expect(seen).toBe(`${method} ${body}`);
  });

  it("56. are counted afresh in every run", async () => {
    await using server = await startHttp((request, response) =>
      request.url === "/" ? response.writeHead(302, { location: "/next" }).end() : response.end(),
    );
    const check = httpCheck(`http://127.0.0.1:${server.port}/`);
    for (let run = 0; run < 3; run++) expect((await runCheck(check, runOptions())).facts.redirects).toBe(1);
  });

  it("read an address in raw UTF-8 as what it means", async () => {
    const seen: (string | undefined)[] = [];
    await using server = await startHttp((request, response) => {
      seen.push(request.url);
      const location = Buffer.from("/검사").toString("latin1");
      if (request.url === "/") response.writeHead(302, { location }).end();
      else response.end();
    });
    await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`), runOptions());
    expect(seen).toEqual(["/", "/%EA%B2%80%EC%82%AC"]);
  });

  it("to a very long address fill no message", async () => {
    await using server = await startHttp((request, response) =>
      request.url === "/" ? response.writeHead(302, { location: `/${"x".repeat(12_000)}` }).end() : response.end(),
    );
    const outcome = await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`), runOptions());
    expect(outcome).toMatchObject({ status: "up" });
    expect(JSON.stringify(outcome).length).toBeLessThan(5_000);
  });

  it.each(["ftp://x/", "http://", "http://127.0.0.1:0/", "javascript:alert(1)"])("to %s are malformed", async (location) => {
    await using server = await startHttp((_, response) => response.writeHead(302, { location }).end());
    const outcome = await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`), runOptions());
    expect(outcome).toMatchObject({ failure: { code: "response-malformed" } });
  });
});
