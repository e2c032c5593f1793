import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  accessDenied,
  type CloudWatchStandIn,
  type PutMetricDataRequest,
  startCloudWatch,
  throttled,
} from "../../test/kit/aws/cloudwatch.ts";
import { useAwsEnvironment } from "../../test/kit/aws/environment.ts";
import { sampleOf, samplesOf } from "../../test/kit/aws/sample.ts";
import type { Sample } from "../core/model/metric.ts";
import type { Clock, MetricSink } from "../core/ports.ts";
import { systemClock } from "../core/time/clock.ts";
import { createCloudWatchSink } from "./cloudwatch.ts";
import { createCloudWatchClient } from "./cloudwatch-client.ts";
import { createCredentials } from "./credentials.ts";

const ENVIRONMENT = { AWS_ACCESS_KEY_ID: "AKIATEST", AWS_SECRET_ACCESS_KEY: "test", AWS_SESSION_TOKEN: "token" };
const BUDGET_MS = 20_000;

let cloudWatch: CloudWatchStandIn;
let environment: Disposable;

beforeEach(async () => {
  environment = useAwsEnvironment(ENVIRONMENT);
  cloudWatch = await startCloudWatch();
});

afterEach(async () => {
  environment[Symbol.dispose]();
  await cloudWatch[Symbol.asyncDispose]();
});

/** Time passes only while somebody sleeps. */
function sleepingClock(): Clock & { readonly pausesMs: number[] } {
  let nowMs = 0;
  const pausesMs: number[] = [];
  return {
    pausesMs,
    monotonicMs: () => nowMs,
    epochMs: () => Date.now(),
    sleep: async (durationMs) => {
      pausesMs.push(durationMs);
      nowMs += durationMs;
    },
  };
}

function sinkWith(options: { clock?: Clock; budgetMs?: number; random?: () => number } = {}): MetricSink {
  const client = createCloudWatchClient({ credentials: createCredentials(), region: "eu-west-1", endpoint: cloudWatch.origin });
  return createCloudWatchSink({ client, budgetMs: BUDGET_MS, clock: sleepingClock(), random: () => 0.5, ...options });
}

function valuesTaken(): number[] {
  return cloudWatch.taken().map((metric) => metric.Value);
}

describe("what goes over the wire", () => {
  it("is PutMetricData in AWS JSON 1.0 with namespace, dimensions, time, unit and resolution", async () => {
    const sample = sampleOf({ value: 12.5, unit: "Milliseconds", metric: "LatencyMs", isHighResolution: true });
    await sinkWith().publish([sample, sampleOf({ atEpochMs: sample.atEpochMs })]);
    const [request] = cloudWatch.requests;
    expect(request).toMatchObject({
      target: "GraniteServiceVersion20100801.PutMetricData",
      contentType: "application/x-amz-json-1.0",
      namespace: "Bongsu",
      isGzipped: false,
      securityToken: "token",
    });
    const dimensions = [
      { Name: "Deployment", Value: "acme" },
      { Name: "Check", Value: "acme-prod/checkout" },
      { Name: "Location", Value: "eu-west-1" },
    ];
    const Timestamp = sample.atEpochMs / 1_000;
    expect(request?.metrics).toEqual([
      { MetricName: "LatencyMs", Dimensions: dimensions, Timestamp, Value: 12.5, Unit: "Milliseconds", StorageResolution: 1 },
      { MetricName: "Up", Dimensions: dimensions, Timestamp, Value: 1, Unit: "None" },
    ]);
  });

  it("is compressed once it is large", async () => {
    await sinkWith().publish(samplesOf(500));
    const [request] = cloudWatch.requests;
    expect(request?.isGzipped).toBe(true);
    expect(request?.wireBytes).toBeLessThan((request?.jsonBytes ?? 0) / 10);
  });

  it("is nothing at all for no samples", async () => {
    expect(await sinkWith().publish([])).toEqual({ delivered: 0, undelivered: [] });
    expect(cloudWatch.requests).toEqual([]);
  });
});

describe("the limits of a request", () => {
  it("are met with as few requests as 1,000 metrics each allow", async () => {
    expect(await sinkWith().publish(samplesOf(2_001))).toEqual({ delivered: 2_001, undelivered: [] });
    expect(cloudWatch.requests.map((request) => request.metrics.length)).toEqual([1_000, 1_000, 1]);
  });

  it("keep every request below 1 MB before compression", async () => {
    const long = { Check: "c".repeat(1_000), Deployment: "d".repeat(1_000) };
    await sinkWith().publish(samplesOf(1_000).map((sample) => ({ ...sample, dimensions: long })));
    expect(cloudWatch.requests.length).toBe(3);
    expect(Math.max(...cloudWatch.requests.map((request) => request.jsonBytes))).toBeLessThan(1_000_000);
  });
});

describe("samples that CloudWatch cannot take", () => {
  const now = Date.now();
  it.each<[string, Partial<Sample>, string]>([
    ["that are not a number", { value: Number.NaN }, "Up is NaN"],
    ["that are infinite", { value: Number.POSITIVE_INFINITY }, "Up is Infinity"],
    ["that are too large", { value: 1e300 }, "more than CloudWatch can keep"],
    ["that are too old", { atEpochMs: now - 15 * 86_400_000 }, "more than 14 days old"],
    ["that lie in the future", { atEpochMs: now + 3 * 3_600_000 }, "more than 2 hours in the future"],
    ["without a time", { atEpochMs: Number.NaN }, "has no time"],
    ["with an empty dimension", { dimensions: { Check: "" } }, "dimension Check"],
    ["with a dimension beyond ASCII", { dimensions: { Check: "결제" } }, "dimension Check"],
  ])("%s never reach the wire, and the others do", async (_, changes, reason) => {
    const bad = sampleOf(changes);
    const receipt = await sinkWith().publish([sampleOf({ value: 1 }), bad, sampleOf({ value: 2 })]);
    expect(receipt).toEqual({ delivered: 2, undelivered: [bad], reason: expect.stringContaining(reason) });
    expect(valuesTaken()).toEqual([1, 2]);
  });

  it("are found by halving the batch when CloudWatch alone knows what is wrong with them", async () => {
    const hasBad = (request: PutMetricDataRequest) => request.metrics.some((metric) => metric.Value === 700);
    cloudWatch.answerWith((request) =>
      hasBad(request) ? { status: 400, code: "InvalidParameterValue", message: "The value of sample 700 is bad" } : "take",
    );
    const receipt = await sinkWith().publish(samplesOf(1_000));
    expect(receipt.delivered).toBe(999);
    expect(receipt.undelivered.map((sample) => sample.value)).toEqual([700]);
    expect(receipt.reason).toContain("The value of sample 700 is bad");
    expect(cloudWatch.requests.length).toBeLessThan(25);
    expect(new Set(valuesTaken()).size).toBe(999);
  });

  it("do not cost calls without end when everything is refused", async () => {
    cloudWatch.answerWith(() => ({ status: 400, code: "InvalidParameterValue", message: "no" }));
    const receipt = await sinkWith().publish(samplesOf(3_000));
    expect(receipt.delivered).toBe(0);
    expect(receipt.undelivered).toHaveLength(3_000);
    expect(cloudWatch.requests.length).toBeLessThan(210);
  });

  it.each([{ status: 413, code: "RequestEntityTooLarge" }, { status: 413 }])(
    "are sent in smaller batches after %o",
    async (answer) => {
      cloudWatch.answerWith((request) => (request.metrics.length > 300 ? answer : "take"));
      expect(await sinkWith().publish(samplesOf(1_000))).toEqual({ delivered: 1_000, undelivered: [] });
    },
  );
});

describe("an outage of CloudWatch", () => {
  it("of five seconds of throttling costs nothing: everything is delivered", async () => {
    const clock = sleepingClock();
    cloudWatch.answerWith(() => (clock.monotonicMs() < 5_000 ? throttled : "take"));
    expect(await sinkWith({ clock }).publish(samplesOf(1_500))).toEqual({ delivered: 1_500, undelivered: [] });
    expect(valuesTaken()).toHaveLength(1_500);
  });

  it("that does not end leaves every sample undelivered, with the reason, within the budget", async () => {
    const clock = sleepingClock();
    cloudWatch.answerWith(() => throttled);
    const samples = samplesOf(1_500);
    const receipt = await sinkWith({ clock }).publish(samples);
    expect(receipt).toEqual({
      delivered: 0,
      undelivered: samples,
      reason: expect.stringContaining("Throttling: Rate exceeded (tried for 20000 ms)"),
    });
    expect(clock.monotonicMs()).toBeLessThanOrEqual(BUDGET_MS);
    expect(clock.monotonicMs()).toBeGreaterThan(BUDGET_MS - 2_000);
  });

  it("is waited out with pauses that double up to two seconds, each a random part of its whole", async () => {
    const clock = sleepingClock();
    cloudWatch.answerWith(() => throttled);
    await sinkWith({ clock, random: () => 0.5 }).publish(samplesOf(1));
    expect(clock.pausesMs.slice(0, 7)).toEqual([50, 100, 200, 400, 800, 1_000, 1_000]);
  });

  it.each([{ status: 500 }, { status: 503, code: "ServiceUnavailable" }, { status: 429 }, "cut"] as const)(
    "shown by %o is tried again",
    async (answer) => {
      let answers = 0;
      cloudWatch.answerWith(() => (answers++ < 3 ? answer : "take"));
      expect(await sinkWith().publish(samplesOf(2))).toEqual({ delivered: 2, undelivered: [] });
      expect(cloudWatch.requests).toHaveLength(4);
    },
  );

  it("that our own wrong clock makes is over with the next call, signed by the clock of CloudWatch", async () => {
    const date = new Date(Date.now() + 3_600_000);
    const skewed = { status: 403, code: "InvalidSignatureException", message: "Signature not valid", date };
    cloudWatch.answerWith(() => (cloudWatch.requests.length === 1 ? skewed : "take"));
    expect(await sinkWith().publish(samplesOf(2))).toEqual({ delivered: 2, undelivered: [] });
    expect(cloudWatch.requests).toHaveLength(2);
  });

  it("with its port closed is reported as what it is, once the budget is spent", async () => {
    await cloudWatch.goDown();
    const receipt = await sinkWith().publish(samplesOf(2));
    expect(receipt.undelivered).toHaveLength(2);
    expect(receipt.reason).toContain("ECONNREFUSED");
  });

  it("that hangs ends with the budget, measured in real time", async () => {
    cloudWatch.answerWith(() => "hang");
    const startedMs = performance.now();
    const receipt = await sinkWith({ clock: systemClock, budgetMs: 500 }).publish(samplesOf(2));
    expect(receipt).toMatchObject({ delivered: 0, reason: expect.stringContaining("did not answer in time") });
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });

  it("of a second is waited out in real time too", async () => {
    const recoversAtMs = performance.now() + 1_000;
    cloudWatch.answerWith(() => (performance.now() < recoversAtMs ? throttled : "take"));
    const sink = sinkWith({ clock: systemClock, random: Math.random });
    expect(await sink.publish(samplesOf(10))).toEqual({ delivered: 10, undelivered: [] });
  });
});

describe("a refusal that time cannot cure", () => {
  it("is not tried again", async () => {
    cloudWatch.answerWith(() => accessDenied);
    const receipt = await sinkWith().publish(samplesOf(3));
    expect(receipt).toMatchObject({ delivered: 0, reason: "AccessDenied: not authorized" });
    expect(cloudWatch.requests).toHaveLength(1);
  });

  it("says that there are no credentials, and why", async () => {
    environment[Symbol.dispose]();
    environment = useAwsEnvironment({ AWS_EC2_METADATA_DISABLED: "true" });
    const receipt = await sinkWith({ budgetMs: 300 }).publish(samplesOf(1));
    expect(receipt.reason).toMatch(/^No AWS credentials: no source/);
    expect(receipt.undelivered).toHaveLength(1);
  });
});
