import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { useAwsEnvironment } from "../../test/kit/aws/environment.ts";
import { type OtlpStandIn, startOtlp } from "../../test/kit/aws/otlp.ts";
import { sampleOf, samplesOf } from "../../test/kit/aws/sample.ts";
import type { Clock, RequestSigner } from "../core/ports.ts";
import { createCredentials } from "./credentials.ts";
import { createOtlpSink } from "./otlp-metrics.ts";
import { createRequestSigner } from "./request-signer.ts";

let cloudWatch: OtlpStandIn;
let environment: Disposable;

beforeEach(async () => {
  cloudWatch = await startOtlp();
  environment = useAwsEnvironment({
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "AKIATEST",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_SESSION_TOKEN: "token",
  });
});

afterEach(async () => {
  environment[Symbol.dispose]();
  await cloudWatch[Symbol.asyncDispose]();
});

/** Time passes only while somebody sleeps. */
function sleepingClock(): Clock {
  let nowMs = 0;
  return {
    monotonicMs: () => nowMs,
    epochMs: () => Date.now(),
    sleep: async (durationMs) => {
      nowMs += durationMs;
    },
  };
}

function sink({ signer = createRequestSigner({ credentials: createCredentials() }) as RequestSigner, budgetMs = 20_000 } = {}) {
  const env = { AWS_ENDPOINT_URL: cloudWatch.origin };
  return createOtlpSink({ signer, env, budgetMs, clock: sleepingClock(), random: () => 0.5 });
}

describe("what goes over the wire", () => {
  it("is OTLP in JSON, compressed, and signed for monitoring by the bytes that are sent", async () => {
    const sample = sampleOf({ metric: "LatencyMs", value: 12.5 });
    expect(await sink().publish([sample])).toEqual({ delivered: 1, undelivered: [] });
    expect(cloudWatch.requests).toEqual([
      expect.objectContaining({
        ...{ path: "/v1/metrics", contentType: "application/json", isGzipped: true, isSignatureRight: true },
        ...{ accessKey: "AKIATEST", securityToken: "token" },
      }),
    ]);
    const labels = { deployment: "acme", check: "acme-prod/checkout", location: "eu-west-1" };
    const points = [{ atEpochMs: sample.atEpochMs, value: 12.5 }];
    expect(cloudWatch.stored()).toEqual([{ name: "bongsu_latency_ms", labels, points }]);
  });

  it("goes to the Region's own endpoint where no other is set", async () => {
    const asked: string[] = [];
    const signer: RequestSigner = {
      region: "ap-northeast-2",
      sign: async ({ url }, { service, region }) => {
        asked.push(`${url.href} ${service} ${region}`);
        return { unavailable: "No AWS credentials: none." };
      },
    };
    const receipt = await createOtlpSink({ signer, env: {}, budgetMs: 50, clock: sleepingClock() }).publish([sampleOf()]);
    expect(asked[0]).toBe("https://monitoring.ap-northeast-2.amazonaws.com/v1/metrics monitoring ap-northeast-2");
    expect(receipt).toMatchObject({ delivered: 0, reason: expect.stringContaining("No AWS credentials") });
  });

  it("is as few requests as 1,000 points and a megabyte each allow", async () => {
    expect(await sink().publish(samplesOf(2_001))).toEqual({ delivered: 2_001, undelivered: [] });
    const sizes = cloudWatch.requests.map(({ text }) => text.length);
    expect(sizes.length).toBe(3);
    expect(Math.max(...sizes)).toBeLessThan(1_000_000);
    const long = samplesOf(1_500).map((sample) => ({ ...sample, dimensions: { Check: "c".repeat(1_000) } }));
    await sink().publish(long);
    expect(Math.max(...cloudWatch.requests.map(({ text }) => text.length))).toBeLessThan(1_000_000);
  });

  it("holds no sample that CloudWatch could not keep, and those are handed back", async () => {
    const bad = [sampleOf({ value: Number.NaN }), sampleOf({ dimensions: { Check: "결제" } })];
    expect(await sink().publish([...bad, sampleOf()])).toMatchObject({ delivered: 1, undelivered: bad });
    expect(cloudWatch.stored()).toHaveLength(1);
  });
});

describe("what does not arrive", () => {
  it.each([
    ["429", { status: 429, body: "" }],
    ["503", { status: 503, body: "out of order" }],
    ["a broken connection", "cut" as const],
    ["throttling", { status: 400, body: '{"__type":"com.amazon#ThrottlingException","message":"Rate exceeded"}' }],
  ])("is sent again after %s", async (_, answer) => {
    let attempts = 0;
    cloudWatch.answerWith(() => (++attempts < 3 ? answer : "take"));
    expect(await sink().publish([sampleOf()])).toEqual({ delivered: 1, undelivered: [] });
    expect(attempts).toBe(3);
  });

  it("is handed back with the reason when time is up", async () => {
    cloudWatch.answerWith(() => ({ status: 500, body: '{"message":"not today"}' }));
    const sample = sampleOf();
    const receipt = await sink({ budgetMs: 500 }).publish([sample]);
    expect(receipt).toMatchObject({ delivered: 0, undelivered: [sample], reason: expect.stringContaining("not today") });
  });

  it("is refused once and for all where the permission is missing", async () => {
    cloudWatch.answerWith(() => ({ status: 403, body: '{"__type":"AccessDeniedException","message":"not authorized"}' }));
    const receipt = await sink().publish([sampleOf()]);
    expect(receipt.reason).toBe("AccessDeniedException: not authorized");
    expect(cloudWatch.requests).toHaveLength(1);
  });

  it("is looked for where a whole request is refused: the others get through", async () => {
    cloudWatch.answerWith(({ text }) => (text.includes('"asDouble":13') ? { status: 400, body: "bad point" } : "take"));
    const receipt = await sink().publish(samplesOf(20).filter(({ value }) => value < 13 || value === 13));
    expect(receipt).toMatchObject({ delivered: 13, undelivered: [expect.objectContaining({ value: 13 })] });
  });

  it("is never sent twice after a partial success: nobody says which points were rejected, so all of them count as lost", async () => {
    const body = JSON.stringify({ partialSuccess: { rejectedDataPoints: "2", errorMessage: "too old" } });
    cloudWatch.answerWith(() => ({ status: 200, body }));
    const receipt = await sink().publish(samplesOf(5));
    expect(receipt).toMatchObject({ delivered: 0, reason: "CloudWatch rejected 2 of these 5 points: too old" });
    expect(receipt.undelivered).toHaveLength(5);
    expect(cloudWatch.requests).toHaveLength(1);
  });

  it("is no loss where a partial success rejected nothing", async () => {
    cloudWatch.answerWith(() => ({ status: 200, body: '{"partialSuccess":{}}' }));
    expect(await sink().publish(samplesOf(5))).toEqual({ delivered: 5, undelivered: [] });
  });
});

describe("credentials", () => {
  it("that have expired are renewed once, and asked for anew by every request", async () => {
    const asked: boolean[] = [];
    const own = createRequestSigner({ credentials: createCredentials() });
    const signer: RequestSigner = {
      region: "eu-west-1",
      sign: async (request, options) => {
        asked.push(options.renew);
        return await own.sign(request, options);
      },
    };
    const expired = { status: 403, body: '{"__type":"ExpiredTokenException","message":"expired"}' };
    cloudWatch.answerWith(() => (cloudWatch.requests.length === 1 ? expired : "take"));
    const to = sink({ signer });
    await to.publish([sampleOf()]);
    await to.publish([sampleOf()]);
    expect(asked).toEqual([false, true, false]);
    expect(cloudWatch.requests.every(({ isSignatureRight }) => isSignatureRight)).toBe(true);
  });
});
