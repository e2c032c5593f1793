import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { useAwsEnvironment } from "../../test/kit/aws/environment.ts";
import { type OtlpStandIn, startOtlp } from "../../test/kit/aws/otlp.ts";
import { sampleOf } from "../../test/kit/aws/sample.ts";
import { checkDimensions } from "../core/metrics/catalogue.ts";
import type { Statistic } from "../core/model/statistic.ts";
import type { HistoryQuery } from "../core/ports.ts";
import { createCredentials } from "./credentials.ts";
import { createOtlpSink } from "./otlp-metrics.ts";
import { createPromqlHistory } from "./promql-history.ts";
import { createRequestSigner } from "./request-signer.ts";

const MINUTE = 60_000;
const FROM = Math.floor(Date.now() / (10 * MINUTE)) * 10 * MINUTE - 20 * MINUTE;

let cloudWatch: OtlpStandIn;
let environment: Disposable;

beforeEach(async () => {
  cloudWatch = await startOtlp();
  environment = useAwsEnvironment({ AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "AKIATEST", AWS_SECRET_ACCESS_KEY: "test" });
});

afterEach(async () => {
  environment[Symbol.dispose]();
  await cloudWatch[Symbol.asyncDispose]();
});

function connection(budgetMs = 5_000) {
  const signer = createRequestSigner({ credentials: createCredentials() });
  return { signer, env: { AWS_ENDPOINT_URL_CLOUDWATCH: cloudWatch.origin }, budgetMs };
}

function history(budgetMs?: number) {
  return createPromqlHistory({ ...connection(budgetMs), random: () => 0.1 });
}

function query(check: string, statistic: Statistic): HistoryQuery {
  const dimensions = checkDimensions("acme", check, "eu-west-1");
  const metric = { namespace: "Bongsu", name: "Up", dimensions, statistic, periodMs: 5 * MINUTE } as const;
  return { metric, fromEpochMs: FROM, toEpochMs: FROM + 10 * MINUTE };
}

/** One a minute from the very beginning of the span on. */
async function publish(check: string, values: readonly number[]): Promise<void> {
  const dimensions = checkDimensions("acme", check, "eu-west-1");
  const samples = values.map((value, at) => sampleOf({ dimensions, value, atEpochMs: FROM + at * MINUTE }));
  await createOtlpSink(connection()).publish(samples);
}

describe("the history of what was published", () => {
  it("is read with every statistic, each point in the period in which it lies", async () => {
    await publish("acme/a", [1, 1, 1, 1, 0, 0, 1, 1, 1, 1]);
    await publish("acme/b", [1, 1, 1, 1, 1]);
    const statistics = ["Average", "Minimum", "Maximum", "Sum", "SampleCount"] as const satisfies Statistic[];
    const answers = await history().read([...statistics.map((statistic) => query("acme/a", statistic)), query("acme/b", "Sum")]);
    const points = (first: number, second: number) => ({
      points: [
        { atEpochMs: FROM, value: first },
        { atEpochMs: FROM + 5 * MINUTE, value: second },
      ],
    });
    expect(answers).toEqual([
      points(0.8, 0.8),
      points(0, 0),
      points(1, 1),
      points(4, 4),
      points(5, 5),
      { points: [{ atEpochMs: FROM, value: 5 }] },
    ]);
    expect(cloudWatch.requests.every(({ isSignatureRight }) => isSignatureRight)).toBe(true);
  });

  it("is empty where nothing was published", async () => {
    expect(await history().read([query("acme/a", "Sum")])).toEqual([{ points: [] }]);
    expect(await history().read([])).toEqual([]);
  });
});

describe("history that cannot be had", () => {
  it("says why, of the questions that it concerns", async () => {
    await publish("acme/a", [1]);
    const refuse = { status: 422, body: '{"status":"error","errorType":"execution","error":"query exceeds 20s"}' };
    cloudWatch.answerWith(({ text }) => (text.includes("max_over_time") ? refuse : "take"));
    const answers = await history().read([query("acme/a", "Maximum"), query("acme/a", "Sum")]);
    expect(answers).toEqual([{ unavailable: "Status422: query exceeds 20s" }, { points: [{ atEpochMs: FROM, value: 1 }] }]);
  });

  it("is tried again while there is time", async () => {
    let attempts = 0;
    const throttled = { status: 422, body: '{"status":"error","error":"TPS limit exceeded"}' };
    cloudWatch.answerWith(() => (++attempts < 3 ? throttled : "take"));
    expect(await history().read([query("acme/a", "Sum")])).toEqual([{ points: [] }]);
    cloudWatch.answerWith(() => ({ status: 429, body: "" }));
    const [answer] = await history(600).read([query("acme/a", "Sum")]);
    expect(answer).toMatchObject({ unavailable: expect.stringContaining("tried for 600 ms") });
  });

  it("is never half an answer: a truncated one and one that is no answer are none", async () => {
    const truncated = { status: "success", data: { result: [] }, warnings: ["result truncated to the maximum of 500 series"] };
    cloudWatch.answerWith(() => ({ status: 200, body: JSON.stringify(truncated) }));
    const [partly] = await history().read([query("acme/a", "Sum")]);
    expect(partly).toMatchObject({ unavailable: expect.stringContaining("in part") });
    for (const body of ["<html>", '{"data":{"result":[{"metric":{},"values":[[1]]}]}}', "[]"]) {
      cloudWatch.answerWith(() => ({ status: 200, body }));
      expect(await history().read([query("acme/a", "Sum")])).toEqual([{ unavailable: "CloudWatch's answer cannot be read" }]);
    }
  });

  it("waits no longer than it may", async () => {
    cloudWatch.answerWith(() => "hang");
    const startedMs = performance.now();
    const [answer] = await history(300).read([query("acme/a", "Sum")]);
    expect(answer).toHaveProperty("unavailable");
    expect(performance.now() - startedMs).toBeLessThan(3_000);
  });
});
