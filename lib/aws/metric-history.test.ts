import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { useAwsEnvironment } from "../../test/kit/aws/environment.ts";
import { type MetricStore, startMetricStore } from "../../test/kit/aws/metric-store.ts";
import type { HistoryQuery } from "../core/ports.ts";
import { systemClock } from "../core/time/clock.ts";
import { createCloudWatchClient } from "./cloudwatch-client.ts";
import { createCredentials } from "./credentials.ts";
import { createMetricHistory } from "./metric-history.ts";

const START = Date.UTC(2026, 10, 22);
const PERIOD_MS = 300_000;
const DAY_MS = 86_400_000;
let environment: Disposable;
let store: MetricStore;

beforeEach(() => {
  environment = useAwsEnvironment({ AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "ASIATEST", AWS_SECRET_ACCESS_KEY: "test" });
});

afterEach(async () => {
  environment[Symbol.dispose]();
  await store[Symbol.asyncDispose]();
});

function history(budgetMs = 5_000) {
  const client = createCloudWatchClient({ credentials: createCredentials(), endpoint: store.origin });
  const clock = { ...systemClock, sleep: (ms: number) => systemClock.sleep(ms / 10) };
  return createMetricHistory({ client, budgetMs, clock });
}

function query(series: string, span: Partial<Pick<HistoryQuery, "fromEpochMs" | "toEpochMs">> = {}): HistoryQuery {
  const dimensions = { Deployment: "acme", Check: "acme/app", Location: "eu-west-1", Series: series };
  const metric = { namespace: "Bongsu", name: "Value", dimensions, statistic: "Average", periodMs: PERIOD_MS } as const;
  return { metric, fromEpochMs: START, toEpochMs: START + DAY_MS, ...span };
}

function seed(series: string, values: readonly number[]): void {
  const Dimensions = Object.entries(query(series).metric.dimensions).map(([Name, Value]) => ({ Name, Value }));
  for (const [at, Value] of values.entries()) {
    store.seed({ MetricName: "Value", Dimensions, Timestamp: (START + at * PERIOD_MS) / 1_000, Value });
  }
}

describe("the metric history of CloudWatch", () => {
  it("gives datapoints in order of time, each answer at the place of its question", async () => {
    store = await startMetricStore();
    seed("threads", [100, 105, 111]);
    seed("files", [7]);
    expect(await history().read([query("files"), query("nothing"), query("threads")])).toEqual([
      { points: [{ atEpochMs: START, value: 7 }] },
      { points: [] },
      {
        points: [100, 105, 111].map((value, at) => ({ atEpochMs: START + at * PERIOD_MS, value })),
      },
    ]);
    expect(store.reads).toHaveLength(1);
    expect(store.reads[0]).toMatchObject({ StartTime: START / 1_000, EndTime: (START + DAY_MS) / 1_000, MaxDatapoints: 100_800 });
    expect(store.reads[0]?.MetricDataQueries[0]).toMatchObject({ MetricStat: { Period: 300, Stat: "Average" } });
  });

  it("asks at most 500 series a call, and each span of time by itself", async () => {
    store = await startMetricStore();
    seed("s700", [42]);
    const queries = Array.from({ length: 1_001 }, (_, at) => query(`s${at}`));
    const other = query("s700", { fromEpochMs: START - DAY_MS });
    const answers = await history().read([...queries, other]);
    expect(store.reads.map(({ MetricDataQueries }) => MetricDataQueries.length)).toEqual([500, 500, 1, 1]);
    expect(answers[700]).toEqual({ points: [{ atEpochMs: START, value: 42 }] });
    expect(answers[1_001]).toEqual({ points: [{ atEpochMs: START, value: 42 }] });
    expect(answers[0]).toEqual({ points: [] });
  });

  it("puts the pages of a long answer together", async () => {
    store = await startMetricStore({ datapointsAPage: 3 });
    seed("threads", [1, 2, 3, 4, 5]);
    seed("files", [6, 7]);
    const [threads, files] = await history().read([query("threads"), query("files")]);
    expect(threads).toMatchObject({ points: [1, 2, 3, 4, 5].map((value) => ({ value })) });
    expect(files).toMatchObject({ points: [{ value: 6 }, { value: 7 }] });
    expect(store.reads.map(({ NextToken }) => NextToken)).toEqual([undefined, "3", "6"]);
  });

  it("waits out a throttle, also between pages", async () => {
    store = await startMetricStore({ datapointsAPage: 2 });
    seed("threads", [1, 2, 3]);
    store.failWith((_, at) => (at === 0 || at === 2 ? { status: 400, code: "Throttling" } : undefined));
    expect(await history().read([query("threads")])).toMatchObject([{ points: [{ value: 1 }, { value: 2 }, { value: 3 }] }]);
    expect(store.reads).toHaveLength(4);
  });

  it("says so when it may not read, at once", async () => {
    store = await startMetricStore();
    store.failWith(() => ({ status: 403, code: "AccessDenied" }));
    expect(await history().read([query("threads"), query("files")])).toEqual([
      { unavailable: "AccessDenied: no" },
      { unavailable: "AccessDenied: no" },
    ]);
    expect(store.reads).toHaveLength(1);
  });

  it("takes no part of a series for the whole", async () => {
    store = await startMetricStore();
    seed("threads", [1, 2]);
    store.failWith(() => ({ statusCode: "InternalError" }));
    expect(await history().read([query("threads")])).toEqual([{ unavailable: "CloudWatch answered with InternalError" }]);
  });

  it("ends with its budget when CloudWatch hangs", async () => {
    store = await startMetricStore();
    store.failWith(() => "hang");
    expect(await history(400).read([query("threads")])).toEqual([{ unavailable: expect.stringContaining("in time") }]);
  });
});
