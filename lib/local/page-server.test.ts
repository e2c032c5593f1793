import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { serveBoard } from "../../test/kit/boards.ts";
import { aCheck, aDownOutcome, anOutcome } from "../../test/kit/outcomes.ts";
import { SimulatedClock } from "../../test/kit/simulated-clock.ts";
import type { Story } from "../core/model/story.ts";
import { systemClock } from "../core/time/clock.ts";
import { startPageServer } from "./page-server.ts";

const checks = [aCheck({ title: `<script>alert("x")</script>` }), aCheck({ id: "acme/login" })];

interface Asked {
  readonly path?: string;
  readonly host?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends a request with any Host header, which fetch does not allow. */
function ask(port: number, asked: Asked): Promise<{ status: number; body: string; location: string | undefined }> {
  const { path = "/", host = `127.0.0.1:${port}`, method = "GET", headers = {} } = asked;
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: "127.0.0.1", path, method, headers: { host, ...headers } }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => {
        body += text;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body, location: response.headers.location }));
    });
    sent.on("error", reject).end(asked.body);
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

function aStory(): Story {
  const sinceEpochMs = Date.UTC(2026, 10, 22, 8, 21);
  const members = ["acme/checkout", "acme/refunds"].map((check) => ({ check, topic: "down", sinceEpochMs }));
  return {
    ...{ type: "down", deployment: "acme", incident: "k7f2", sequence: 1, severity: "critical", timezone: "Asia/Seoul" },
    ...{ sinceEpochMs, toldAtEpochMs: sinceEpochMs, root: { kind: "check", name: "acme/checkout" }, members, memberCount: 2 },
    lead: { id: "acme/checkout", title: "Checkout", location: "local", outcome: aDownOutcome() },
    diagnosis: { findings: [], ruledOut: [], rejected: [] },
    ...{ fine: [], fineCount: 0, links: {} },
  };
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

  describe("asked to run a check", () => {
    const own = { "sec-fetch-site": "same-origin" };
    const post = { method: "POST", path: "/run" };

    it("passes it on from its own page, one or all, and leads back to the list", async () => {
      const asked: string[][] = [];
      await using served = await serveBoard(checks, undefined, { runNow: (ids) => asked.push([...ids]) });
      for (const body of ["check=acme%2Flogin", "check="]) {
        expect((await ask(served.page.port, { ...post, headers: own, body })).status).toBe(303);
      }
      expect(asked).toEqual([["acme/login"], ["acme/checkout", "acme/login"]]);
    });

    it("leads back in the language of the reader, which the page without script asks it to keep", async () => {
      await using served = await serveBoard(checks, undefined, { runNow: () => {} });
      const { port } = served.page;
      for (const [from, back] of [
        ["/", "/"],
        ["/?lang=ko", "/?lang=ko"],
      ]) {
        const { body } = await ask(port, { path: from ?? "" });
        const path = /<form id="run" method="post" action="([^"]*)"/.exec(body)?.[1] ?? "";
        expect((await ask(port, { ...post, path, headers: own, body: "check=" })).location).toBe(back);
      }
      const foreign = { ...post, path: "/run?lang=%0D%0Ax", headers: own, body: "check=" };
      expect((await ask(port, foreign)).location).toBe("/");
    });

    it("refuses other sites, unknown checks, long bodies, and where nobody runs anything", async () => {
      const asked: unknown[] = [];
      await using served = await serveBoard(checks, undefined, { runNow: (ids) => asked.push(ids) });
      const { port } = served.page;
      for (const headers of [{}, { "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "none" }]) {
        expect((await ask(port, { ...post, headers, body: "check=acme%2Flogin" })).status).toBe(403);
      }
      expect((await ask(port, { ...post, headers: own, body: "check=unknown" })).status).toBe(404);
      await expect(ask(port, { ...post, headers: own, body: "x".repeat(100_000) })).rejects.toThrow();
      await using idle = await serveBoard(checks);
      expect((await ask(idle.page.port, { ...post, headers: own })).status).toBe(404);
      expect(asked).toEqual([]);
    });
  });

  it("gives only what stands beside the list to a script that has the rest", async () => {
    await using served = await serveBoard(checks, (add) => add(aDownOutcome()));
    const { body } = await ask(served.page.port, { path: "/c/acme/checkout?part=drawer&lang=ko" });
    expect(body).toMatch(/^<article/);
    expect(body).toContain("다음 할 일");
    const unknown = await ask(served.page.port, { path: "/preview/acme/unknown?part=drawer" });
    expect(unknown.status).toBe(404);
  });

  it("speaks the language of the deployment, and another one where the address says so", async () => {
    await using served = await serveBoard(checks, (add) => add(anOutcome()), { language: "ko" });
    const { port } = served.page;
    expect((await ask(port, {})).body).toContain("데이터 없음 1, 정상 1.");
    const english = (await ask(port, { path: "/?lang=en" })).body;
    expect(english).toContain("1 without data, 1 fine.");
    expect(english).toContain('href="/c/acme/login?lang=en"');
    expect((await ask(port, { path: "/?lang=xx" })).body).toContain('<html lang="ko">');
  });

  it("shows an incident while it is open, beside the list and with its check, and pushes both", async () => {
    await using served = await serveBoard(checks, (add) => add(aDownOutcome()));
    const { port, url } = served.page;
    const events = await fetch(eventsUrl(url, (await ask(port, {})).body));
    served.board.noteStory(aStory());
    const { data } = await nextEvent(events, "update");
    expect(JSON.stringify(data.parts)).toContain("k7f2");
    const details = (await ask(port, { path: "/c/acme/checkout?part=drawer" })).body;
    expect(details).toContain("DOWN too: acme/refunds");
    served.board.noteStory({ ...aStory(), type: "resolved", about: "down" });
    expect((await ask(port, {})).body).toContain('<section id="incidents" hidden>');
  });

  it("takes every time from the injected clock", async () => {
    const clock = new SimulatedClock(Date.UTC(2031, 0, 1, 12));
    await using served = await serveBoard([aCheck()], (add) => add(anOutcome(), 20_000), { clock });
    const markup = (await ask(served.page.port, {})).body;
    expect(markup).toContain(`data-now="${clock.epochMs()}"`);
    expect(markup).toContain(`data-due="${clock.epochMs() + 40_000}">next 21:00:40<`);
    const events = await fetch(eventsUrl(served.page.url, markup));
    await clock.advance(7_000);
    const { data } = await nextEvent(events, "clock");
    expect(data).toBe(Date.UTC(2031, 0, 1, 12, 0, 7));
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
    expect(Object.keys(data.parts ?? {})).toEqual(["headline", "incidents", "summary-acme", "row-acme_2Fcheckout"]);
    expect(JSON.stringify(data.parts)).toContain("DOWN");
  });

  it("brings a page that was away up to date from where it stopped", async () => {
    await using served = await serveBoard(checks);
    const url = eventsUrl(served.page.url, await (await fetch(served.page.url)).text());
    served.add(anOutcome());
    const { id } = await nextEvent(await fetch(url), "update");
    served.add(anOutcome({ check: "acme/login" }));
    const { data } = await nextEvent(await fetch(url, { headers: { "last-event-id": id } }), "update");
    expect(Object.keys(data.parts ?? {})).toEqual(["headline", "incidents", "summary-acme", "row-acme_2Flogin"]);
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
