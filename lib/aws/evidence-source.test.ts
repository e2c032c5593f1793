import { describe, expect, it, onTestFinished } from "vitest";
import { useAwsEnvironment } from "../../test/kit/aws/environment.ts";
import { startLogs } from "../../test/kit/aws/logs.ts";
import { aCheck, aDownOutcome, anOutcome } from "../../test/kit/outcomes.ts";
import type { ThreadEvidence } from "../core/analysis/thread-evidence.ts";
import type { Config } from "../core/model/check.ts";
import type { MetricHistory } from "../core/ports.ts";
import { createCredentials } from "./credentials.ts";
import { createEvidenceSource } from "./evidence-source.ts";
import { goodRecord, outcomeRecord, threadRecord } from "./log-records.ts";
import { createLogsClient } from "./logs-client.ts";
import { createRecordReader, type RecordQuery } from "./record-reader.ts";

const NOW = Date.UTC(2026, 10, 22, 8, 21);
const MINUTE_MS = 60_000;
const LOG = "/bongsu/acme/prober-region";
const history: MetricHistory = { read: async () => [] };

async function open({ eventsAPage = 10_000, ids = ["acme/a", "acme/b"] } = {}) {
  const environment = useAwsEnvironment({
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_MAX_ATTEMPTS: "1",
  });
  const logs = await startLogs({ eventsAPage });
  onTestFinished(async () => {
    environment[Symbol.dispose]();
    await logs[Symbol.asyncDispose]();
  });
  const client = createLogsClient({ credentials: createCredentials(), region: "eu-west-1", endpoint: logs.origin });
  const reader = createRecordReader({ client, budgetMs: 2_000 });
  const checks = ids.map((id) => aCheck({ id, from: [id.endsWith("vpc") ? "vpc" : "region"], leak: { series: "threads" } }));
  const config: Config = { name: "acme", timezone: "UTC", language: "en", contacts: [], operators: [], checks };
  const write = (record: string, atEpochMs: number, group = LOG) => logs.write(group, JSON.parse(record), atEpochMs);
  return { logs, reader, write, source: createEvidenceSource({ config, reader, history, probe: async () => [] }) };
}

const lately = { fromEpochMs: NOW - 10 * MINUTE_MS, toEpochMs: NOW } as const;

describe("runs from the log", () => {
  it("come back as they were written, newest first, of the checks and the time that were asked for", async () => {
    const { source, write } = await open();
    const old = aDownOutcome({ check: "acme/a", startedAtEpochMs: NOW - 20 * MINUTE_MS });
    const first = aDownOutcome({ check: "acme/a", startedAtEpochMs: NOW - 3 * MINUTE_MS });
    const good = anOutcome({ check: "acme/a", startedAtEpochMs: NOW - MINUTE_MS, evidence: { address: "203.0.113.7" } });
    const other = aDownOutcome({ check: "acme/b", startedAtEpochMs: NOW - 2 * MINUTE_MS });
    for (const outcome of [old, first, other]) write(outcomeRecord(outcome), outcome.startedAtEpochMs);
    write(goodRecord(good), good.startedAtEpochMs);
    const found = await source.outcomes({ checks: ["acme/a"], of: "all", ...lately });
    expect(found.map(({ startedAtEpochMs }) => startedAtEpochMs)).toEqual([good.startedAtEpochMs, first.startedAtEpochMs]);
    expect(found[1]).toMatchObject(first);
    expect(found[0]).toMatchObject({
      status: "up",
      phases: good.phases,
      facts: good.facts,
      evidence: { address: "203.0.113.7" },
    });
    expect(await source.outcomes({ checks: ["acme/a"], of: "good", ...lately })).toHaveLength(1);
  });

  it("are read page after page, and once a question", async () => {
    const { source, write, logs } = await open({ eventsAPage: 2 });
    for (let run = 0; run < 5; run += 1) {
      const outcome = aDownOutcome({ check: "acme/a", startedAtEpochMs: NOW - (run + 1) * MINUTE_MS });
      write(outcomeRecord(outcome), outcome.startedAtEpochMs);
    }
    const ask = () => source.outcomes({ checks: ["acme/a"], of: "all", ...lately });
    expect(await ask()).toHaveLength(5);
    expect(await ask()).toHaveLength(5);
    expect(logs.requests.map(({ nextToken }) => nextToken)).toEqual([undefined, "2", "4"]);
  });

  it("come from the log of the vantage point of each check, and none from a log that is not there yet", async () => {
    const { source, write } = await open({ ids: ["acme/a", "acme/vpc"] });
    const outcome = aDownOutcome({ check: "acme/vpc", startedAtEpochMs: NOW - MINUTE_MS });
    write(outcomeRecord(outcome), outcome.startedAtEpochMs, "/bongsu/acme/prober-vpc");
    expect(await source.outcomes({ checks: ["acme/a", "acme/vpc"], of: "all", ...lately })).toHaveLength(1);
  });

  it("are sorted out here where naming all checks would make too long a pattern", async () => {
    const ids = Array.from({ length: 60 }, (_, at) => `acme/${"x".repeat(40)}-${at}`);
    const { source, write, logs } = await open({ ids: [...ids, "acme/other"] });
    for (const check of [...ids, "acme/other"]) write(outcomeRecord(aDownOutcome({ check, startedAtEpochMs: NOW - 1 })), NOW - 1);
    expect(await source.outcomes({ checks: ids, of: "all", ...lately })).toHaveLength(60);
    expect(logs.requests.map(({ filterPattern }) => filterPattern)).toEqual(['{ ($.bongsu = "outcome" || $.bongsu = "good") }']);
  });

  it("pass over lines that are no outcome of this version", async () => {
    const { source, logs } = await open();
    logs.write(LOG, { bongsu: "outcome", check: "acme/a", status: "exploded" }, NOW - 1);
    expect(await source.outcomes({ checks: ["acme/a"], of: "all", ...lately })).toEqual([]);
  });
});

describe("thread dumps from the log", () => {
  it("are the last one of the check, with what it told", async () => {
    const { source, write } = await open();
    const groups = [
      {
        name: "pool-#-thread-1",
        state: "WAITING",
        frame: "com.acme.SmsStatusJob.run",
        count: 812,
        pools: 812,
        distinctNames: 812,
      },
    ] as const;
    const evidence = (atEpochMs: number): ThreadEvidence => ({
      ...{ check: "acme/a", series: "threads", moment: "opened", atEpochMs },
      finding: { threads: 900, sentences: ["812 of 900"], frames: [], groups },
    });
    for (const atEpochMs of [NOW - 2 * MINUTE_MS, NOW - MINUTE_MS]) {
      write(threadRecord(evidence(atEpochMs)), atEpochMs, "/bongsu/acme/analyst-region");
    }
    expect(await source.threads("acme/a", NOW - 10 * MINUTE_MS)).toMatchObject(evidence(NOW - MINUTE_MS));
    expect(await source.threads("acme/b", NOW - 10 * MINUTE_MS)).toBeUndefined();
  });
});

describe("the reader", () => {
  const query = { logGroupName: LOG, kinds: ["outcome"], fromEpochMs: 0 } as const;

  it("gives what it has and says why there may be more, when there are too many pages or nobody answers", async () => {
    const { reader, write, logs } = await open({ eventsAPage: 1 });
    for (let run = 0; run < 12; run += 1) write(outcomeRecord(aDownOutcome()), NOW + run);
    expect(await reader.read(query)).toEqual({ records: expect.any(Array), problem: "the log holds more than 10 pages" });
    await logs.goDown();
    expect(await reader.read(query)).toEqual({ records: [], problem: expect.any(String) });
  });
});

describe("a check from several places", () => {
  it("is read where each of its probers writes, in the Region of that prober", async () => {
    const asked: RecordQuery[] = [];
    const reader = { read: async (query: RecordQuery) => ({ records: asked.push(query) > 0 ? [] : [] }) };
    const checks = [aCheck({ id: "acme/a", from: ["region", "us-east-1", "vpc"] })];
    const config: Config = { name: "acme", timezone: "UTC", language: "en", contacts: [], operators: [], checks };
    const source = createEvidenceSource({ config, reader, history, probe: async () => [] });
    await source.outcomes({ checks: ["acme/a"], of: "all", ...lately });
    expect(asked.map(({ logGroupName, region }) => [logGroupName, region])).toEqual([
      ["/bongsu/acme/prober-region", undefined],
      ["/bongsu/acme/prober-us-east-1", "us-east-1"],
      ["/bongsu/acme/prober-vpc", undefined],
    ]);
  });
});
