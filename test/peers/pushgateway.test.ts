/** Debian's Pushgateway: it shows the last pushed values for ever, so only their age tells that a process is dead. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCheck } from "../../lib/core/run/run-check.ts";
import { systemClock } from "../../lib/core/time/clock.ts";
import { metricsCheck, runOptions } from "../kit/checks.ts";
import { isInstalled, type PeerProgram, peerTitle, startPeerProgram } from "../kit/peer-program.ts";

const PROGRAM = "prometheus-pushgateway";
const HOUR_MS = 3_600_000;
const isHere = isInstalled(PROGRAM);

describe.skipIf(!isHere)(peerTitle("the Pushgateway", { isHere, packageName: PROGRAM }), () => {
  let gateway: PeerProgram;
  beforeAll(async () => {
    gateway = await startPeerProgram(PROGRAM, ["--persistence.file="]);
  });
  afterAll(async () => await gateway[Symbol.asyncDispose]());

  async function push(group: string, page: string): Promise<number> {
    const response = await fetch(`${gateway.origin}/metrics/job/${group}`, { method: "PUT", body: page });
    return response.status;
  }

  /** `laterMs`: how far our clock is ahead of the push. */
  function look(labels: Readonly<Record<string, string>>, laterMs = 0) {
    const clock = { ...systemClock, epochMs: () => Date.now() + laterMs };
    const series = { threads: { name: "jvm_threads_live_threads", labels, fold: "sum" } } as const;
    return runCheck(metricsCheck(`${gateway.origin}/metrics`, { metrics: { series } }), runOptions({ clock }));
  }

  it("is read with the age of the push, and with the start of the process that pushed, not of the gateway", async () => {
    const start = "# TYPE process_start_time_seconds gauge\nprocess_start_time_seconds 1700000000\n";
    expect(await push("sms", `jvm_threads_live_threads 812\n${start}`)).toBe(200);
    const { status, facts } = await look({ job: "sms" });
    expect({ status, facts }).toMatchObject({ status: "up", facts: { threads: 812, startedAtEpochMs: 1_700_000_000_000 } });
    expect(Number(facts.ageMs)).toBeLessThan(60_000);
  });

  it("says of values that nobody pushes any more that they are stale, and of which group", async () => {
    await push("dead/instance/app-1", "jvm_threads_live_threads 41\n");
    expect(await look({ job: "dead" }, HOUR_MS)).toMatchObject({
      status: "down",
      failure: {
        code: "metrics-stale",
        message: expect.stringMatching(
          /^the last value of the group \{(?=.*instance="app-1")(?=.*job="dead").*\} is 60 min old, more than 3 min: nobody writes it any more$/,
        ),
      },
    });
  });

  it("tells apart groups of one job, of which one has been pushed again", async () => {
    await push("twins/instance/a", "jvm_threads_live_threads 40\n");
    await push("twins/instance/b", "jvm_threads_live_threads 50\n");
    expect((await look({ job: "twins" })).facts.threads).toBe(90);
    expect((await look({ job: "twins", instance: "b" })).facts.threads).toBe(50);
  });

  it("keeps the last good values of a group whose push was refused", async () => {
    await push("torn", "jvm_threads_live_threads 7\n");
    expect(await push("torn", "jvm_threads_live_threads seven\n")).toBe(400);
    expect(await look({ job: "torn" })).toMatchObject({ status: "up", facts: { threads: 7 } });
  });

  it("forgets a group that was deleted: the series is missing", async () => {
    await push("gone", "jvm_threads_live_threads 7\n");
    await fetch(`${gateway.origin}/metrics/job/gone`, { method: "DELETE" });
    expect(await look({ job: "gone" })).toMatchObject({ status: "down", failure: { code: "series-missing" } });
  });
});
