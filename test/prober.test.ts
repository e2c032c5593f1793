/** The prober as it is deployed: the real bundle with its manifest beside it, against a CloudWatch that speaks the real protocol. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ProbeAnswer } from "../lib/aws/probe-request.ts";
import { bundle } from "../lib/constructs/handler-bundle.ts";
import type { Check } from "../lib/core/model/check.ts";
import type { Manifest } from "../lib/core/model/shard.ts";
import { accessDenied, startCloudWatch, throttled } from "./kit/aws/cloudwatch.ts";
import { useAwsEnvironment } from "./kit/aws/environment.ts";
import { type HttpStandIn, startHttpServer } from "./kit/aws/http-server.ts";

const SHARD = "region-1m-0";
const MINUTE_EPOCH_MS = Math.floor(Date.now() / 60_000) * 60_000;
/** Not the first run of an hour, of which good ones are logged too. */
const DUE_EPOCH_MS = MINUTE_EPOCH_MS % 3_600_000 === 0 ? MINUTE_EPOCH_MS - 60_000 : MINUTE_EPOCH_MS;
const EVENT = { shard: SHARD, scheduledTime: new Date(DUE_EPOCH_MS).toISOString() };
const FOLDER = mkdtempSync(join(tmpdir(), "bongsu-prober-"));

let site: HttpStandIn;
let deployments = 0;

beforeAll(async () => {
  site = await startHttpServer((_, response) => response.end("ok"));
});

afterAll(async () => {
  await site[Symbol.asyncDispose]();
  rmSync(FOLDER, { recursive: true });
});

type Handler = (event: unknown, context: { getRemainingTimeInMillis(): number }) => Promise<ProbeAnswer | undefined>;

/** A fresh container: the bundle in a folder of its own. */
function deploy(manifest: unknown): Handler {
  deployments += 1;
  const folder = join(FOLDER, String(deployments));
  for (const { path, contents } of bundle().files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents);
  }
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  // Node loads it as Lambda does; `import` here would be the test runner's own.
  const loaded: { handler: Handler } = createRequire(import.meta.url)(join(folder, "prober.mjs"));
  return loaded.handler;
}

function checkOf(id: string, url: string): Check {
  return {
    id,
    group: "acme",
    title: id,
    kind: "http",
    target: { url, method: "GET", headers: {}, redirects: 0, ip: "any", tls: { verify: true } },
    everyMs: 60_000,
    timeoutMs: 2_000,
    from: ["region"],
    notify: [],
    expect: [{ fact: "status", matcher: { op: "oneOf", values: [{ from: 200, to: 299 }] } }],
    slow: [],
    alarm: { badDatapoints: 2, ofDatapoints: 3 },
    dependsOn: [],
  };
}

function manifestOf(...checks: Check[]): Manifest {
  return { schemaVersion: 1, deployment: "acme", shards: [{ name: SHARD, vantage: "region", everyMs: 60_000, checks }] };
}

function awsEnvironment(cloudWatchUrl: string): Disposable {
  return useAwsEnvironment({
    AWS_REGION: "eu-west-1",
    AWS_ENDPOINT_URL: cloudWatchUrl,
    AWS_ACCESS_KEY_ID: "ASIATEST",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_SESSION_TOKEN: "token",
  });
}

/** Runs the handler with so much time left, and gives what it wrote to its log. */
async function invoke(handler: Handler, { event = EVENT as unknown, timeoutMs = 10_000 } = {}): Promise<unknown[]> {
  const written: string[] = [];
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => written.push(String(chunk)) > 0);
  const endMs = performance.now() + timeoutMs;
  try {
    await handler(event, { getRemainingTimeInMillis: () => endMs - performance.now() });
  } finally {
    stdout.mockRestore();
  }
  return written.flatMap((text) => text.trimEnd().split("\n")).map((line): unknown => JSON.parse(line));
}

describe("an invocation of the prober", () => {
  it("publishes what it measured for the time at which it was due, and logs what failed", async () => {
    await using cloudWatch = await startCloudWatch();
    using _ = awsEnvironment(cloudWatch.origin);
    const handler = deploy(manifestOf(checkOf("acme/good", site.origin), checkOf("acme/bad", "http://127.0.0.1:9/")));
    const records = await invoke(handler);
    expect(cloudWatch.requests).toHaveLength(1);
    const published = cloudWatch.taken().map(({ MetricName, Dimensions, Value, Timestamp }) => {
      expect(Timestamp * 1_000).toBe(DUE_EPOCH_MS);
      return [MetricName, Dimensions.map((dimension) => dimension.Value).join(" "), MetricName.endsWith("Ms") ? "any" : Value];
    });
    expect(published.toSorted()).toEqual(
      [
        ["Heartbeat", `acme ${SHARD} eu-west-1`, 1],
        ["LatencyMs", "acme acme/good eu-west-1", "any"],
        ["LoopLagMs", `acme ${SHARD} eu-west-1`, "any"],
        ["Missed", `acme ${SHARD} eu-west-1`, 0],
        ["Unknown", `acme ${SHARD} eu-west-1`, 0],
        ["Up", "acme acme/bad eu-west-1", 0],
        ["Up", "acme acme/good eu-west-1", 1],
      ].toSorted(),
    );
    expect(records).toEqual([
      expect.objectContaining({
        bongsu: "outcome",
        check: "acme/bad",
        status: "down",
        failure: expect.objectContaining({ code: "connect-refused" }),
      }),
    ]);
  });

  it("publishes slowness of the checks that say what is slow, and of no others", async () => {
    await using cloudWatch = await startCloudWatch();
    using _ = awsEnvironment(cloudWatch.origin);
    const slow = [{ fact: "total", matcher: { op: "above", value: 0 } }] as const;
    const handler = deploy(manifestOf(checkOf("acme/good", site.origin), { ...checkOf("acme/late", site.origin), slow }));
    await invoke(handler);
    const told = cloudWatch.taken().filter(({ MetricName }) => MetricName === "Slow");
    expect(told.map(({ Dimensions, Value }) => [Dimensions[1]?.Value, Value])).toEqual([["acme/late", 1]]);
  });

  it("publishes the phases of the checks whose metrics are full, as far as they came to an end, and of no others", async () => {
    await using cloudWatch = await startCloudWatch();
    using _ = awsEnvironment(cloudWatch.origin);
    const full = { metricForm: "full" } as const;
    const manifest = manifestOf(
      checkOf("acme/plain", site.origin),
      { ...checkOf("acme/good", site.origin), ...full },
      { ...checkOf("acme/bad", "http://127.0.0.1:9/"), ...full },
    );
    await invoke(deploy(manifest));
    const told = cloudWatch.taken().filter(({ MetricName }) => MetricName === "PhaseMs");
    const dimensions = told.map(({ Dimensions }) => Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join(" "));
    expect(dimensions).toEqual(
      ["connect", "server", "transfer"].map((phase) => `Deployment=acme Check=acme/good Location=eu-west-1 Phase=${phase}`),
    );
  });

  it("serves the next one in the same container", async () => {
    await using cloudWatch = await startCloudWatch();
    using _ = awsEnvironment(cloudWatch.origin);
    const handler = deploy(manifestOf(checkOf("acme/good", site.origin)));
    await invoke(handler);
    await invoke(handler);
    expect(cloudWatch.taken().filter((metric) => metric.MetricName === "Up")).toHaveLength(2);
  });

  it.each([
    { outage: "refuses", answer: accessDenied, reason: "AccessDenied" },
    { outage: "throttles", answer: throttled, reason: "Throttling" },
    { outage: "hangs", answer: "hang", reason: "did not answer in time" },
  ] as const)("ends well before its deadline and logs every sample when CloudWatch $outage", async ({ answer, reason }) => {
    await using cloudWatch = await startCloudWatch();
    cloudWatch.answerWith(() => answer);
    using _ = awsEnvironment(cloudWatch.origin);
    const handler = deploy(manifestOf(checkOf("acme/good", site.origin)));
    const records = await invoke(handler, { timeoutMs: 4_500 });
    expect(records).toEqual([
      { bongsu: "undelivered", count: 6, reason: expect.stringContaining(reason), samples: expect.any(Array) },
    ]);
  });

  it.each([
    [{ shard: "vpc-1m-0", scheduledTime: EVENT.scheduledTime }, 'no shard "vpc-1m-0"'],
    [{}, "The event names no shard"],
    [undefined, "The event names no shard"],
  ])("rejects the event %o, so that Lambda counts an error", async (event, reason) => {
    using _ = awsEnvironment("http://127.0.0.1:9");
    const handler = deploy(manifestOf());
    await expect(handler(event, { getRemainingTimeInMillis: () => 10_000 })).rejects.toThrow(reason);
  });

  it("rejects a manifest that it cannot read", async () => {
    using _ = awsEnvironment("http://127.0.0.1:9");
    const handler = deploy({ schemaVersion: 7 });
    await expect(handler(EVENT, { getRemainingTimeInMillis: () => 10_000 })).rejects.toThrow("deploy again");
  });
});

describe("a request to probe now", () => {
  it("is answered with an outcome of each check that is known, published nowhere and logged nowhere", async () => {
    await using cloudWatch = await startCloudWatch();
    using _ = awsEnvironment(cloudWatch.origin);
    const handler = deploy(manifestOf(checkOf("acme/good", site.origin), checkOf("acme/bad", "http://127.0.0.1:9/")));
    const answer = await answerOf(handler, { probe: ["acme/bad", "acme/gone", "acme/good"] });
    expect(answer.outcomes.map(({ check, status, location }) => [check, status, location])).toEqual([
      ["acme/good", "up", "eu-west-1"],
      ["acme/bad", "down", "eu-west-1"],
    ]);
    expect(cloudWatch.requests).toEqual([]);
  });

  it("is answered before the prober's own end, with what could not be run as unknown", async () => {
    const silent = await startHttpServer(() => {});
    using _ = awsEnvironment("http://127.0.0.1:9");
    const handler = deploy(manifestOf({ ...checkOf("acme/silent", silent.origin), timeoutMs: 60_000 }));
    const answer = await answerOf(handler, { probe: ["acme/silent"] }, 3_100);
    expect(answer.outcomes).toMatchObject([{ status: "unknown", failure: { code: "prober-out-of-time" } }]);
    await silent[Symbol.asyncDispose]();
  });

  it("is refused when it is malformed", async () => {
    using _ = awsEnvironment("http://127.0.0.1:9");
    const handler = deploy(manifestOf());
    await expect(answerOf(handler, { probe: "acme/good" })).rejects.toThrow("no list of 1 to 20 checks");
  });

  async function answerOf(handler: Handler, event: unknown, timeoutMs = 10_000): Promise<ProbeAnswer> {
    const stdout = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
    const endMs = performance.now() + timeoutMs;
    try {
      const answer = await handler(event, { getRemainingTimeInMillis: () => endMs - performance.now() });
      expect(stdout).not.toHaveBeenCalled();
      return answer ?? { outcomes: [] };
    } finally {
      stdout.mockRestore();
    }
  }
});

describe("the bundle of the prober", () => {
  it("holds nothing that only configuration, commands and deployment need", () => {
    const packages = bundle().inputs.filter((input) => /node_modules\/(zod|yaml|commander|aws-cdk-lib|constructs)\//.test(input));
    expect(packages).toEqual([]);
    expect(bundle().inputs).toContain("lambda/prober.ts");
  });
});
