/** The commands that speak to what is deployed, against stand-ins of AWS. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCredentials } from "../lib/aws/credentials.ts";
import { createDynamoDbClient } from "../lib/aws/dynamodb-client.ts";
import { createDynamoDbIncidentStore } from "../lib/aws/dynamodb-incident-store.ts";
import { doctor, type Finding } from "../lib/cli/doctor.ts";
import { mute } from "../lib/cli/mute.ts";
import { testAlert } from "../lib/cli/test-alert.ts";
import type { IncidentStore } from "../lib/core/ports.ts";
import { type AlarmsStandIn, startAlarms } from "./kit/aws/alarms.ts";
import { type DynamoDbStandIn, startDynamoDb } from "./kit/aws/dynamodb.ts";
import { useAwsEnvironment } from "./kit/aws/environment.ts";
import { type SnsStandIn, startSns } from "./kit/aws/sns.ts";

const HOUR_MS = 3_600_000;
const folder = mkdtempSync(join(tmpdir(), "bongsu-deployed-"));
const config = join(folder, "checks.yaml");
writeFileSync(
  config,
  [
    "name: acme",
    "timezone: Asia/Seoul",
    "contacts:",
    '  oncall: { email: [oncall@acme.example], sms: ["+821012345678"] }',
    "operators: [oncall]",
    "defaults: { notify: [oncall] }",
    "checks: [{ id: acme-prod/checkout, http: https://api.acme.example/health }]",
    "",
  ].join("\n"),
);
afterAll(() => rmSync(folder, { recursive: true }));

let table: DynamoDbStandIn;
let sns: SnsStandIn;
let alarms: AlarmsStandIn;
let environment: Disposable;
let store: IncidentStore;

beforeEach(async () => {
  [table, sns, alarms] = await Promise.all([startDynamoDb(), startSns(), startAlarms()]);
  environment = useAwsEnvironment({
    AWS_REGION: "ap-northeast-2",
    AWS_ENDPOINT_URL_DYNAMODB: table.origin,
    AWS_ENDPOINT_URL_SNS: sns.origin,
    AWS_ENDPOINT_URL_CLOUDWATCH: alarms.origin,
    AWS_ACCESS_KEY_ID: "ASIATEST",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_MAX_ATTEMPTS: "1",
  });
  const client = createDynamoDbClient({ credentials: createCredentials() });
  store = createDynamoDbIncidentStore({ client, tableName: "bongsu-acme-incidents", deployment: "acme" });
});

afterEach(async () => {
  environment[Symbol.dispose]();
  await Promise.all([table, sns, alarms].map((server) => server[Symbol.asyncDispose]()));
});

interface Said {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

async function say(
  command: (output: { write(text: string): void; error(text: string): void; hasColor: boolean }) => Promise<number>,
) {
  const said = { out: "", error: "" };
  const code = await command({
    write: (text) => {
      said.out += text;
    },
    error: (text) => {
      said.error += text;
    },
    hasColor: false,
  });
  return { code, ...said } satisfies Said;
}

describe("bongsu mute", () => {
  function muting(subject: string, duration: string, json = false): Promise<Said> {
    return say((output) => mute({ subject, duration, reason: "release", config, json, output }));
  }

  it("writes a mute with its end, and says until when in the time of the place", async () => {
    const before = Date.now();
    const { code, out } = await muting("acme-prod/checkout", "2h");
    const [written] = (await store.read()).mutes;
    expect(written).toMatchObject({ subject: "acme-prod/checkout", reason: "release" });
    expect(written?.untilEpochMs).toBeGreaterThanOrEqual(before + 2 * HOUR_MS);
    expect(written?.untilEpochMs).toBeLessThanOrEqual(Date.now() + 2 * HOUR_MS);
    expect(out).toMatch(
      /^Nobody is told of acme-prod\/checkout until .*KST\. Probing goes on; what is still down then is told\.\n$/,
    );
    expect(code).toBe(0);
  });

  it("knows groups and hosts too, and ends a mute", async () => {
    expect((await muting("acme-prod", "1h")).code).toBe(0);
    expect((await muting("api.acme.example", "1h")).code).toBe(0);
    expect((await store.read()).mutes.map(({ subject }) => subject)).toEqual(["acme-prod", "api.acme.example"]);
    expect((await muting("acme-prod", "off")).out).toBe("acme-prod is told of again.\n");
    const inForce = (await store.read()).mutes.filter(({ untilEpochMs }) => untilEpochMs > Date.now());
    expect(inForce.map(({ subject }) => subject)).toEqual(["api.acme.example"]);
  });

  it("refuses what is misspelt, endless or no duration, and writes nothing", async () => {
    expect(await muting("acme-prod/chekout", "1h")).toMatchObject({
      code: 3,
      error: expect.stringContaining("Did you mean acme-prod/checkout?"),
    });
    expect(await muting("acme-prod", "8d")).toMatchObject({ code: 3, error: expect.stringContaining("7d") });
    expect(await muting("acme-prod", "90")).toMatchObject({ code: 3, error: expect.stringContaining("no duration") });
    expect(table.calls).toEqual([]);
  });

  it("prints what was written as JSON", async () => {
    expect(JSON.parse((await muting("acme-prod", "1h", true)).out)).toMatchObject({
      schemaVersion: 1,
      mute: { subject: "acme-prod", untilEpochMs: expect.any(Number) },
    });
  });

  it("says that nothing is deployed where there is no table", async () => {
    table.failNext("ResourceNotFoundException");
    expect(await muting("acme-prod", "1h")).toMatchObject({ code: 3, error: expect.stringContaining("acme is not deployed") });
  });
});

describe("bongsu test-alert", () => {
  const wait = { forMs: 2_000, everyMs: 20 };

  it("puts a marked drill into the outbox, and says when the responder has sent it", async () => {
    const sending = say((output) => testAlert({ contacts: [], config, json: false, output, wait }));
    const notice = await untilWritten();
    expect(notice).toMatchObject({ contact: "oncall", channels: ["email", "sms"], reason: "drill", story: { type: "drill" } });
    await store.settle(notice?.id ?? "");
    const { code, out } = await sending;
    expect(out).toContain("oncall: handed to SNS");
    expect(code).toBe(0);
  });

  it("exits with 1 when it was not sent in time, and names where to look", async () => {
    const quick = { forMs: 50, everyMs: 20 };
    const { code, out } = await say((output) => testAlert({ contacts: ["oncall"], config, json: false, output, wait: quick }));
    expect(out).toContain("oncall: not sent");
    expect(code).toBe(1);
  });

  it("refuses contacts that nobody has", async () => {
    const { code, error } = await say((output) => testAlert({ contacts: ["nobody"], config, json: false, output, wait }));
    expect([code, error]).toEqual([3, `${config} has no contact nobody.\n`]);
  });

  async function untilWritten() {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const [notice] = (await store.read()).outbox;
      if (notice !== undefined) return notice;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return undefined;
  }
});

describe("bongsu doctor", () => {
  const ARN = "arn:aws:sns:ap-northeast-2:123456789012:bongsu-acme-email-oncall";
  const SMS_ARN = ARN.replace("email", "sms");

  function subscription(protocol: string, endpoint: string, arn: string): string {
    const parts = { Owner: "123456789012", TopicArn: ARN, Protocol: protocol, Endpoint: endpoint, SubscriptionArn: arn };
    return `<member>${Object.entries(parts)
      .map(([name, value]) => `<${name}>${value}</${name}>`)
      .join("")}</member>`;
  }

  async function examine(): Promise<{ code: number; findings: Finding[] }> {
    const { code, out } = await say((output) => doctor({ config, json: true, output }));
    return { code, findings: JSON.parse(out).findings };
  }

  function deployAll({ arnOfMail = `${ARN}:1`, isSandbox = false, limit = "50" } = {}): void {
    sns.reply(
      "ListTopics",
      `<Topics>${[ARN, SMS_ARN].map((arn) => `<member><TopicArn>${arn}</TopicArn></member>`).join("")}</Topics>`,
    );
    sns.reply(
      "ListSubscriptionsByTopic",
      `<Subscriptions>${subscription("email", "oncall@acme.example", arnOfMail)}${subscription("sms", "+821012345678", `${ARN}:2`)}</Subscriptions>`,
    );
    sns.reply("GetSMSSandboxAccountStatus", `<IsInSandbox>${isSandbox}</IsInSandbox>`);
    sns.reply("GetSMSAttributes", `<attributes><entry><key>MonthlySpendLimit</key><value>${limit}</value></entry></attributes>`);
    for (const name of ALARMS) alarms.set(`acme: ${name}`, "OK", 0);
  }

  it("finds nothing where all is well", async () => {
    deployAll();
    const { code, findings } = await examine();
    expect(findings.filter(({ state }) => state !== "good")).toEqual([]);
    expect(findings.map(({ about }) => about)).toEqual([
      ...["incidents", "alarms", "oncall", "oncall", "text messages", "text messages"],
    ]);
    expect(code).toBe(0);
  });

  it("says who has not confirmed, and that texts are limited", async () => {
    deployAll({ arnOfMail: "PendingConfirmation", isSandbox: true, limit: "1" });
    const { code, findings } = await examine();
    expect(findings.flatMap(({ state, says }) => (state === "problem" ? says : []))).toEqual([
      expect.stringContaining("oncall@acme.example has not confirmed"),
      expect.stringContaining("sandbox"),
      expect.stringContaining("1 USD a month"),
    ]);
    expect(code).toBe(1);
  });

  it("says what is missing, and what is wrong with Bongsu itself", async () => {
    deployAll();
    sns.reply("ListTopics", "<Topics></Topics>");
    alarms.set("acme: responder is silent", "ALARM", 0);
    const { findings } = await examine();
    expect(findings.flatMap(({ state, says }) => (state === "problem" ? says : []))).toEqual([
      '"acme: responder is silent" is on: see docs/runbook.md#responder-silent',
      "the topic bongsu-acme-email-oncall does not exist: deploy again",
      "the topic bongsu-acme-sms-oncall does not exist: deploy again",
    ]);
  });

  it("goes on where it may not look, says so, and exits with 3", async () => {
    deployAll();
    alarms.refuseNext("AccessDenied");
    const { code, findings } = await examine();
    expect(findings.filter(({ state }) => state === "unknown")).toEqual([
      { about: "alarms", state: "unknown", says: expect.stringContaining("AccessDenied") },
    ]);
    expect(code).toBe(3);
  });
});

const ALARMS = [
  ...["acme-prod/checkout is down", "an hour of the day is slow"],
  ...["shard region-1m-0 is silent", "shard region-1m-0 has unknown outcomes"],
  ...["prober region has errors", "prober region is throttled"],
  ...["analyst bongsu-acme-analyst-region has errors", "analyst bongsu-acme-analyst-region is throttled"],
  "analyst bongsu-acme-analyst-region is silent",
  ...["runs are in the dead-letter queue", "measurements are undelivered"],
  ...["responder has errors", "responder is throttled", "responder is silent", "responder is late"],
  ...["notifications are in the dead-letter queue", "messages are untold"],
];
