import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { metricsCheck, runOptions } from "../../../../test/kit/checks.ts";
import { hasJdk, type LeakingJvm, startLeakingJvm } from "../../../../test/kit/jvm/leaking-threads.ts";
import { closedPort, startHttp } from "../../../../test/kit/servers.ts";
import { runCheck } from "../../run/run-check.ts";
import { summariseThreadDump } from "../../thread-dump/summarise-thread-dump.ts";
import { startDeadline } from "../../time/deadline.ts";
import { fetchThreadDump } from "./fetch-thread-dump.ts";
import type { MetricsTarget } from "./target.ts";

const TIMEOUT_MS = 5_000;

async function fetchDump(url: string) {
  const { target } = metricsCheck(url);
  const options = runOptions();
  const deadline = startDeadline(TIMEOUT_MS, options.clock);
  const context = { ...options, deadline, wanted: new Set<string>(), keepSecret: () => undefined };
  return await fetchThreadDump(url, target as MetricsTarget, context).finally(() => deadline.clear());
}

describe.skipIf(!hasJdk)("a JVM that leaks threads (needs a JDK)", () => {
  let jvm: LeakingJvm;
  beforeAll(async () => {
    jvm = await startLeakingJvm({ leakedThreads: 30, healthyThreads: 20 });
  });
  afterAll(async () => await jvm[Symbol.asyncDispose]());

  it("shows its threads rising, and when it was started", async () => {
    const series = {
      threads: { name: "jvm_threads_live_threads", labels: {}, fold: "sum" },
      started: { name: "jvm_threads_started_threads_total", labels: {}, fold: "sum" },
    } as const;
    const check = metricsCheck(`${jvm.origin}/actuator/prometheus`, { metrics: { series } });
    const before = await runCheck(check, runOptions());
    for (let run = 0; run < 5; run++) await fetch(`${jvm.origin}/job`);
    const after = await runCheck(check, runOptions());
    expect([before.status, after.status]).toEqual(["up", "up"]);
    expect(Number(after.facts.threads) - Number(before.facts.threads)).toBeGreaterThanOrEqual(5);
    expect(Number(after.facts.started) - Number(before.facts.started)).toBeGreaterThanOrEqual(5);
    expect(after.facts.startedAtEpochMs).toBe(before.facts.startedAtEpochMs);
  });

  it("says in its health what is wrong", async () => {
    const healthIsUp = [{ fact: "health", matcher: { op: "oneOf", values: ["UP"] } }] as const;
    const outcome = await runCheck(metricsCheck(`${jvm.origin}/actuator/health`, { expect: healthIsUp }), runOptions());
    expect(outcome.failure?.message).toMatch(/^expected health == "UP", got "DOWN" \(threads is DOWN \(live: \d+\)\)$/);
  });

  it("shows in a dump which job started them", async () => {
    const fetched = await fetchDump(`${jvm.origin}/actuator/threaddump`);
    const { sentences } = summariseThreadDump("threads" in fetched ? fetched.threads : []);
    expect(sentences.join("\n")).toMatch(/are pool-#-thread-1 of \d+ pools, \w+ in com\.acme\.sms\.SmsStatusJob\.awaitReply/);
  });
});

describe("fetching a thread dump", () => {
  it("says why there is none", async () => {
    expect(await fetchDump(`http://127.0.0.1:${await closedPort()}/`)).toMatchObject({ failure: { code: "connect-refused" } });
    await using closed = await startHttp((_, response) => response.writeHead(403).end());
    expect(await fetchDump(`http://127.0.0.1:${closed.port}/`)).toMatchObject({ failure: { code: "auth-failed" } });
    await using other = await startHttp((_, response) => response.end("hello"));
    expect(await fetchDump(`http://127.0.0.1:${other.port}/`)).toMatchObject({
      failure: { code: "protocol-error", message: "expected a thread dump, got no thread in it" },
    });
  });
});
