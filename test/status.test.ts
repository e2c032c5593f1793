/** `bongsu status` against stand-ins of AWS: alarms of CloudWatch, runs from the prober's log. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { status } from "../lib/cli/status.ts";
import { displayWidth } from "../lib/core/messages/text-width.ts";
import { type AlarmsStandIn, startAlarms } from "./kit/aws/alarms.ts";
import { useAwsEnvironment } from "./kit/aws/environment.ts";
import { type LogsStandIn, startLogs } from "./kit/aws/logs.ts";
import { aDownOutcome, anOutcome } from "./kit/outcomes.ts";

const MINUTE_MS = 60_000;
const folder = mkdtempSync(join(tmpdir(), "bongsu-status-"));
const config = join(folder, "checks.yaml");
const IDS = ["acme-prod/checkout", "acme-prod/login", "globex/search", "globex/new"] as const;
writeFileSync(
  config,
  [
    ...["name: acme", "timezone: Asia/Seoul", "contacts:", "  oncall: { email: [oncall@acme.example] }"],
    "defaults: { notify: [oncall] }",
    "checks:",
    ...IDS.map((id) => `  - { id: ${id}, title: 결제, http: "https://api.acme.example/", slow: { total: { above: 2s } } }`),
    "",
  ].join("\n"),
);
afterAll(() => rmSync(folder, { recursive: true }));

let alarms: AlarmsStandIn;
let logs: LogsStandIn;
let environment: Disposable;
const beganEpochMs = Date.now() - 20 * MINUTE_MS;

beforeEach(async () => {
  [alarms, logs] = await Promise.all([startAlarms(), startLogs()]);
  environment = useAwsEnvironment({
    ...{
      AWS_REGION: "ap-northeast-2",
      AWS_ENDPOINT_URL_CLOUDWATCH: alarms.origin,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logs.origin,
    },
    ...{ AWS_ACCESS_KEY_ID: "ASIATEST", AWS_SECRET_ACCESS_KEY: "test", AWS_MAX_ATTEMPTS: "1" },
  });
});

afterEach(async () => {
  environment[Symbol.dispose]();
  await Promise.all([alarms[Symbol.asyncDispose](), logs[Symbol.asyncDispose]()]);
});

async function ask(json = false) {
  const said: Record<"out" | "error", string[]> = { out: [], error: [] };
  const output = {
    write: (text: string) => void said.out.push(text),
    error: (text: string) => void said.error.push(text),
    hasColor: false,
  };
  const code = await status({ config, json, output });
  return { code, out: said.out.join(""), error: said.error.join("") };
}

/** One is down, one is well, one is slow, and the last was deployed a moment ago. */
function deploy(): void {
  alarms.set("acme: acme-prod/checkout is down", "ALARM", beganEpochMs);
  alarms.set("acme: acme-prod/login is down", "OK", beganEpochMs);
  alarms.set("acme: globex/search is down", "OK", beganEpochMs);
  alarms.set("acme: globex/search is slow", "ALARM", beganEpochMs);
  alarms.set("acme: globex/new is down", "INSUFFICIENT_DATA", beganEpochMs);
  write({ bongsu: "outcome", ...aDownOutcome({ check: IDS[0], totalMs: 650, startedAtEpochMs: Date.now() - MINUTE_MS }) });
  write({ bongsu: "good", ...anOutcome({ check: IDS[1], startedAtEpochMs: Date.now() - 30 * MINUTE_MS }) });
}

function write(record: Readonly<Record<string, unknown>> & { readonly startedAtEpochMs: number }): void {
  logs.write("/bongsu/acme/prober-region", record, record.startedAtEpochMs);
}

describe("bongsu status", () => {
  it("shows each check as its alarms have it, with its newest run, in the table of run", async () => {
    deploy();
    const { code, error, out } = await ask();
    expect({ code, error }).toEqual({ code: 1, error: "" });
    expect(out).toMatch(/^4 checks of acme on AWS +\d\d:\d\d:\d\d KST\n/);
    expect([...out.matchAll(/^ {3}(\S (?:OK|DOWN|SLOW|NO DATA)) +(\S+) +(\d+ ms|-)/gm)].map(([, ...row]) => row)).toEqual([
      ["✕ DOWN", IDS[0], "650 ms"],
      ["✓ OK", IDS[1], "83 ms"],
      ["~ SLOW", IDS[2], "-"],
      ["- NO DATA", IDS[3], "-"],
    ]);
    expect(out).toMatch(/down since \w+ \d+ \w+\s+\d\d:\d\d KST/);
    expect(out).toMatch(/\n 1 down, 1 no data, 1 slow, 1 ok\n$/);
    expect(out.split("\n").filter((line) => displayWidth(line) > 80)).toEqual([]);
  });

  it("says what is wrong with Bongsu itself", async () => {
    deploy();
    alarms.set("acme: shard region-1m-0 is silent", "ALARM", beganEpochMs);
    alarms.set("acme: responder is silent", "ALARM", beganEpochMs);
    const { out } = await ask();
    expect(out).toContain("bongsu   acme: shard region-1m-0 is silent since ");
    expect(out).toContain("acme: responder is silent since ");
  });

  it("exits with 1 when nothing but the responder is wrong, which nobody can tell of", async () => {
    alarms.set("acme: acme-prod/login is down", "OK", beganEpochMs);
    alarms.set("acme: messages are untold", "ALARM", beganEpochMs);
    expect((await ask()).code).toBe(1);
  });

  it("prints the same as JSON", async () => {
    deploy();
    const { checks, schemaVersion } = JSON.parse((await ask(true)).out);
    expect(schemaVersion).toBe(1);
    expect(checks.map(({ check, state }: { check: string; state: string }) => `${check} ${state}`)).toEqual([
      ...["acme-prod/checkout down", "acme-prod/login up", "globex/search slow", "globex/new silent"],
    ]);
    expect(checks[0]).toMatchObject({
      latest: { failure: { code: "expectation-unmet" } },
      alarms: [{ topic: "down", state: "ALARM" }],
    });
  });

  it("exits with 0 when no alarm is on, and with 3 where nothing is deployed or may be seen", async () => {
    expect(await ask()).toMatchObject({ code: 3, error: expect.stringContaining("is it deployed?") });
    alarms.set("acme: acme-prod/login is down", "OK", beganEpochMs);
    expect((await ask()).code).toBe(0);
    alarms.refuseNext("AccessDenied");
    expect(await ask()).toMatchObject({ code: 3, error: expect.stringContaining("AccessDenied") });
  });
});
