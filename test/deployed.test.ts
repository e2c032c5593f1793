/** The commands that speak to what is deployed, against stand-ins of AWS. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCredentials } from "../lib/aws/credentials.ts";
import { createDynamoDbClient } from "../lib/aws/dynamodb-client.ts";
import { createDynamoDbIncidentStore } from "../lib/aws/dynamodb-incident-store.ts";
import { ack } from "../lib/cli/ack.ts";
import { doctor, type Finding } from "../lib/cli/doctor.ts";
import { incidents } from "../lib/cli/incidents.ts";
import { mute } from "../lib/cli/mute.ts";
import { testAlert } from "../lib/cli/test-alert.ts";
import type { IncidentStore } from "../lib/core/ports.ts";
import { type AlarmsStandIn, startAlarms } from "./kit/aws/alarms.ts";
import { type DynamoDbStandIn, startDynamoDb } from "./kit/aws/dynamodb.ts";
import { useAwsEnvironment } from "./kit/aws/environment.ts";
import { type LambdaStandIn, startLambda } from "./kit/aws/lambda.ts";
import { type SnsStandIn, startSns } from "./kit/aws/sns.ts";
import { anIncident, aTold } from "./kit/incidents.ts";

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
let lambda: LambdaStandIn;
let environment: Disposable;
let store: IncidentStore;

beforeEach(async () => {
  [table, sns, alarms, lambda] = await Promise.all([startDynamoDb(), startSns(), startAlarms(), startLambda()]);
  environment = useAwsEnvironment({
    AWS_REGION: "ap-northeast-2",
    AWS_ENDPOINT_URL_DYNAMODB: table.origin,
    AWS_ENDPOINT_URL_SNS: sns.origin,
    AWS_ENDPOINT_URL_CLOUDWATCH: alarms.origin,
    AWS_ENDPOINT_URL_LAMBDA: lambda.origin,
    AWS_ACCESS_KEY_ID: "ASIATEST",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_MAX_ATTEMPTS: "1",
  });
  const client = createDynamoDbClient({ credentials: createCredentials() });
  store = createDynamoDbIncidentStore({ client, tableName: "bongsu-acme-incidents", deployment: "acme" });
});

afterEach(async () => {
  environment[Symbol.dispose]();
  await Promise.all([table, sns, alarms, lambda].map((server) => server[Symbol.asyncDispose]()));
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

describe("bongsu ack", () => {
  function acknowledging(incident: string, duration = "4h", json = false): Promise<Said> {
    return say((output) => ack({ incident, duration, config, json, output }));
  }

  async function untilOf(id: string): Promise<number | undefined> {
    return (await store.read()).incidents.find((incident) => incident.id === id)?.acknowledgedUntilEpochMs;
  }

  beforeEach(async () => {
    const over = anIncident({ id: "m3p4", state: "closed", closedAtEpochMs: Date.now() });
    await store.commit({ incidents: [anIncident(), over] }, 0);
  });

  it("notes until when nobody is to be reminded, and says so in the time of the place", async () => {
    const before = Date.now();
    const { code, out } = await acknowledging("K7F2");
    expect(await untilOf("k7f2")).toBeGreaterThanOrEqual(before + 4 * HOUR_MS);
    expect(await untilOf("k7f2")).toBeLessThanOrEqual(Date.now() + 4 * HOUR_MS);
    expect(out).toMatch(/^Nobody is reminded of k7f2 \(acme\/checkout\) until .*KST\. Its recovery is told\.\n$/);
    expect(code).toBe(0);
  });

  it("takes it back", async () => {
    await acknowledging("k7f2", "1h");
    expect((await acknowledging("k7f2", "off")).out).toBe("People are reminded of k7f2 (acme/checkout) again.\n");
    expect(await untilOf("k7f2")).toBeUndefined();
  });

  it("leaves all else of the incident, and a mute, as they are", async () => {
    await store.commit({ mutes: [{ subject: "acme", untilEpochMs: Date.now() + HOUR_MS }] }, 1);
    await acknowledging("k7f2");
    const { incidents: kept, mutes } = await store.read();
    const { acknowledgedUntilEpochMs: _until, ...rest } = kept.find(({ id }) => id === "k7f2") ?? {};
    expect(rest).toEqual(anIncident());
    expect(mutes.map(({ subject }) => subject)).toEqual(["acme"]);
  });

  it("refuses what is not open, endless or no duration, and writes nothing", async () => {
    const { version } = await store.read();
    expect(await acknowledging("m3p4")).toMatchObject({
      code: 3,
      error: "No incident m3p4 is open. These are: k7f2 (acme/checkout).\n",
    });
    expect(await acknowledging("k7f2", "8d")).toMatchObject({ code: 3, error: expect.stringContaining("7d") });
    expect(await acknowledging("k7f2", "90")).toMatchObject({ code: 3, error: expect.stringContaining("no duration") });
    expect((await store.read()).version).toBe(version);
  });

  it("prints what was written as JSON", async () => {
    expect(JSON.parse((await acknowledging("k7f2", "1h", true)).out)).toMatchObject({
      schemaVersion: 1,
      incident: { id: "k7f2", root: { kind: "check", name: "acme/checkout" }, acknowledgedUntilEpochMs: expect.any(Number) },
    });
  });
});

describe("bongsu incidents", () => {
  const list = (json = false) => say((output) => incidents({ config, json, output }));
  const ofHost = anIncident({
    ...{ id: "m3p4", root: { kind: "host", name: "api.acme.example" }, state: "gathering" },
    ...{ openedAtEpochMs: Date.UTC(2026, 10, 22, 8, 2), failingSinceEpochMs: Date.UTC(2026, 10, 22, 7, 59) },
  });
  const known = anIncident({
    told: { "oncall/sms": aTold(), "oncall/email": aTold() },
    acknowledgedUntilEpochMs: Date.UTC(2126, 10, 22, 12),
  });

  it("lists what is open, the oldest first, with the first failed run, who was told and who cares", async () => {
    const over = anIncident({ id: "b2b2", state: "closed" });
    await store.commit({ incidents: [known, ofHost, over] }, 0);
    const { code, out } = await list();
    expect(out.split("\n")).toEqual([
      "ID    ROOT                   SINCE                 TOLD                      ACKNOWLEDGED",
      "m3p4  host api.acme.example  Sun 22 Nov 16:59 KST  nobody                    no",
      "k7f2  acme/checkout          Sun 22 Nov 17:00 KST  oncall/email, oncall/sms  until Fri 22 Nov 21:00 KST",
      "",
    ]);
    expect(code).toBe(1);
  });

  it("says so when nothing is open", async () => {
    expect(await list()).toMatchObject({ code: 0, out: "Nothing is open in acme.\n" });
  });

  it("prints them as JSON, without an acknowledgement that is over", async () => {
    await store.commit({ incidents: [{ ...known, acknowledgedUntilEpochMs: 1 }] }, 0);
    expect(JSON.parse((await list(true)).out)).toEqual({
      schemaVersion: 1,
      incidents: [
        {
          ...{ id: "k7f2", root: { kind: "check", name: "acme/checkout" }, severity: "critical", state: "open", memberCount: 1 },
          ...{ sinceEpochMs: Date.UTC(2026, 10, 22, 8), told: ["oncall/email", "oncall/sms"] },
        },
      ],
    });
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

  async function examine(file = config): Promise<{ code: number; findings: Finding[] }> {
    const { code, out } = await say((output) => doctor({ config: file, json: true, output }));
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
      ...["incidents", "alarms", "dashboards", "oncall", "oncall", "text messages", "text messages"],
    ]);
    expect(lambda.invocations).toMatchObject([{ functionName: "customWidget-bongsu-acme", event: { describe: true } }]);
    expect(code).toBe(0);
  });

  it("says when whoever looks at the dashboards would see no picture", async () => {
    deployAll();
    lambda.answerWith(() => ({ refused: "AccessDeniedException" }));
    const { code, findings } = await examine();
    expect(findings).toContainEqual({
      ...{ about: "dashboards", state: "problem" },
      says: "you may not call the function customWidget-bongsu-acme: allow lambda:InvokeFunction on it",
    });
    expect(code).toBe(1);
    lambda.answerWith(() => ({ fails: { errorType: "Runtime.ExitError" } }));
    const broken = (await examine()).findings.find(({ about }) => about === "dashboards");
    expect(broken).toMatchObject({ state: "unknown", says: expect.stringContaining("Runtime.ExitError") });
  });

  it("acceptance 10: names checks of which nobody is told", async () => {
    deployAll();
    const quiet = join(folder, "quiet.yaml");
    const checks = ["a", "b"].map((id) => `  - { id: ${id}, tcp: "a.example:1" }\n`);
    writeFileSync(
      quiet,
      `name: acme\nchecks:\n${checks.join("")}  - { id: told, tcp: "a.example:1", notify: [o] }\ncontacts: { o: { email: [o@a.example] } }\n`,
    );
    const { findings } = await examine(quiet);
    expect(findings.find(({ about }) => about === "notify")).toEqual({
      ...{ about: "notify", state: "problem" },
      says: "nobody is told when something is wrong with 2 checks, such as a: name a contact under notify",
    });
  });

  it("misses no responder where nobody is to be told of anything, and says that nobody is", async () => {
    deployAll();
    const deaf = join(folder, "deaf.yaml");
    writeFileSync(deaf, "name: deaf\nchecks:\n  - { id: acme-prod/checkout, http: https://api.acme.example/health }\n");
    const there = ALARMS.filter((name) => !/^(responder|notifications|messages) |^an hour/.test(name));
    for (const name of there) alarms.set(`deaf: ${name.replace("-acme-", "-deaf-")}`, "OK", 0);
    alarms.set("deaf: an hour of the day is slow", "OK", 0);
    const { findings } = await examine(deaf);
    expect(findings).toContainEqual({ about: "alarms", state: "good", says: "all 11 are there" });
    expect(findings.filter(({ state }) => state !== "good")).toEqual([
      expect.objectContaining({ about: "notify", says: expect.stringContaining("nobody is told") }),
    ]);
  });

  it("counts no mute that is over", async () => {
    deployAll();
    const muteUntil = (subject: string, untilEpochMs: number) => ({ subject, untilEpochMs });
    await store.commit(
      { mutes: [muteUntil("acme-prod", Date.now() + HOUR_MS), muteUntil("api.acme.example", Date.now() - 1)] },
      0,
    );
    const { findings } = await examine();
    expect(findings).toContainEqual({ about: "incidents", state: "good", says: "0 open, 1 muted, 0 to be told" });
  });

  it("acceptance 10: says who has not confirmed, and that texts are limited", async () => {
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
