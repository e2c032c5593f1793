import type { RequestListener } from "node:http";
import { describe, expect, it } from "vitest";
import { metricsCheck, runOptions } from "../../../../test/kit/checks.ts";
import { startHttp } from "../../../../test/kit/servers.ts";
import type { Check } from "../../model/check.ts";
import type { Outcome } from "../../model/outcome.ts";
import { runCheck } from "../../run/run-check.ts";
import { systemClock } from "../../time/clock.ts";
import type { MetricsTarget, SeriesChoice } from "./target.ts";

const TEXT = "text/plain; version=0.0.4; charset=utf-8";
const HEALTH = "application/vnd.spring-boot.actuator.v3+json";
const PAGE = `# TYPE jvm_threads_live_threads gauge
jvm_threads_live_threads 41.0
jvm_threads_states_threads{state="blocked",} 3.0
jvm_threads_states_threads{state="runnable",} 12.0
process_start_time_seconds 1.7E9
`;
const healthIsUp = { fact: "health", matcher: { op: "oneOf", values: ["UP"] } } as const;

function choose(name: string, part: Partial<SeriesChoice> = {}): SeriesChoice {
  return { name, labels: {}, fold: "sum", ...part };
}

const threads = { threads: choose("jvm_threads_live_threads") };

interface Asking {
  readonly metrics?: Partial<MetricsTarget>;
  readonly path?: string;
  readonly check?: Partial<Check>;
  readonly now?: number;
}

async function ask(onRequest: RequestListener, { metrics, path = "/metrics", check, now }: Asking = {}): Promise<Outcome> {
  await using server = await startHttp(onRequest);
  const url = `http://127.0.0.1:${server.port}${path}`;
  const clock = now === undefined ? systemClock : { ...systemClock, epochMs: () => now };
  return await runCheck(
    metricsCheck(url, { everyMs: 2_001, ...check, metrics: { series: threads, ...metrics } }),
    runOptions({ clock }),
  );
}

function answer(text: string, type = TEXT, status = 200): RequestListener {
  return (_, response) => response.writeHead(status, { "content-type": type }).end(text);
}

describe("a page of Prometheus", () => {
  it("gives one fact a series, the start of the process, and the phases", async () => {
    const blocked = choose("jvm_threads_states_threads", { labels: { state: "blocked" } });
    const outcome = await ask(answer(PAGE), {
      metrics: { series: { ...threads, blocked, most: choose("jvm_threads_states_threads", { fold: "max" }) } },
    });
    expect(outcome).toMatchObject({
      status: "up",
      facts: { threads: 41, blocked: 3, most: 12, startedAtEpochMs: 1.7e12, status: 200, address: "127.0.0.1" },
    });
    expect(outcome.phases.map(({ phase }) => phase)).toEqual(["connect", "server", "transfer"]);
    expect(outcome.facts).not.toHaveProperty("ageMs");
  });

  it("is judged by the names that the check has given", async () => {
    const few = { fact: "threads", matcher: { op: "below", value: 40 } } as const;
    expect(await ask(answer(PAGE), { check: { expect: [few] } })).toMatchObject({
      status: "down",
      failure: { code: "expectation-unmet", message: "expected threads < 40, got 41" },
    });
    expect(await ask(answer(PAGE), { check: { slow: [few] } })).toMatchObject({ status: "up" });
  });

  it("without the series fails and names the nearest", async () => {
    expect(await ask(answer(PAGE), { metrics: { series: { it: choose("jvm_threads_live_thread") } } })).toMatchObject({
      status: "down",
      failure: {
        phase: "transfer",
        code: "series-missing",
        message: "there is no series jvm_threads_live_thread: the nearest name is jvm_threads_live_threads",
      },
    });
  });

  it("that was pushed too long ago is not judged, and its values are not told", async () => {
    const page = 'push_time_seconds{job="sms"} 1000\njvm_threads_live_threads{job="sms"} 41\n';
    const fresh = await ask(answer(page), { now: 1_060_000 });
    expect(fresh).toMatchObject({ status: "up", facts: { threads: 41, ageMs: 60_000 } });
    const stale = await ask(answer(page), { now: 1_000_000 + 180_001 });
    expect(stale).toMatchObject({ status: "down", failure: { code: "metrics-stale" }, facts: { ageMs: 180_001 } });
    expect(stale.facts).not.toHaveProperty("threads");
  });

  it("of Actuator is asked for the named series only, and for all when one is missing", async () => {
    const asked: string[] = [];
    const filtering: RequestListener = (request, response) => {
      asked.push(request.url ?? "");
      const names = new URL(request.url ?? "", "http://x").searchParams.get("includedNames")?.split(",");
      const lines = PAGE.split("\n").filter((line) => names?.some((name) => line.startsWith(`${name} `)) ?? true);
      response.writeHead(200, { "content-type": TEXT }).end(`${lines.join("\n")}\n`);
    };
    const path = "/actuator/prometheus";
    expect(await ask(filtering, { path })).toMatchObject({ status: "up", facts: { threads: 41 } });
    expect(asked).toEqual(["/actuator/prometheus?includedNames=jvm_threads_live_threads%2Cprocess_start_time_seconds"]);
    asked.length = 0;
    const outcome = await ask(filtering, { path, metrics: { series: { it: choose("jvm_threads_life_threads") } } });
    expect(outcome.failure?.message).toMatch(/the nearest name is jvm_threads_live_threads$/);
    expect(asked).toHaveLength(2);
    expect(asked[1]).toBe("/actuator/prometheus");
  });

  it("is asked for in the text form, with the headers of the check", async () => {
    let accept = "";
    let key = "";
    const look: RequestListener = (request, response) => {
      accept = request.headers.accept ?? "";
      key = String(request.headers["x-key"]);
      answer(PAGE)(request, response as Parameters<RequestListener>[1]);
    };
    await ask(look, { metrics: { headers: { "X-Key": "k" } } });
    expect([accept, key]).toEqual(["text/plain;version=0.0.4, application/json;q=0.5", "k"]);
  });

  it("of OpenMetrics that breaks off is incomplete", async () => {
    expect(await ask(answer(PAGE, "application/openmetrics-text; version=1.0.0"))).toMatchObject({
      failure: { phase: "transfer", code: "body-incomplete" },
    });
  });

  it("that is larger than 5 MB is not read", async () => {
    expect(await ask(answer(`# ${"x".repeat(5_242_880)}\n`))).toMatchObject({ failure: { code: "body-too-large" } });
  });
});

describe("an address without metrics", () => {
  it.each([
    [401, "auth-failed", /shows its metrics only to those whom it knows \(status 401\)$/],
    [403, "auth-failed", /status 403/],
    [404, "protocol-error", /status 404 and no metrics: is the endpoint exposed\?$/],
    [500, "protocol-error", /status 500 and no metrics$/],
  ])("that answers with %d is told as such", async (status, code, message) => {
    expect(await ask(answer("no", "text/html", status))).toMatchObject({
      status: "down",
      facts: { status },
      failure: { phase: "server", code, message: expect.stringMatching(message) },
    });
  });

  it("that answers with a page for people says so, and shows it", async () => {
    const outcome = await ask(answer("<html><title>Log in</title></html>", "text/html"));
    expect(outcome).toMatchObject({ failure: { code: "protocol-error" }, evidence: { body: expect.stringContaining("Log in") } });
  });

  it("that shows series of which the check names none is no health document", async () => {
    const outcome = await ask(answer(PAGE), { metrics: { series: {} } });
    expect(outcome).toMatchObject({ failure: { code: "protocol-error", message: expect.stringContaining("names no series") } });
    expect(outcome.evidence).not.toHaveProperty("body");
  });

  it("that answers with a health document has no series", async () => {
    expect(await ask(answer('{"status":"UP"}', HEALTH))).toMatchObject({ failure: { code: "series-missing" } });
  });
});

describe("a health document", () => {
  const well: Asking = { metrics: { series: {} }, check: { expect: [healthIsUp] } };

  it("says that all is well", async () => {
    expect(await ask(answer('{"status":"UP"}', HEALTH), well)).toMatchObject({ status: "up", facts: { health: "UP" } });
  });

  it.each([503, 200])("decides by its word and names what is not well, also with status %d", async (status) => {
    const document = {
      status: "DOWN",
      components: { db: { status: "DOWN", details: { error: "no connection" } }, ping: { status: "UP" } },
    };
    expect(await ask(answer(JSON.stringify(document), HEALTH, status), well)).toMatchObject({
      status: "down",
      facts: { health: "DOWN", status },
      failure: { code: "expectation-unmet", message: 'expected health == "UP", got "DOWN" (db is DOWN (no connection))' },
    });
  });

  it("may be expected to say something else", async () => {
    const either = { fact: "health", matcher: { op: "oneOf", values: ["UP", "UNKNOWN"] } } as const;
    const check = { expect: [either] };
    expect(await ask(answer('{"status":"UNKNOWN"}', HEALTH), { ...well, check })).toMatchObject({ status: "up" });
  });
});

describe("a metrics document of Actuator", () => {
  it("gives its measurements by their statistic", async () => {
    const document = { name: "jvm.threads.live", measurements: [{ statistic: "VALUE", value: 23 }], availableTags: [] };
    const outcome = await ask(answer(JSON.stringify(document), HEALTH), { metrics: { series: { threads: choose("VALUE") } } });
    expect(outcome).toMatchObject({ status: "up", facts: { threads: 23 } });
  });
});
