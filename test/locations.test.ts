/**
 * One check from three places, end to end: the real bundles of three probers with a place each, one CloudWatch that takes what they
 * publish, alarms by the rules of CloudWatch, and the real responder, which reads what each of them has logged.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { bundle } from "../lib/constructs/handler-bundle.ts";
import { evaluateAlarm } from "../lib/core/alarms/evaluate.ts";
import { planCheckAlarms } from "../lib/core/alarms/plan.ts";
import { countVotes } from "../lib/core/alarms/vote.ts";
import type { AlarmSpec, AlarmStateValue } from "../lib/core/model/alarm.ts";
import type { Vantage } from "../lib/core/model/check.ts";
import { resourceNames } from "../lib/core/model/resource-names.ts";
import { planShards } from "../lib/core/run/shards.ts";
import { startAlarms } from "./kit/aws/alarms.ts";
import { startCloudWatch } from "./kit/aws/cloudwatch.ts";
import { startDynamoDb } from "./kit/aws/dynamodb.ts";
import { useAwsEnvironment } from "./kit/aws/environment.ts";
import { type HttpStandIn, startHttpServer } from "./kit/aws/http-server.ts";
import { startLambda } from "./kit/aws/lambda.ts";
import { startLogs } from "./kit/aws/logs.ts";
import { startSns } from "./kit/aws/sns.ts";
import { makeCheck } from "./kit/checks.ts";
import { aConfig } from "./kit/deployment.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "bongsu-locations-"));
const HOME = "ap-northeast-2";
const PLACES = ["region", "us-east-1", "eu-west-1"] as const satisfies Vantage[];
const FUNCTION_ARN = `arn:aws:lambda:${HOME}:123456789012:function:bongsu-acme-responder`;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOW = Date.parse("2026-11-22T05:21:00Z");
const RUNS = 4;
const CLOSED = "http://127.0.0.1:9/";
const names = resourceNames("acme");
const asked = {
  url: "https://api.acme.example/health",
  method: "GET",
  headers: {},
  redirects: 0,
  ip: "any",
  tls: { verify: true },
};
const check = makeCheck({
  ...{ target: asked, title: "Checkout" },
  ...{ id: "acme-prod/checkout", kind: "http", from: PLACES, notify: ["oncall"], everyMs: MINUTE_MS, timeoutMs: 2_000 },
  expect: [{ fact: "status", matcher: { op: "oneOf", values: [{ from: 200, to: 299 }] } }],
});
const config = aConfig({
  contacts: [{ name: "oncall", emails: ["oncall@acme.example"], phones: [] }],
  operators: [],
  checks: [check],
});
const context = { runbookUrl: "docs/runbook.md", locations: { region: HOME, vpc: `${HOME}/vpc` }, probers: [] };

/** The first of an hour, of which good runs are logged, and the last few. */
function runsUntil(nowEpochMs: number): number[] {
  const first = Math.floor((nowEpochMs - 2 * RUNS * MINUTE_MS) / HOUR_MS) * HOUR_MS;
  return [first, ...Array.from({ length: RUNS }, (_, run) => nowEpochMs - (RUNS - run) * MINUTE_MS)];
}

let site: HttpStandIn;
let folders = 0;

beforeAll(async () => {
  site = await startHttpServer((_, response) => response.end("ok"));
});

afterAll(async () => {
  await site[Symbol.asyncDispose]();
  rmSync(FOLDER, { recursive: true });
});

type Handler = (event: unknown, context: { getRemainingTimeInMillis(): number; invokedFunctionArn: string }) => Promise<unknown>;

/** A fresh container with the environment of that moment: the bundle in a folder of its own. */
function load(name: "prober" | "responder", manifest: object): Handler {
  folders += 1;
  const folder = join(FOLDER, String(folders));
  for (const { path, contents } of bundle(name).files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents);
  }
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  const loaded: { handler: Handler } = createRequire(import.meta.url)(join(folder, `${name}.mjs`));
  return loaded.handler;
}

/** Runs a handler, and gives the records that it wrote to its log. */
async function invoke(handler: Handler, event: unknown): Promise<Record<string, unknown>[]> {
  const written: string[] = [];
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => written.push(String(chunk)) > 0);
  const endMs = performance.now() + 10_000;
  try {
    await handler(event, { getRemainingTimeInMillis: () => endMs - performance.now(), invokedFunctionArn: FUNCTION_ARN });
  } finally {
    stdout.mockRestore();
  }
  return written.flatMap((text) => text.trimEnd().split("\n")).map((line) => JSON.parse(line));
}

async function startAws() {
  const servers = await Promise.all([startCloudWatch(), startLogs(), startAlarms(), startDynamoDb(), startSns(), startLambda()]);
  onTestFinished(async () => void (await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()))));
  const [cloudWatch, logs, alarms, table, sns, lambda] = servers;
  return { cloudWatch, logs, alarms, table, sns, lambda };
}

type Aws = Awaited<ReturnType<typeof startAws>>;

function environment(region: string, env: Readonly<Record<string, string>>): Disposable {
  return useAwsEnvironment({
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: "ASIATEST",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_MAX_ATTEMPTS: "1",
    ...env,
  });
}

/** Every place looks some minutes long, and that it was well an hour ago; those named here cannot reach the target any more. */
async function probe({ cloudWatch, logs }: Aws, unreachableFrom: readonly Vantage[], nowEpochMs = NOW): Promise<void> {
  atTime(nowEpochMs);
  for (const vantage of PLACES) {
    const region = vantage === "region" ? HOME : vantage;
    using _ = environment(region, { AWS_ENDPOINT_URL_CLOUDWATCH: cloudWatch.origin });
    vi.stubEnv("BONGSU_LOCATION", region);
    vi.stubEnv("BONGSU_HOME_REGION", HOME);
    const [well, now] = [
      proberOf(vantage, site.origin),
      proberOf(vantage, unreachableFrom.includes(vantage) ? CLOSED : site.origin),
    ];
    for (const dueEpochMs of runsUntil(nowEpochMs)) {
      const isFirst = dueEpochMs === runsUntil(nowEpochMs)[0];
      const event = { shard: `${vantage}-1m-0`, scheduledTime: new Date(dueEpochMs).toISOString() };
      const records = await invoke(isFirst ? well : now, event);
      for (const record of records) logs.write(names.logGroup(vantage), { ...record, startedAtEpochMs: dueEpochMs }, dueEpochMs);
    }
  }
  vi.unstubAllEnvs();
}

function proberOf(vantage: Vantage, url: string): Handler {
  const shards = planShards([{ ...check, target: { ...asked, url } }]).filter((shard) => shard.vantage === vantage);
  return load("prober", { schemaVersion: 1, deployment: "acme", shards });
}

/** As CloudWatch would find it now. */
function stateOf(spec: AlarmSpec, { cloudWatch }: Aws): AlarmStateValue {
  const values = new Map(
    cloudWatch.taken().map(({ MetricName, Dimensions, Timestamp, Value }) => {
      const place = Dimensions.find(({ Name }) => Name === "Location")?.Value;
      return [`${MetricName} ${place} ${Timestamp * 1_000}`, Value];
    }),
  );
  const datapoints = Array.from({ length: RUNS }, (_, at) => {
    const atEpochMs = NOW - (RUNS - at) * MINUTE_MS;
    const seen = spec.vote?.metrics.map(({ name, dimensions }) => values.get(`${name} ${dimensions.Location} ${atEpochMs}`));
    return spec.vote === undefined || seen === undefined ? undefined : countVotes(spec.vote, seen);
  });
  return evaluateAlarm({ datapoints, spec, previous: "OK" }).state;
}

/** What people hear at once, and when the next digest is due. */
async function tell(
  aws: Aws,
  goesOn = async (_nowEpochMs: number) => {},
): Promise<{ readonly page: string; readonly digest: string }> {
  const { alarms, logs, table, sns, lambda } = aws;
  using _ = environment(HOME, {
    ...{
      AWS_ENDPOINT_URL_CLOUDWATCH: alarms.origin,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logs.origin,
      AWS_ENDPOINT_URL_SNS: sns.origin,
    },
    ...{ AWS_ENDPOINT_URL_DYNAMODB: table.origin, AWS_ENDPOINT_URL_LAMBDA: lambda.origin },
  });
  vi.stubEnv("BONGSU_LOCATION_REGION", HOME);
  vi.stubEnv("BONGSU_LOCATION_VPC", `${HOME}/vpc`);
  onTestFinished(() => void vi.unstubAllEnvs());
  const responder = load("responder", { schemaVersion: 1, config });
  const states = planCheckAlarms(config, context).map((spec) => ({ name: spec.name, state: stateOf(spec, aws) }));
  for (const { name, state } of states) alarms.set(name, state, NOW);
  const moved = states.filter(({ state }) => state === "ALARM").map(({ name }) => notificationOf(name));
  atTime(NOW);
  await invoke(responder, { Records: moved.map((body, at) => ({ messageId: `m${at}`, eventSource: "aws:sqs", body })) });
  atTime(NOW + MINUTE_MS);
  await invoke(responder, { scheduledTime: "" });
  const page = sns.published.map(({ message }) => message).join("\n");
  const later = NOW + HOUR_MS + 5 * MINUTE_MS;
  await goesOn(later);
  atTime(later);
  await invoke(responder, { scheduledTime: "" });
  return {
    page,
    digest: sns.published
      .slice(page === "" ? 0 : 1)
      .map(({ message }) => message)
      .join("\n"),
  };
}

function notificationOf(name: string): string {
  const StateChangeTime = new Date(NOW).toISOString().replace("Z", "+0000");
  return JSON.stringify({
    AlarmName: name,
    OldStateValue: "OK",
    NewStateValue: "ALARM",
    NewStateReason: "Threshold Crossed",
    StateChangeTime,
  });
}

/** Only the wall clock is moved: sockets and deadlines go by the real one. */
function atTime(epochMs: number): void {
  vi.useFakeTimers({ now: epochMs, toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
}

describe("a check from three places", () => {
  it("that one of them cannot reach wakes nobody, and stands in the digest with the place", async () => {
    const aws = await startAws();
    await probe(aws, ["us-east-1"]);
    const { page, digest } = await tell(aws, (nowEpochMs) => probe(aws, ["us-east-1"], nowEpochMs));
    expect(page).toBe("");
    expect(digest).toContain("acme-prod/checkout: PARTLY DOWN");
    expect(digest).toContain("It fails from us-east-1 only (1 of 3 places)");
  }, 30_000);

  it("that two of them cannot reach is down, and people are told from where it fails and from where it does not", async () => {
    const aws = await startAws();
    await probe(aws, ["us-east-1", "eu-west-1"]);
    const { page } = await tell(aws);
    expect(page).toContain("acme-prod/checkout (Checkout) is DOWN: connection refused.");
    expect(page).toContain(`it fails from us-east-1, eu-west-1, and is fine from ${HOME}`);
    const invoked = aws.lambda.invocations.map(({ functionName, authorization }) => [functionName, authorization.split("/")[2]]);
    expect(invoked.toSorted()).toEqual([
      ["bongsu-acme-prober-eu-west-1", "eu-west-1"],
      ["bongsu-acme-prober-region", HOME],
      ["bongsu-acme-prober-us-east-1", "us-east-1"],
    ]);
  }, 30_000);
});
