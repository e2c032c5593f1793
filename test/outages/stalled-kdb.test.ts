/** Outage C: a kdb+ process accepted connections and served none of them, night after night. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defineChecks } from "../../lib/core/config/index.ts";
import { checkDimensions, METRIC_NAMESPACE } from "../../lib/core/metrics/catalogue.ts";
import type { FastTime } from "../../lib/core/time/fast-clock.ts";
import type { Store } from "../../lib/local/store.ts";
import { Cast } from "../../lib/local/tour/cast.ts";
import { fastTimeFrom, startFastWatch } from "../kit/fast-watch.ts";
import { anOutcome } from "../kit/outcomes.ts";
import { startQ } from "../kit/q-server.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Five minutes in a second. */
const SPEED = 300;
const MIDNIGHT = Date.UTC(2026, 10, 22);
const NIGHT = { fromHour: 4, toHour: 5 };
/** Of a run, in the fast time: 600 ms. */
const TIMEOUT = "3m";

describe("outage C, a kdb+ process that does not serve", () => {
  let time: FastTime;
  let cast: Cast;

  beforeEach(() => {
    time = fastTimeFrom(MIDNIGHT + 3.8 * HOUR_MS, SPEED);
    cast = new Cast(time);
  });

  afterEach(async () => await cast.close());

  function checksOf(ports: Readonly<Record<string, number>>) {
    return defineChecks({
      name: "acme",
      contacts: { oncall: { email: ["oncall@acme.example"] } },
      defaults: { every: "5m", timeout: TIMEOUT, notify: ["oncall"] },
      checks: Object.entries(ports).flatMap(([name, port]) => {
        const server = { host: "127.0.0.1", port };
        return [
          { id: `${name}/q`, kdb: { ...server, user: "monitor" } },
          { id: `${name}/port`, tcp: server },
        ];
      }),
    });
  }

  /** Six days on which the 04:00 hour of one server was slow. */
  function fillDays(store: Store): void {
    for (let dueEpochMs = MIDNIGHT - 6 * DAY_MS; dueEpochMs < MIDNIGHT; dueEpochMs += 20 * MINUTE_MS) {
      const isNight = Math.floor((dueEpochMs % DAY_MS) / HOUR_MS) === NIGHT.fromHour;
      for (const check of ["busy/q", "calm/q"]) {
        const totalMs = check === "busy/q" && isNight ? 900 : 3;
        store.addOutcome({ outcome: anOutcome({ check, kind: "kdb", totalMs, phases: [], facts: {} }), dueEpochMs });
      }
    }
  }

  function slowHours(store: Store, check: string): number[] {
    const dimensions = checkDimensions("acme", check, "local");
    const metric = {
      namespace: METRIC_NAMESPACE,
      name: "SlowHour",
      dimensions,
      statistic: "Maximum",
      periodMs: HOUR_MS,
    } as const;
    return store.samples(metric, 0).map(({ value }) => value);
  }

  it("is told once while its port stays open, ends with the night, and is known for its hour; one slow query is no outage", async () => {
    const busy = await cast.start("tick-store", { port: 0, rowMs: 25 });
    await cast.start("partner", { port: busy.port, idleClients: 12, callers: 128, ...NIGHT });
    expect(cast.problem).toBeUndefined();
    await using calm = await startQ();
    const config = checksOf({ busy: busy.port, calm: calm.port });
    await using watched = startFastWatch({ config, time, fill: fillDays });

    await watched.until("two good runs", () => watched.outcomes("busy/q").length >= 2);
    expect(watched.latest("busy/q")).toMatchObject({ status: "up", facts: { handles: 13 } });
    await calm.beBusyFor(0.3);

    await watched.until("the alarm", () => watched.movesOf("busy/q").includes("down ALARM"));
    await watched.until("the message", () => watched.toldOf("busy/q").includes("down"));
    const [message] = watched.told;
    expect(message?.text).toMatch(/^DOWN busy\/q: accepts TCP in [\d.]+ ms, no handshake reply for [\d.]+ (ms|s)\n/);
    expect(message?.text).toMatch(/Likely: It accepts connections, but does not serve them/);
    expect(message?.text).toMatch(/the 04:00 hour was slow on \d of \d days/);
    expect(message?.text).toMatch(/fine: .*busy\/port/);
    expect(watched.latest("busy/q")?.failure?.code).toBe("handshake-timed-out");
    expect(watched.latest("busy/port")?.status).toBe("up");

    await watched.until("the recovery", () => watched.movesOf("busy/q").includes("down OK"));
    await watched.until("word of the recovery", () => watched.toldOf("busy/q").includes("resolved"));
    const types = watched.told.map(({ story }) => story.type);
    expect(types.filter((type) => type !== "reminder")).toEqual(["down", "resolved"]);
    expect(watched.told.at(-1)?.story.toldAtEpochMs).toBeGreaterThan(MIDNIGHT + NIGHT.toHour * HOUR_MS);
    expect(slowHours(watched.store, "busy/q")).toContain(1);
    expect(slowHours(watched.store, "calm/q")).toEqual([]);
  }, 60_000);

  it("is told of a process that stands still as by SIGSTOP, and of its return", async () => {
    await using server = await startQ();
    await using watched = startFastWatch({ config: checksOf({ halted: server.port }), time });
    await watched.until("a good run", () => watched.latest("halted/q")?.status === "up");

    await server.stop();
    await watched.until("the alarm", () => watched.movesOf("halted/q").includes("down ALARM"));
    expect(watched.latest("halted/port")?.status).toBe("up");

    server.resume();
    await watched.until("the recovery", () => watched.movesOf("halted/q").includes("down OK"));
    expect(watched.movesOf("halted/port")).toEqual([]);
  }, 60_000);
});
