/** The responder as it is deployed: the real bundle with its manifest beside it, against stand-ins that speak AWS's real protocols. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bundle, writeBundle } from "../lib/constructs/handler-bundle.ts";
import type { Outcome } from "../lib/core/model/outcome.ts";
import { type AlarmsStandIn, startAlarms } from "./kit/aws/alarms.ts";
import { type DynamoDbStandIn, startDynamoDb } from "./kit/aws/dynamodb.ts";
import { useAwsEnvironment } from "./kit/aws/environment.ts";
import { type LambdaStandIn, startLambda } from "./kit/aws/lambda.ts";
import { type LogsStandIn, startLogs } from "./kit/aws/logs.ts";
import { type SnsStandIn, startSns } from "./kit/aws/sns.ts";
import { aCheck, aConfig } from "./kit/deployment.ts";
import { aDownOutcome, anOutcome } from "./kit/outcomes.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "bongsu-responder-"));
const FUNCTION_ARN = "arn:aws:lambda:ap-northeast-2:123456789012:function:bongsu-acme-responder";
const LOG_GROUP = "/bongsu/acme/prober-region";
const MINUTE_MS = 60_000;
/** Neither the hour of a digest nor a minute at which the alarms are looked at without a reason. */
const NOW = Date.parse("2026-11-22T08:23:00Z");

let sns: SnsStandIn;
let alarms: AlarmsStandIn;
let table: DynamoDbStandIn;
let logs: LogsStandIn;
let lambda: LambdaStandIn;
let environment: Disposable;
let deployments = 0;

beforeEach(async () => {
  [sns, alarms, table, logs, lambda] = await Promise.all([
    startSns(),
    startAlarms(),
    startDynamoDb(),
    startLogs(),
    startLambda(),
  ]);
  environment = useAwsEnvironment({
    AWS_REGION: "ap-northeast-2",
    AWS_ENDPOINT_URL_SNS: sns.origin,
    AWS_ENDPOINT_URL_CLOUDWATCH: alarms.origin,
    AWS_ENDPOINT_URL_DYNAMODB: table.origin,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logs.origin,
    AWS_ENDPOINT_URL_LAMBDA: lambda.origin,
    AWS_ACCESS_KEY_ID: "ASIATEST",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_MAX_ATTEMPTS: "1",
  });
  vi.stubEnv("BONGSU_LOCATION_REGION", "ap-northeast-2");
  vi.stubEnv("BONGSU_LOCATION_VPC", "ap-northeast-2/vpc");
  vi.stubEnv("BONGSU_RUNBOOK_URL", "https://docs.acme.example/runbook");
  atTime(NOW);
  for (const id of ["acme-prod/checkout", "acme-prod/login"]) alarms.set(`acme: ${id} is down`, "OK", NOW - 3_600_000);
});

afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  environment[Symbol.dispose]();
  await Promise.all([sns, alarms, table, logs, lambda].map((server) => server[Symbol.asyncDispose]()));
});

afterAll(() => rmSync(FOLDER, { recursive: true }));

/** Only the wall clock is moved: sockets and deadlines go by the real one. */
function atTime(epochMs: number): void {
  vi.useFakeTimers({ now: epochMs, toFake: ["Date"] });
}

type Handler = (
  event: unknown,
  context: { invokedFunctionArn: string },
) => Promise<{ batchItemFailures: readonly { itemIdentifier: string }[] }>;

/** A fresh container: the bundle in a folder of its own. */
function deploy(part: Parameters<typeof aConfig>[0] = BY_MAIL): Handler {
  deployments += 1;
  const folder = join(FOLDER, String(deployments));
  writeBundle(folder, bundle("responder"));
  const checks = [aCheck("acme-prod/checkout", { title: "Checkout" }), aCheck("acme-prod/login")];
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ schemaVersion: 1, config: aConfig({ checks, ...part }) }));
  // Node loads it as Lambda does; `import` here would be the test runner's own.
  const loaded: { handler: Handler } = createRequire(import.meta.url)(join(folder, "responder.mjs"));
  return loaded.handler;
}

interface Invoked {
  readonly failures: readonly string[];
  readonly records: readonly Record<string, unknown>[];
}

async function invoke(handler: Handler, event: unknown): Promise<Invoked> {
  const written: string[] = [];
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => written.push(String(chunk)) > 0);
  try {
    const { batchItemFailures } = await handler(event, { invokedFunctionArn: FUNCTION_ARN });
    const records = written.flatMap((text) => text.trimEnd().split("\n")).map((line) => JSON.parse(line));
    return { failures: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), records };
  } finally {
    stdout.mockRestore();
  }
}

/** One way to one contact, so that every message is one publication. */
const BY_MAIL = { contacts: [{ name: "oncall", emails: ["oncall@acme.example"], phones: [] }], operators: [] };

const TICK = { scheduledTime: "2026-11-22T08:21:00Z" };

function queued(...bodies: readonly string[]) {
  return { Records: bodies.map((body, at) => ({ messageId: `m${at}`, eventSource: "aws:sqs", body })) };
}

/** The alarm moves, and CloudWatch's notification of it. */
function goDown(id: string, atEpochMs = NOW): string {
  return move(`acme: ${id} is down`, { from: "OK", to: "ALARM", atEpochMs });
}

function move(name: string, { from, to, atEpochMs }: { from: string; to: string; atEpochMs: number }): string {
  alarms.set(name, to, atEpochMs);
  return JSON.stringify({
    AlarmName: name,
    AWSAccountId: "123456789012",
    OldStateValue: from,
    NewStateValue: to,
    NewStateReason: `Threshold Crossed: ${to}`,
    StateChangeTime: new Date(atEpochMs).toISOString().replace("Z", "+0000"),
  });
}

function logFailures(check: string, { runs = 3 } = {}): void {
  for (let run = 0; run < runs; run += 1) {
    const startedAtEpochMs = NOW - run * MINUTE_MS - 20_000;
    const request = "GET https://api.acme.example/health";
    const outcome = aDownOutcome({
      check,
      location: "ap-northeast-2",
      facts: { status: 503 },
      startedAtEpochMs,
      evidence: { request, address: "203.0.113.7" },
    });
    logs.write(LOG_GROUP, { bongsu: "outcome", ...outcome }, startedAtEpochMs);
  }
}

describe("an alarm", () => {
  it("becomes one message a contact, with what was found out, in the form of each channel", async () => {
    logFailures("acme-prod/checkout");
    const handler = deploy({});
    expect(await invoke(handler, queued(goDown("acme-prod/checkout")))).toEqual({ failures: [], records: [] });
    expect(sns.published).toEqual([]);
    atTime(NOW + MINUTE_MS);
    await invoke(handler, TICK);
    const arn = "arn:aws:sns:ap-northeast-2:123456789012:bongsu-acme";
    const byTopic = new Map(sns.published.map((message) => [message.topicArn, message]));
    expect([...byTopic.keys()].toSorted()).toEqual([`${arn}-email-oncall`, `${arn}-sms-oncall`]);
    const mail = byTopic.get(`${arn}-email-oncall`);
    expect(mail?.subject).toMatch(/^\[DOWN\] acme-prod\/checkout: .*503/);
    expect(mail?.message).toContain("https://docs.acme.example/runbook#down");
    expect(mail?.message).toContain("GET https://api.acme.example/health from ap-northeast-2");
    expect(mail?.message).toContain("3 of 3 runs failed");
    const text = byTopic.get(`${arn}-sms-oncall`)?.message ?? "";
    expect(text).toContain("acme-prod/checkout");
    expect(text.length).toBeLessThanOrEqual(140);
  });

  it("reaches Slack on a topic of its own, as Amazon Q takes it", async () => {
    const slack = { workspace: "T0123ABC", channel: "C0123ABC" };
    const handler = deploy({ contacts: [{ name: "oncall", emails: [], phones: [], slack }], operators: [] });
    await invoke(handler, queued(goDown("acme-prod/checkout")));
    atTime(NOW + MINUTE_MS);
    await invoke(handler, TICK);
    expect(sns.published.map(({ topicArn }) => topicArn)).toEqual([
      "arn:aws:sns:ap-northeast-2:123456789012:bongsu-acme-slack-oncall",
    ]);
    expect(JSON.parse(sns.published[0]?.message ?? "")).toMatchObject({
      version: "1.0",
      source: "custom",
      content: { textType: "client-markdown", title: expect.stringContaining("acme-prod/checkout") },
    });
  });

  it("is told to each contact in its own language, SMS too", async () => {
    logFailures("acme-prod/checkout");
    const ways = { emails: ["oncall@acme.example"], phones: ["+821012345678"] };
    const handler = deploy({
      contacts: [
        { name: "oncall", ...ways, language: "ko" },
        { name: "owner", ...ways },
      ],
      checks: [aCheck("acme-prod/checkout", { notify: ["oncall", "owner"] })],
      operators: [],
    });
    await invoke(handler, queued(goDown("acme-prod/checkout")));
    atTime(NOW + MINUTE_MS);
    await invoke(handler, TICK);
    const told = Object.fromEntries(sns.published.map(({ topicArn, message }) => [topicArn.split("bongsu-acme-")[1], message]));
    expect(told["email-oncall"]).toContain("서버가 직접 503을 응답합니다");
    expect(told["sms-oncall"]).toMatch(/^\[장애\] /);
    expect(told["email-owner"]).toContain("The server itself answers 503");
    expect(told["sms-owner"]).toMatch(/^DOWN /);
  });

  it("is told as over, once, to whom it was told", async () => {
    const handler = deploy();
    await invoke(handler, queued(goDown("acme-prod/checkout")));
    atTime(NOW + MINUTE_MS);
    await invoke(handler, TICK);
    const back = move("acme: acme-prod/checkout is down", { from: "ALARM", to: "OK", atEpochMs: NOW + 10 * MINUTE_MS });
    atTime(NOW + 10 * MINUTE_MS);
    await invoke(handler, queued(back));
    for (const minute of [16, 17, 18]) {
      atTime(NOW + minute * MINUTE_MS);
      await invoke(handler, TICK);
    }
    expect(sns.published.map(({ subject }) => subject?.split("]")[0])).toEqual(["[DOWN", "[OK"]);
  });

  it("makes no second message when its notification comes twice, late, or in two batches", async () => {
    const handler = deploy();
    const notification = goDown("acme-prod/checkout");
    await invoke(handler, queued(notification, notification));
    atTime(NOW + MINUTE_MS);
    await invoke(handler, queued(notification));
    await invoke(handler, queued(notification));
    expect(sns.published).toHaveLength(1);
  });

  it("is found without its notification within five minutes", async () => {
    const handler = deploy();
    goDown("acme-prod/checkout");
    for (let minute = 1; minute <= 5; minute += 1) {
      atTime(NOW + minute * MINUTE_MS);
      await invoke(handler, TICK);
    }
    expect(sns.published.map(({ subject }) => subject)).toEqual([expect.stringContaining("acme-prod/checkout")]);
  });
});

describe("a first message", () => {
  const again = (parts: Partial<Outcome> = {}) =>
    aDownOutcome({
      ...{ check: "acme-prod/checkout", location: "ap-northeast-2", facts: { status: 503 } },
      ...{ startedAtEpochMs: NOW + MINUTE_MS, ...parts },
    });

  async function tellOpening(): Promise<{ mail: string; records: Invoked["records"] }> {
    logFailures("acme-prod/checkout");
    const handler = deploy();
    await invoke(handler, queued(goDown("acme-prod/checkout")));
    expect(lambda.invocations).toEqual([]);
    atTime(NOW + MINUTE_MS);
    const { records } = await invoke(handler, TICK);
    atTime(NOW + 2 * MINUTE_MS);
    await invoke(handler, TICK);
    return { mail: sns.published.map(({ message }) => message).join(), records };
  }

  it("rests on a run of that very minute, for which the prober is asked once", async () => {
    lambda.answerWith(() => ({ answers: { outcomes: [again({ totalMs: 4_321 })] } }));
    const { mail, records } = await tellOpening();
    expect(lambda.invocations.map(({ functionName, event }) => [functionName, event])).toEqual([
      ["bongsu-acme-prober-region", { probe: ["acme-prod/checkout"] }],
    ]);
    expect(mail).toContain("tried again just now: the same");
    expect(mail).toContain("4.3 s");
    expect(mail).toContain("3 of 3 runs failed");
    expect(records).toEqual([]);
  });

  it("says that it answers again, and is less sure of the cause", async () => {
    lambda.answerWith(() => ({ answers: { outcomes: [anOutcome({ ...again(), status: "up", totalMs: 85 })] } }));
    const { mail } = await tellOpening();
    expect(mail).toContain("tried again just now: it answered in 85 ms");
    expect(mail).toContain("PROBABLE CAUSE (likely)");
  });

  it("goes out without it when the prober fails, and the log says so", async () => {
    lambda.answerWith(() => ({ fails: { errorMessage: "boom" } }));
    const { mail, records } = await tellOpening();
    expect(mail).toContain("3 of 3 runs failed");
    expect(mail).not.toContain("just now");
    expect(mail).toContain("PROBABLE CAUSE (confirmed)");
    expect(records).toEqual([{ bongsu: "unprobed", reason: expect.stringContaining("boom") }]);
  });
});

describe("a minute in which nothing is wrong", () => {
  it("costs one query, and every fifth a look at the alarms", async () => {
    const handler = deploy();
    await invoke(handler, TICK);
    expect([table.calls, alarms.calls, logs.requests.length]).toEqual([["Query"], [], 0]);
    atTime(NOW + 2 * MINUTE_MS);
    await invoke(handler, TICK);
    expect([alarms.calls, logs.requests.length, sns.requests.length]).toEqual([["DescribeAlarms"], 0, 0]);
  });
});

describe("what goes wrong", () => {
  it("sends the same message again, from another container, when it was written but not sent", async () => {
    const crashing = deploy();
    await invoke(crashing, queued(goDown("acme-prod/checkout")));
    atTime(NOW + MINUTE_MS);
    sns.refuseNext("InternalError");
    const { records } = await invoke(crashing, TICK);
    expect(records).toEqual([expect.objectContaining({ bongsu: "untold", count: 1, reason: expect.stringContaining("oncall") })]);
    const [written] = [...table.items.keys()].filter((key) => key.includes("notice#"));
    const next = deploy();
    atTime(NOW + 3 * MINUTE_MS);
    await invoke(next, TICK);
    expect(sns.published).toHaveLength(1);
    expect(written).toContain(`${/Incident (\w+)/.exec(sns.published[0]?.message ?? "")?.[1]}-1/oncall`);
    expect([...table.items.keys()].filter((key) => key.includes("notice#"))).toEqual([]);
  });

  it("logs a notification that nobody can read once, and gives back only those that it could not handle", async () => {
    const handler = deploy();
    const notification = goDown("acme-prod/checkout");
    alarms.refuseNext("AccessDenied");
    const { failures, records } = await invoke(handler, queued("no JSON", notification, '{"AlarmName":1}'));
    expect(failures).toEqual(["m1"]);
    expect(records.map(({ bongsu, reason }) => [bongsu, reason])).toEqual([
      ["unreadable", "it is no JSON object"],
      ["unreadable", "it has no AlarmName"],
      ["failed", expect.stringContaining("AccessDenied")],
    ]);
  });

  it("passes over alarms of others", async () => {
    const handler = deploy();
    const foreign = move("globex: something", { from: "OK", to: "ALARM", atEpochMs: NOW });
    expect(await invoke(handler, queued(foreign))).toEqual({ failures: [], records: [] });
    expect(alarms.calls).toEqual([]);
  });

  it("tells without evidence when there is none to be had", async () => {
    await logs.goDown();
    const handler = deploy();
    await invoke(handler, queued(goDown("acme-prod/checkout")));
    atTime(NOW + MINUTE_MS);
    await invoke(handler, TICK);
    expect(sns.published.map(({ subject }) => subject)).toEqual([expect.stringContaining("acme-prod/checkout")]);
  });

  it("fails a tick in which it cannot see, so that Lambda counts an error", async () => {
    const handler = deploy();
    table.failNext("AccessDeniedException");
    await expect(invoke(handler, TICK)).rejects.toThrow("AccessDenied");
  });
});

describe("the bundle of the responder", () => {
  it("keeps the HTTP client, which only a fresh run needs, out of what every start reads", () => {
    const parts = new Map(bundle("responder").files.map(({ path, contents }) => [path, Buffer.from(contents).toString("utf8")]));
    const read = new Set(["responder.mjs"]);
    for (const part of read) {
      for (const [, path = ""] of (parts.get(part) ?? "").matchAll(/(?:from|import) ?"\.\/([^"]+)"/g)) read.add(path);
    }
    const isClient = (text: string) => text.includes("UND_ERR_");
    expect([...parts].filter(([path, text]) => path.endsWith(".mjs") && isClient(text)).length).toBeGreaterThan(0);
    expect([...read].filter((path) => isClient(parts.get(path) ?? ""))).toEqual([]);
  });
});

describe("an alarm of OTLP metrics", () => {
  const PROMQL = "acme: acme-prod down, 2 of 3 every 1m";
  const OTLP = {
    ...BY_MAIL,
    checks: ["acme-prod/checkout", "acme-prod/login"].map((id) => aCheck(id, { metricForm: "otlp" })),
  };

  /** As CloudWatch notifies of one series of a PromQL alarm: without a reason. */
  function contributorMoves(check: string, to: "ALARM" | "OK", atEpochMs: number): string {
    alarms.setContributors(PROMQL, to === "ALARM" ? [{ labels: { check }, atEpochMs }] : []);
    return JSON.stringify({
      ...{ AlarmName: PROMQL, AlarmContributorId: "6d442278dba546f6", AlarmContributorAttributes: { check } },
      ...{ OldStateValue: to === "ALARM" ? "OK" : "ALARM", NewStateValue: to },
      StateChangeTime: new Date(atEpochMs).toISOString().replace("Z", "+0000"),
    });
  }

  it("is told of the one check that is down, and told as over", async () => {
    logFailures("acme-prod/checkout");
    const handler = deploy(OTLP);
    expect(await invoke(handler, queued(contributorMoves("acme-prod/checkout", "ALARM", NOW)))).toEqual({
      failures: [],
      records: [],
    });
    atTime(NOW + MINUTE_MS);
    await invoke(handler, TICK);
    expect(sns.published.map(({ subject }) => subject)).toEqual([expect.stringMatching(/^\[DOWN\] acme-prod\/checkout: .*503/)]);
    atTime(NOW + 10 * MINUTE_MS);
    await invoke(handler, queued(contributorMoves("acme-prod/checkout", "OK", NOW + 10 * MINUTE_MS)));
    for (const minute of [16, 17, 18]) {
      atTime(NOW + minute * MINUTE_MS);
      await invoke(handler, TICK);
    }
    expect(sns.published.map(({ subject = "" }) => subject.split(" ")[0])).toEqual(["[DOWN]", "[OK]"]);
  });

  it("is found without a word about which check moved", async () => {
    const handler = deploy(OTLP);
    const { AlarmContributorAttributes: _none, ...mute } = JSON.parse(contributorMoves("acme-prod/login", "ALARM", NOW));
    await invoke(handler, queued(JSON.stringify(mute)));
    atTime(NOW + MINUTE_MS);
    await invoke(handler, TICK);
    expect(sns.published.map(({ subject }) => subject)).toEqual([expect.stringContaining("acme-prod/login")]);
  });

  it("is not told as over because its prober has stopped", async () => {
    const handler = deploy(OTLP);
    await invoke(handler, queued(contributorMoves("acme-prod/checkout", "ALARM", NOW)));
    atTime(NOW + MINUTE_MS);
    await invoke(handler, TICK);
    alarms.set("acme: shard region-1m-0 is silent", "ALARM", NOW + 20 * MINUTE_MS);
    contributorMoves("acme-prod/checkout", "OK", NOW + 20 * MINUTE_MS);
    for (const minute of [20, 25, 30, 35]) {
      atTime(NOW + minute * MINUTE_MS);
      await invoke(handler, TICK);
    }
    expect(sns.published.map(({ subject = "" }) => subject.split(" ")[0])).not.toContain("[OK]");
  });

  it("is not told as over because its place has gone blind, of which the operators hear; what another place sees is", async () => {
    const checks = [
      aCheck("acme-prod/checkout", { metricForm: "otlp", from: ["us-east-1"] }),
      aCheck("acme-prod/login", { metricForm: "otlp", target: { url: "https://login.acme.example/" } }),
    ];
    const handler = deploy({ ...BY_MAIL, operators: ["oncall"], checks });
    const moved = contributorMoves("acme-prod/checkout", "ALARM", NOW);
    alarms.setContributors(
      PROMQL,
      checks.map(({ id }) => ({ labels: { check: id }, atEpochMs: NOW })),
    );
    await invoke(handler, queued(moved));
    atTime(NOW + MINUTE_MS);
    await invoke(handler, TICK);
    alarms.set("acme: OTLP alarms from us-east-1 are blind", "ALARM", NOW + 20 * MINUTE_MS);
    alarms.set(PROMQL, "OK", NOW + 20 * MINUTE_MS);
    for (const minute of [20, 21, 25, 30, 35]) {
      atTime(NOW + minute * MINUTE_MS);
      await invoke(handler, TICK);
    }
    const subjects = sns.published.map(({ subject = "" }) => subject);
    expect(subjects.filter((subject) => subject.startsWith("[OK]"))).toEqual([expect.stringContaining("acme-prod/login")]);
    expect(subjects).toContainEqual(expect.stringContaining("from us-east-1 are blind"));
  });
});
