import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { serveBoard } from "../../test/kit/boards.ts";
import { aCheck, aDownOutcome, anOutcome } from "../../test/kit/outcomes.ts";
import { systemClock } from "../core/time/clock.ts";
import { startPageServer } from "./page-server.ts";

const checks = [aCheck({ title: `<script>alert("x")</script>` }), aCheck({ id: "acme/login" })];

/** Sends a request with any Host header, which fetch does not allow. */
function ask(
  port: number,
  options: { path?: string; host?: string; method?: string },
): Promise<{ status: number; body: string }> {
  const { path = "/", host = `127.0.0.1:${port}`, method = "GET" } = options;
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: "127.0.0.1", path, method, headers: { host } }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => {
        body += text;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    });
    sent.on("error", reject).end();
  });
}

/** Reads server-sent events until one of the wished kind comes. */
async function nextEvent(response: Response, kind: string): Promise<{ id: string; data: Record<string, unknown> }> {
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    text += value ?? "";
    const found = text.split("\n\n").find((event) => event.includes(`event: ${kind}\n`) && event.includes("data: "));
    if (found !== undefined || done) {
      await reader.cancel();
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(found ?? "")?.[1] ?? "";
      return { id: field("id"), data: JSON.parse(field("data") || "{}") };
    }
  }
}

function eventsUrl(pageUrl: string, markup: string): string {
  const path = /data-events="([^"]*)"/.exec(markup)?.[1]?.replaceAll("&#38;", "&") ?? "";
  return pageUrl + path;
}

describe("the page server", () => {
  it("shows every check and escapes what comes from outside", async () => {
    await using served = await serveBoard(checks, (add) => add(aDownOutcome()));
    const markup = await (await fetch(served.page.url)).text();
    expect(markup).toContain("1 down, 1 without data.");
    expect(markup).toContain("&#60;script&#62;alert");
    expect(markup.match(/<script/g)).toHaveLength(1);
  });

  it("allows its own style and script by a nonce that no two answers share, and nothing else", async () => {
    await using served = await serveBoard(checks);
    const [one, other] = await Promise.all([fetch(served.page.url), fetch(served.page.url)]);
    const policy = one.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^default-src 'none'; style-src 'nonce-[^']+'; script-src 'nonce-[^']+'; connect-src 'self';/);
    expect(policy).not.toContain("unsafe");
    expect(policy).not.toBe(other.headers.get("content-security-policy"));
  });

  it("answers only to its own names, so that no other site can reach it through DNS", async () => {
    await using served = await serveBoard(checks);
    const { port } = served.page;
    expect((await ask(port, { host: `localhost:${port}` })).status).toBe(200);
    for (const host of [
      "evil.example",
      `evil.example:${port}`,
      "127.0.0.1",
      `127.0.0.1:${port + 1}`,
      `127.0.0.1:${port}.evil.example`,
    ]) {
      expect([host, (await ask(port, { host })).status]).toEqual([host, 421]);
    }
  });

  it("can only be read", async () => {
    await using served = await serveBoard(checks);
    for (const method of ["POST", "PUT", "DELETE", "PATCH"]) expect((await ask(served.page.port, { method })).status).toBe(405);
  });

  it("says that a page does not exist, however strange its address", async () => {
    await using served = await serveBoard(checks);
    for (const path of ["/nowhere", "/c/", "/c/unknown", "/c/%E0%A4%A", "//evil.example/", "/c/../../etc/passwd"]) {
      expect([path, (await ask(served.page.port, { path })).status]).toEqual([path, 404]);
    }
  });

  it("shows one check with expected and actual values, phases, answer and past failures", async () => {
    await using served = await serveBoard(checks, (add) => {
      add(aDownOutcome({ evidence: { body: "pool <50/50>" }, totalMs: 650 }));
    });
    const { status, body } = await ask(served.page.port, { path: "/c/acme/checkout" });
    expect(status).toBe(200);
    for (const text of ["status == 200", "503", "pool &#60;50/50&#62;", "server", "650 ms", "expectation-unmet"])
      expect(body).toContain(text);
  });

  it("gives its state to machines", async () => {
    await using served = await serveBoard(checks, (add) => add(aDownOutcome()));
    const state = JSON.parse((await ask(served.page.port, { path: "/api/state.json" })).body);
    expect(state).toMatchObject({ schemaVersion: 1, deployment: "acme", counts: { down: 1, slow: 0, none: 1, up: 0 } });
    expect(state.checks[0]).toMatchObject({ id: "acme/checkout", state: "down", latest: { status: "down" } });
    expect(state.checks[1]).toMatchObject({ id: "acme/login", state: "none" });
  });

  it("pushes the row that changed, and only that, to an open page", async () => {
    await using served = await serveBoard(checks, (add) => add(anOutcome()));
    const markup = await (await fetch(served.page.url)).text();
    const events = await fetch(eventsUrl(served.page.url, markup));
    served.add(aDownOutcome());
    const { data } = await nextEvent(events, "update");
    expect(data.title).toBe("✕1 ○1 bongsu");
    expect(Object.keys(data.parts ?? {})).toEqual(["headline", "row-acme_2Fcheckout"]);
    expect(JSON.stringify(data.parts)).toContain("DOWN");
  });

  it("brings a page that was away up to date from where it stopped", async () => {
    await using served = await serveBoard(checks);
    const url = eventsUrl(served.page.url, await (await fetch(served.page.url)).text());
    served.add(anOutcome());
    const { id } = await nextEvent(await fetch(url), "update");
    served.add(anOutcome({ check: "acme/login" }));
    const { data } = await nextEvent(await fetch(url, { headers: { "last-event-id": id } }), "update");
    expect(Object.keys(data.parts ?? {})).toEqual(["headline", "row-acme_2Flogin"]);
  });

  it("has a page of an earlier process load itself anew", async () => {
    await using served = await serveBoard(checks);
    const event = await nextEvent(await fetch(`${served.page.url}/events?since=another-process.7`), "reload");
    expect(event.data).toEqual({});
  });

  it("takes a bounded number of open pages", async () => {
    await using served = await serveBoard(checks);
    const url = eventsUrl(served.page.url, await (await fetch(served.page.url)).text());
    const stop = new AbortController();
    const answers = await Promise.all(Array.from({ length: 33 }, () => fetch(url, { signal: stop.signal })));
    expect(answers.map(({ status }) => status).filter((status) => status === 503)).toHaveLength(1);
    stop.abort();
  });

  it("takes the next port when the wished one is in use", async () => {
    await using served = await serveBoard(checks);
    const { board, page } = served;
    const context = { deployment: "acme", timezone: "UTC" };
    const second = await startPageServer({ board, context, clock: systemClock, port: page.port });
    if ("problem" in second) throw new Error(second.problem);
    expect(second.port).toBeGreaterThan(page.port);
    await second.close();
  });
});
