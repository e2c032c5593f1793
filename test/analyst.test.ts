/** The analyst as it is deployed: the real bundle with its manifest beside it, against a CloudWatch that keeps what it is given. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bundle, writeBundle } from "../lib/constructs/handler-bundle.ts";
import type { AnalystManifest } from "../lib/core/analysis/manifest.ts";
import { useAwsEnvironment } from "./kit/aws/environment.ts";
import { type HttpStandIn, startHttpServer } from "./kit/aws/http-server.ts";
import { type MetricStore, startMetricStore } from "./kit/aws/metric-store.ts";
import { metricsCheck } from "./kit/checks.ts";

const READING_MS = 300_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
const LOCATION = "eu-west-1";
const FOLDER = mkdtempSync(join(tmpdir(), "bongsu-analyst-"));

let cloudWatch: MetricStore;
let jvm: HttpStandIn;
let environment: Disposable;
let pools: number;
let dumps: number;
let deployments = 0;

beforeEach(async () => {
  pools = 40;
  dumps = 0;
  cloudWatch = await startMetricStore();
  jvm = await startHttpServer((_, response) => {
    dumps += 1;
    const threads = Array.from({ length: pools }, (_, pool) => ({
      threadName: `pool-${pool}-thread-1`,
      threadId: pool,
      threadState: "WAITING",
    }));
    response.end(JSON.stringify({ threads: threads.map((thread) => ({ ...thread, stackTrace: [] })) }));
  });
  environment = useAwsEnvironment({
    AWS_REGION: LOCATION,
    AWS_ENDPOINT_URL: cloudWatch.origin,
    AWS_ACCESS_KEY_ID: "ASIATEST",
    AWS_SECRET_ACCESS_KEY: "test",
  });
  vi.stubEnv("BONGSU_LOCATION_REGION", LOCATION);
  vi.stubEnv("BONGSU_LOCATION_VPC", `${LOCATION}/vpc`);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  environment[Symbol.dispose]();
  await cloudWatch[Symbol.asyncDispose]();
  await jvm[Symbol.asyncDispose]();
});

afterAll(() => rmSync(FOLDER, { recursive: true }));

type Handler = (event: unknown, context: { getRemainingTimeInMillis(): number }) => Promise<void>;

/** A fresh container: the bundle in a folder of its own. */
function deploy(manifest: unknown): Handler {
  deployments += 1;
  const folder = join(FOLDER, String(deployments));
  writeBundle(folder, bundle("analyst"));
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  // Node loads it as Lambda does; `import` here would be the test runner's own.
  const loaded: { handler: Handler } = createRequire(import.meta.url)(join(folder, "analyst.mjs"));
  return loaded.handler;
}

function manifest(): AnalystManifest {
  const threads = { name: "jvm_threads_live_threads", labels: {}, fold: "sum" } as const;
  const check = metricsCheck(`${jvm.origin}/metrics`, {
    ...{ id: "acme/app", leak: { series: "threads", limit: 2_000 } },
    metrics: { series: { threads }, threadDump: `${jvm.origin}/threaddump` },
  });
  const hours = [{ id: "acme/ticks", from: "vpc", everyMs: 60_000 }] as const;
  return { schemaVersion: 1, deployment: "acme", timezone: "UTC", leaks: [check], hours };
}

/** Runs the handler, and gives what it wrote to its log. */
async function invoke(handler: Handler, analysis: string, atEpochMs = NOW): Promise<unknown[]> {
  const written: string[] = [];
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => written.push(String(chunk)) > 0);
  const endMs = performance.now() + 10_000;
  try {
    await handler(
      { analysis, scheduledTime: new Date(atEpochMs).toISOString() },
      { getRemainingTimeInMillis: () => endMs - performance.now() },
    );
  } finally {
    stdout.mockRestore();
  }
  return written.flatMap((text) => text.trimEnd().split("\n")).map((line): unknown => JSON.parse(line));
}

interface Seeded {
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly everyMs: number;
  readonly days: number;
}

function seed({ metric, dimensions, everyMs, days }: Seeded, valueAt: (atEpochMs: number) => number): void {
  const Dimensions = Object.entries({ Deployment: "acme", ...dimensions }).map(([Name, Value]) => ({ Name, Value }));
  for (let atEpochMs = NOW - days * DAY_MS; atEpochMs < NOW + HOUR_MS; atEpochMs += everyMs) {
    cloudWatch.seed({ MetricName: metric, Dimensions, Timestamp: atEpochMs / 1_000, Value: valueAt(atEpochMs) });
  }
}

const ofThreads = {
  metric: "Value",
  dimensions: { Check: "acme/app", Location: LOCATION, Series: "threads" },
  everyMs: READING_MS,
  days: 8,
};
const flat = (atEpochMs: number) => 200 + ([0, 3, -2, 1, -3, 2][(atEpochMs / READING_MS) % 6] ?? 0);
const leaking = (atEpochMs: number) => flat(atEpochMs) + (5 * Math.max(0, atEpochMs - NOW + 3 * HOUR_MS)) / READING_MS;

function published() {
  return cloudWatch.published.map(({ MetricName, Dimensions, Value, Timestamp }) => {
    return {
      metric: MetricName,
      place: Dimensions.map(({ Name, Value: value }) => `${Name}=${value}`).join(" "),
      value: Value,
      at: Timestamp * 1_000,
    };
  });
}

describe("an invocation of the analyst", () => {
  it("publishes a leak with the time until its limit, takes two dumps in all, and says what grew", async () => {
    seed(ofThreads, leaking);
    const handler = deploy(manifest());
    const place = "Deployment=acme Check=acme/app Location=eu-west-1 Series=threads";
    const first = await invoke(handler, "leaks");
    const [suspected, minutes] = published();
    expect(suspected).toEqual({ metric: "LeakSuspected", place, value: 1, at: NOW });
    expect(minutes).toMatchObject({ metric: "MinutesUntilLimit", place, at: NOW });
    const trulyMinutes = ((2_000 - 200 - 5 * 36) / 5) * 5;
    expect(Math.abs((minutes?.value ?? 0) - trulyMinutes) / trulyMinutes).toBeLessThan(0.1);
    expect(first).toMatchObject([{ bongsu: "threads", check: "acme/app", moment: "opened", finding: { threads: 40 } }]);

    pools = 45;
    const second = await invoke(handler, "leaks", NOW + READING_MS);
    expect(second).toMatchObject([
      { bongsu: "threads", moment: "confirmed", finding: { sentences: [expect.stringContaining("5 more"), expect.anything()] } },
    ]);
    expect(await invoke(handler, "leaks", NOW + 2 * READING_MS)).toEqual([]);
    expect(dumps).toBe(2);
  });

  it("publishes 0 for what does not rise, and asks the application nothing", async () => {
    seed(ofThreads, flat);
    expect(await invoke(deploy(manifest()), "leaks")).toEqual([]);
    expect(published()).toMatchObject([{ metric: "LeakSuspected", value: 0 }]);
    expect(cloudWatch.reads).toHaveLength(1);
    expect(dumps).toBe(0);
  });

  it("publishes nothing while too little is known", async () => {
    expect(await invoke(deploy(manifest()), "leaks")).toEqual([]);
    expect(published()).toEqual([]);
  });

  it("publishes how many checks have a slow hour, and the hours of each", async () => {
    const dimensions = { Check: "acme/ticks", Location: `${LOCATION}/vpc` };
    const base = { dimensions, everyMs: 20 * 60_000, days: 8 };
    const hourOf = (atEpochMs: number) => new Date(atEpochMs).getUTCHours();
    seed({ ...base, metric: "LatencyMs" }, (at) => (hourOf(at) === 4 ? 800 : 90) + ((at / 60_000) % 7));
    seed({ ...base, metric: "Up" }, () => 1);
    expect(await invoke(deploy(manifest()), "hours")).toEqual([]);
    expect(published()).toEqual([
      { metric: "SlowHour", place: `Deployment=acme Check=acme/ticks Location=${LOCATION}/vpc`, value: 1, at: NOW },
      { metric: "SlowHour", place: "Deployment=acme", value: 1, at: NOW },
    ]);
  });

  it("rejects where it may read nothing, with the reason in its log", async () => {
    cloudWatch.failWith(() => ({ status: 403, code: "AccessDenied" }));
    await expect(invoke(deploy(manifest()), "leaks")).rejects.toThrow("No history could be read: AccessDenied");
    expect(published()).toEqual([]);
  });

  it.each([
    [{ analysis: "tides", scheduledTime: "2026-11-22T00:00:00Z" }, "names no analysis"],
    [{ analysis: "leaks", scheduledTime: "5" }, "no scheduledTime"],
    [undefined, "names no analysis"],
  ])("rejects the event %o, so that Lambda counts an error", async (event, reason) => {
    await expect(deploy(manifest())(event, { getRemainingTimeInMillis: () => 1_000 })).rejects.toThrow(reason);
  });

  it("rejects a manifest that it cannot read", async () => {
    await expect(invoke(deploy({ schemaVersion: 7 }), "leaks")).rejects.toThrow("deploy again");
  });
});

describe("the bundle of the analyst", () => {
  it("holds nothing that only configuration, commands and deployment need", () => {
    const { inputs, files } = bundle("analyst");
    expect(inputs.filter((input) => /node_modules\/(zod|yaml|commander|aws-cdk-lib|constructs|esbuild)\//.test(input))).toEqual(
      [],
    );
    const texts = files.map(({ contents }) => Buffer.from(contents).toString("utf8"));
    expect(texts.filter((text) => text.includes(process.cwd()))).toEqual([]);
  });
});
