/** Outage B: a job started threads without end, until the server stopped answering. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defineChecks } from "../../lib/core/config/index.ts";
import { METRIC_NAMESPACE, seriesDimensions } from "../../lib/core/metrics/catalogue.ts";
import type { FastTime } from "../../lib/core/time/fast-clock.ts";
import type { Store } from "../../lib/local/store.ts";
import { sessionsAt } from "../../lib/local/tour/actors/gauges.ts";
import { Cast } from "../../lib/local/tour/cast.ts";
import { fastTimeFrom, startFastWatch } from "../kit/fast-watch.ts";
import { anOutcome } from "../kit/outcomes.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
/** Six minutes in a second. */
const SPEED = 360;
const MORNING = Date.UTC(2026, 10, 22, 6);
const THREADS_LIMIT = 500;
const JOB = { limit: THREADS_LIMIT, jobEveryMs: MINUTE_MS };

describe("outage B, a thread leak", () => {
  let time: FastTime;
  let cast: Cast;

  beforeEach(() => {
    time = fastTimeFrom(MORNING, SPEED);
    cast = new Cast(time);
  });

  afterEach(async () => await cast.close());

  function checksOf({ sms, sound, shop }: { sms: number; sound: number; shop: number }) {
    const actuator = (port: number) => ({
      url: `http://127.0.0.1:${port}/actuator/prometheus`,
      series: { threads: "jvm_threads_live_threads" },
      threadDump: `http://127.0.0.1:${port}/actuator/threaddump`,
    });
    const gauge = (name: string) => ({ url: `http://127.0.0.1:${shop}/metrics`, series: { gauge: name } });
    return defineChecks({
      name: "acme",
      contacts: { oncall: { email: ["oncall@acme.example"] } },
      defaults: { every: "5m", timeout: "4m", notify: ["oncall"] },
      checks: [
        { id: "sms/threads", metrics: actuator(sms), leak: { series: "threads", limit: THREADS_LIMIT } },
        { id: "innocent/service", metrics: actuator(sound), leak: { series: "threads", limit: THREADS_LIMIT } },
        { id: "innocent/deploy-step", metrics: gauge("hikaricp_connections"), leak: { series: "gauge", limit: 200 } },
        { id: "innocent/warm-up", metrics: gauge("jvm_threads_live_threads"), leak: { series: "gauge", limit: 200 } },
        { id: "innocent/daily-ramp", metrics: gauge("shop_sessions"), leak: { series: "gauge", limit: 1_000 } },
      ],
    });
  }

  /** A ramp is known as one by the days before. */
  function fillDays(store: Store): void {
    for (let dueEpochMs = MORNING - 3 * DAY_MS; dueEpochMs < MORNING; dueEpochMs += 5 * MINUTE_MS) {
      const facts = { gauge: Math.round(sessionsAt(dueEpochMs)) };
      store.addOutcome({ outcome: anOutcome({ check: "innocent/daily-ramp", kind: "metrics", facts }), dueEpochMs });
    }
  }

  function minutesUntilLimit(store: Store): { atEpochMs: number; value: number }[] {
    const dimensions = seriesDimensions("acme", "sms/threads", { location: "local", series: "threads" });
    const metric = { namespace: METRIC_NAMESPACE, name: "MinutesUntilLimit", dimensions, statistic: "Minimum" } as const;
    return store.samples({ ...metric, periodMs: 5 * MINUTE_MS }, 0);
  }

  it("is told with its limit before the limit is reached, names the job, ends with the restart, and claims nothing of the innocent", async () => {
    const [sms, sound, shop] = await Promise.all([
      cast.start("sms-service", { ...JOB, port: 0, leakedPerJob: 5 }),
      cast.start("sms-service", { ...JOB, port: 0, leakedPerJob: 0 }),
      cast.start("shop", { deployAfterMs: 25 * MINUTE_MS }),
    ]);
    expect(cast.problem).toBeUndefined();
    const config = checksOf({ sms: sms.port, sound: sound.port, shop: shop.port });
    await using watched = startFastWatch({ config, time, fill: fillDays });

    await watched.until("both warnings", () =>
      ["leak ALARM", "limit-near ALARM"].every((one) => watched.movesOf("sms/threads").includes(one)),
    );
    expect(watched.latest("sms/threads")?.status).toBe("up");
    expect(watched.outcomes("sms/threads").length).toBeGreaterThanOrEqual(12);
    const [dump] = watched.store.threadEvidence("sms/threads", 1);
    const seen = dump !== undefined && "sentences" in dump.finding ? dump.finding.sentences.join(" ") : "";
    expect(seen).toMatch(/are pool-#-thread-1 of \d+ pools, WAITING in com\.acme\.sms\.SmsStatusJob/);

    const shown = watched.board.view("sms/threads")?.warning;
    expect(shown?.states.toSorted()).toEqual(["is near its limit", "seems to leak"]);
    expect(shown?.evidence.join("; ")).toMatch(
      /threads are at \d+ and rising; at the present rate they reach their limit of 500 in about \d+ min; .*SmsStatusJob/,
    );

    await watched.until("the standstill", () => watched.movesOf("sms/threads").includes("down ALARM"));
    const standstill = watched.outcomes("sms/threads").find(({ status }) => status === "down");
    expect(standstill?.failure?.code).toBe("response-timed-out");
    const [foreseen] = minutesUntilLimit(watched.store);
    const limitAtEpochMs = (foreseen?.atEpochMs ?? 0) + (foreseen?.value ?? 0) * MINUTE_MS;
    expect(Math.abs(limitAtEpochMs - (standstill?.startedAtEpochMs ?? 0))).toBeLessThan(20 * MINUTE_MS);

    await sms.stop();
    await cast.start("sms-service", { ...JOB, port: sms.port, leakedPerJob: 0 });
    await watched.until("the recovery", () =>
      ["down OK", "leak OK"].every((one) => watched.movesOf("sms/threads").includes(one)),
    );
    await watched.until("word of the recovery", () => watched.toldOf("sms/threads").includes("resolved"));
    const [message] = watched.told;
    expect(message?.text).toMatch(/^LEAK sms\/threads: threads up \d+ an hour, limit 500 in /);
    expect(message?.text).toMatch(/\d+ of \d+ are `pool-#-thread-1`, started by `SmsStatusJob`/);
    const innocent = watched.told.flatMap(({ story }) => story.members.filter(({ check }) => check !== "sms/threads"));
    expect(innocent).toEqual([]);
  }, 60_000);
});
