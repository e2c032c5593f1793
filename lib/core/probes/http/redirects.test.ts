import type { IncomingHttpHeaders } from "node:http";
import { describe, expect, it } from "vitest";
import { httpCheck, runOptions } from "../../../../test/kit/checks.ts";
import { startHttp } from "../../../../test/kit/servers.ts";
import { runCheck } from "../../run/run-check.ts";

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
    const check = httpCheck(`http://127.0.0.1:${server.port}/`, { http: { redirects: 3 }, timeoutMs: 900, everyMs: 901 });
    const outcome = await runCheck(check, runOptions());
    expect(outcome).toMatchObject({
      status: "down",
      failure: { code: "too-many-redirects" },
      facts: { status: 302, redirects: 3 },
    });
    expect(requests).toBe(4);
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

  it("to something that is no http address are malformed", async () => {
    await using server = await startHttp((_, response) => response.writeHead(302, { location: "ftp://x/" }).end());
    const outcome = await runCheck(httpCheck(`http://127.0.0.1:${server.port}/`), runOptions());
    expect(outcome).toMatchObject({ failure: { code: "response-malformed" } });
  });
});
