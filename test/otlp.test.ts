/** OTLP metrics from end to end: the prober as it is deployed, CloudWatch's paths, our own queries, and back to transitions and history. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { parseNotification } from "../lib/aws/alarm-notifications.ts";
import { createCloudWatchClient } from "../lib/aws/cloudwatch-client.ts";
import { createCredentials } from "../lib/aws/credentials.ts";
import { createHistory } from "../lib/aws/metric-routes.ts";
import { createRequestSigner } from "../lib/aws/request-signer.ts";
import { bundle } from "../lib/constructs/handler-bundle.ts";
import { planAlarms } from "../lib/core/alarms/plan.ts";
import { deployedAlarms } from "../lib/core/alarms/promql-alarms.ts";
import { checkDimensions } from "../lib/core/metrics/catalogue.ts";
import { otlpChecks } from "../lib/core/metrics/routes.ts";
import type { Check } from "../lib/core/model/check.ts";
import type { Manifest } from "../lib/core/model/shard.ts";
import { useAwsEnvironment } from "./kit/aws/environment.ts";
import { type HttpStandIn, startHttpServer } from "./kit/aws/http-server.ts";
import { type OtlpStandIn, startOtlp } from "./kit/aws/otlp.ts";
import { httpCheck } from "./kit/checks.ts";
import { aConfig } from "./kit/deployment.ts";
import { promql } from "./kit/promql.ts";

const MINUTE_MS = 60_000;
const SHARD = "region-1m-0";
const START = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 10 * MINUTE_MS;
const FOLDER = mkdtempSync(join(tmpdir(), "bongsu-otlp-"));

let site: HttpStandIn;
let cloudWatch: OtlpStandIn;
let environment: Disposable;
let checks: readonly Check[];

beforeAll(async () => {
  site = await startHttpServer((_, response) => response.end("ok"));
  cloudWatch = await startOtlp();
  environment = useAwsEnvironment({
    ...{ AWS_REGION: "eu-west-1", AWS_ENDPOINT_URL: cloudWatch.origin },
    ...{ AWS_ACCESS_KEY_ID: "AKIATEST", AWS_SECRET_ACCESS_KEY: "test" },
  });
  checks = [
    httpCheck(site.origin, { id: "acme-prod/good", metricForm: "otlp", notify: ["oncall"] }),
    httpCheck("http://127.0.0.1:9/", { id: "acme-prod/bad", metricForm: "otlp", notify: ["oncall"] }),
    httpCheck(site.origin, { id: "acme-dev/classic", notify: ["oncall"] }),
  ];
});

afterAll(async () => {
  environment[Symbol.dispose]();
  await Promise.all([site[Symbol.asyncDispose](), cloudWatch[Symbol.asyncDispose]()]);
  rmSync(FOLDER, { recursive: true });
});

/** Passes of the bundled handler, a minute apart. */
async function pass(count: number): Promise<void> {
  const manifest: Manifest = {
    ...{ schemaVersion: 1, deployment: "acme" },
    shards: [{ name: SHARD, vantage: "region", everyMs: MINUTE_MS, checks }],
  };
  for (const { path, contents } of bundle().files) {
    mkdirSync(dirname(join(FOLDER, path)), { recursive: true });
    writeFileSync(join(FOLDER, path), contents);
  }
  writeFileSync(join(FOLDER, "manifest.json"), JSON.stringify(manifest));
  // Node loads it as Lambda does; `import` here would be the test runner's own.
  const { handler } = createRequire(import.meta.url)(join(FOLDER, "prober.mjs")) as {
    handler: (event: unknown, context: { getRemainingTimeInMillis(): number }) => Promise<unknown>;
  };
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
  for (let at = 0; at < count; at += 1) {
    const event = { shard: SHARD, scheduledTime: new Date(START + at * MINUTE_MS).toISOString() };
    await handler(event, { getRemainingTimeInMillis: () => 10_000 });
  }
  stdout.mockRestore();
}

describe("checks with metrics: otlp", () => {
  it("publish over OTLP, are told apart by one alarm, and are read again as before", async () => {
    await pass(3);
    const published = cloudWatch.requests.map(({ path }) => path);
    expect(published.filter((path) => path === "/v1/metrics")).toHaveLength(3);
    const classic = cloudWatch.requests.filter(({ path }) => path !== "/v1/metrics").map(({ text }) => text);
    expect(classic.join()).toContain("acme-dev/classic");
    expect(classic.join()).toContain("Heartbeat");
    expect(classic.join()).not.toContain("acme-prod/");
    expect(cloudWatch.requests.every(({ path, isSignatureRight }) => path !== "/v1/metrics" || isSignatureRight)).toBe(true);

    const config = aConfig({ checks });
    const locations = { region: "eu-west-1", vpc: "eu-west-1/vpc" };
    const context = { locations, probers: [], runbookUrl: "docs/runbook.md" };
    const { promql: alarms } = deployedAlarms(planAlarms(config, context), { config, context });
    const [down] = alarms;
    const contributors = promql(down?.query ?? "", cloudWatch.stored())(START + 2 * MINUTE_MS + 30_000);
    expect(contributors.map(({ labels }) => labels)).toEqual([{ check: "acme-prod/bad" }]);

    const notification = JSON.stringify({
      ...{ AlarmName: down?.name, NewStateValue: "ALARM", OldStateValue: "OK", StateChangeTime: "2026-11-22T08:21:00.123+0000" },
      AlarmContributorAttributes: contributors[0]?.labels,
    });
    const parsed = parseNotification(notification, new Map(alarms.map((alarm) => [alarm.name, alarm])));
    expect(parsed).toMatchObject({ alarm: { name: "acme: acme-prod/bad is down", notify: ["oncall"] }, to: "ALARM" });

    const credentials = createCredentials();
    const history = createHistory({
      ...{ client: createCloudWatchClient({ credentials }), signer: createRequestSigner({ credentials }), env: process.env },
      ...{ otlpChecks: otlpChecks(checks), budgetMs: 5_000 },
    });
    const upOf = (check: string) => ({
      metric: {
        ...{ namespace: "Bongsu", name: "Up", dimensions: checkDimensions("acme", check, "eu-west-1") },
        ...{ statistic: "Minimum" as const, periodMs: MINUTE_MS },
      },
      fromEpochMs: START,
      toEpochMs: START + 3 * MINUTE_MS,
    });
    const answers = await history.read([upOf("acme-prod/good"), upOf("acme-prod/bad")]);
    expect(answers.map((answer) => ("points" in answer ? answer.points.map(({ value }) => value) : answer))).toEqual([
      [1, 1, 1],
      [0, 0, 0],
    ]);
  });

  it("cost the others nothing: what sends OTLP is loaded on first use", () => {
    const holding = bundle().files.filter(({ contents }) => Buffer.from(contents).includes("/v1/metrics"));
    expect(holding.map(({ path }) => path)).not.toContain("prober.mjs");
    expect(holding.some(({ path }) => path.endsWith(".mjs"))).toBe(true);
  });
});
