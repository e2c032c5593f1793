/** A JVM that leaks threads, from its page of metrics to the message that names the job; a twin that does not leak stands beside it. */
import { setInterval as every } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { defineChecks } from "../../lib/core/config/index.ts";
import { parseThreadDump } from "../../lib/core/thread-dump/parse-thread-dump.ts";
import { summariseThreadDump } from "../../lib/core/thread-dump/summarise-thread-dump.ts";
import { fastTimeFrom, startFastWatch } from "../kit/fast-watch.ts";
import { hasJdk, type LeakingJvm, startLeakingJvm } from "../kit/jvm/leaking-threads.ts";
import { peerTitle } from "../kit/peer-program.ts";

/** Six minutes in a second. */
const SPEED = 360;
const MORNING = Date.UTC(2026, 10, 22, 6);
const JOB_EVERY_MS = 80;
const LIMIT = 400;
const title = peerTitle("a JVM that leaks threads", { isHere: hasJdk, packageName: "default-jdk-headless" });

function checksOf(jvms: Readonly<Record<string, LeakingJvm>>) {
  return defineChecks({
    name: "acme",
    contacts: { oncall: { email: ["oncall@acme.example"] } },
    defaults: { every: "5m", timeout: "4m", notify: ["oncall"] },
    checks: Object.entries(jvms).map(([id, { origin }]) => ({
      id: `jvm/${id}`,
      metrics: {
        url: `${origin}/actuator/prometheus`,
        series: { threads: "jvm_threads_live_threads" },
        threadDump: `${origin}/actuator/threaddump`,
      },
      leak: { series: "threads", limit: LIMIT },
    })),
  });
}

/** Lets the job run until the test is over. */
function leakOn({ origin }: LeakingJvm): Disposable {
  const stop = new AbortController();
  const run = async () => {
    for await (const _ of every(JOB_EVERY_MS, undefined, { signal: stop.signal })) await fetch(`${origin}/job`);
  };
  run().catch(() => undefined);
  return { [Symbol.dispose]: () => stop.abort() };
}

function sentencesOf(dump: string): string {
  const parsed = parseThreadDump(dump);
  return summariseThreadDump("threads" in parsed ? parsed.threads : []).sentences.join("\n");
}

describe.skipIf(!hasJdk)(title, () => {
  it("is told as a leak that names its job, while its twin stays unmentioned; jstack and Actuator say the same", async () => {
    await using leaking = await startLeakingJvm({ leakedThreads: 40 });
    await using sound = await startLeakingJvm({ leakedThreads: 40 });
    await using watched = startFastWatch({ config: checksOf({ leaking, sound }), time: fastTimeFrom(MORNING, SPEED) });
    {
      using _job = leakOn(leaking);
      await watched.until("the suspicion", () => watched.movesOf("jvm/leaking").includes("leak ALARM"));
      await watched.until("its message", () => watched.told.some(({ text }) => text.startsWith("LEAK jvm/leaking")));
    }
    const message = watched.told.find(({ text }) => text.startsWith("LEAK"))?.text;
    expect(message).toMatch(/^LEAK jvm\/leaking: threads up \d+ an hour/);
    expect(message).toMatch(/\d+ of \d+ are `pool-#-thread-1`, started by `SmsStatusJob`/);
    expect(watched.movesOf("jvm/sound")).not.toContain("leak ALARM");
    expect(watched.told.flatMap(({ story }) => story.members.map(({ check }) => check))).not.toContain("jvm/sound");
    const named = /are pool-#-thread-1 of \d+ pools, \w+ in com\.acme\.sms\.SmsStatusJob\.awaitReply/;
    const actuator = await fetch(`${leaking.origin}/actuator/threaddump`, { headers: { accept: "application/json" } });
    expect(sentencesOf(await actuator.text())).toMatch(named);
    expect(sentencesOf(await leaking.jstack())).toMatch(named);
  }, 60_000);
});
