import { describe, expect, it } from "vitest";
import { httpCheck, runOptions, tcpCheck } from "../../../test/kit/checks.ts";
import { heapBytes, openDescriptors } from "../../../test/kit/process-state.ts";
import { startHttp, startTcp } from "../../../test/kit/servers.ts";
import type { Check } from "../model/check.ts";
import type { Outcome } from "../model/outcome.ts";
import type { Shard } from "../model/shard.ts";
import { systemClock } from "../time/clock.ts";
import { runShard, type ShardOptions } from "./run-shard.ts";

const SCHEDULED_AT = 1_763_769_600_000;

interface Heard {
  readonly outcome: Outcome;
  readonly dueEpochMs: number;
}

function shardOf(checks: readonly Check[]): Shard {
  return { name: "region-1m-0", vantage: "region", everyMs: checks[0]?.everyMs ?? 60_000, checks };
}

async function run(checks: readonly Check[], part: Partial<ShardOptions> = {}) {
  const heard: Heard[] = [];
  const report = await runShard(shardOf(checks), {
    ...runOptions(),
    scheduledAtEpochMs: SCHEDULED_AT,
    remainingMs: () => 30_000,
    onOutcome: (outcome, dueEpochMs) => void heard.push({ outcome, dueEpochMs }),
    ...part,
  });
  return { report, heard };
}

describe("runShard", () => {
  it("500 checks of which a tenth hang: every outcome is there, none outlives its deadline, and nothing is left open", async () => {
    await using healthy = await startHttp((_, response) => response.end("ok"));
    await using hanging = await startTcp(() => undefined);
    const portOf = (index: number) => (index % 10 === 0 ? hanging.port : healthy.port);
    const checks = Array.from({ length: 500 }, (_, index) =>
      httpCheck(`http://127.0.0.1:${portOf(index)}/`, { id: `acme/check-${index}`, timeoutMs: 1_500, everyMs: 60_000 }),
    );
    await run(checks.slice(0, 20));
    const before = { descriptors: openDescriptors(), heapBytes: heapBytes() };
    const { report, heard } = await run(checks);
    expect(new Set(heard.map(({ outcome }) => outcome.check)).size).toBe(500);
    const down = heard.filter(({ outcome }) => outcome.status === "down");
    expect(down).toHaveLength(50);
    for (const { outcome } of down) {
      expect(outcome.failure?.code).toBe("response-timed-out");
      expect(outcome.totalMs).toBeLessThan(1_500 + 100 + report.loopLagMs);
    }
    await expect.poll(() => healthy.openConnections() + hanging.openConnections()).toBe(0);
    await expect.poll(openDescriptors).toBeLessThanOrEqual(before.descriptors);
    heard.length = 0;
    await expect.poll(heapBytes).toBeLessThan(before.heapBytes + 10_000_000);
  });

  it("131. runs that time cuts off are unknown, never an outage", async () => {
    await using hanging = await startTcp(() => undefined);
    const checks = [1, 2, 3].map((index) =>
      httpCheck(`http://127.0.0.1:${hanging.port}/`, { id: `acme/${index}`, timeoutMs: 5_000 }),
    );
    const { report, heard } = await run(checks, { remainingMs: () => 150 });
    expect(heard.map(({ outcome }) => outcome.failure?.code)).toEqual(Array(3).fill("prober-out-of-time"));
    expect(heard.every(({ outcome }) => outcome.status === "unknown")).toBe(true);
    expect(report).toMatchObject({ unknownOutcomes: 3, shard: "region-1m-0", scheduledAtEpochMs: SCHEDULED_AT });
  });

  it("130. checks beyond the concurrency cap are delayed, not dropped", async () => {
    await using hanging = await startTcp(() => undefined);
    const checks = Array.from({ length: 150 }, (_, index) =>
      httpCheck(`http://127.0.0.1:${hanging.port}/`, { id: `acme/${index}`, timeoutMs: 300, everyMs: 350 }),
    );
    const { heard } = await run(checks.map((check) => ({ ...check, everyMs: 60_000, timeoutMs: 300 })));
    expect(heard).toHaveLength(150);
  });

  it("serves the rounds of an interval below a minute inside one pass, each with the time for which it was due", async () => {
    await using healthy = await startTcp((socket) => socket.end());
    const check = tcpCheck(healthy.port, { everyMs: 20_000, timeoutMs: 1_000 });
    const clock = fastClock(30);
    const { heard } = await run([check], { clock, remainingMs: () => 60_000 });
    expect(heard.map(({ dueEpochMs }) => dueEpochMs - SCHEDULED_AT)).toEqual([0, 20_000, 40_000]);
  });

  it("129. a run that is due when its successor already is counts as missed", async () => {
    await using healthy = await startTcp((socket) => socket.end());
    const check = tcpCheck(healthy.port, { everyMs: 20_000, timeoutMs: 1_000 });
    let nowMs = 0;
    // The pass oversleeps: its second round wakes when the third is due.
    const clock = {
      monotonicMs: () => nowMs,
      epochMs: () => SCHEDULED_AT + nowMs,
      sleep: async (durationMs: number) => {
        nowMs += durationMs + (nowMs === 0 ? 20_000 : 0);
      },
    };
    const { heard, report } = await run([check], { clock });
    expect(heard.map(({ dueEpochMs }) => dueEpochMs - SCHEDULED_AT)).toEqual([0, 40_000]);
    expect(report.missedRuns).toBe(1);
  });

  it("a time-out while our own loop stood still is unknown: overloaded, not down", async () => {
    await using hanging = await startTcp(() => undefined);
    const check = httpCheck(`http://127.0.0.1:${hanging.port}/`, { timeoutMs: 400 });
    const running = run([check]);
    setTimeout(() => block(300), 50);
    const { heard } = await running;
    expect(heard[0]?.outcome.evidence.attempts?.[0]?.code ?? heard[0]?.outcome.failure?.code).toBe("prober-overloaded");
  });
});

/** Time that runs faster than the wall's. */
function fastClock(factor: number) {
  return {
    monotonicMs: () => systemClock.monotonicMs() * factor,
    epochMs: () => systemClock.epochMs(),
    sleep: (durationMs: number, signal?: AbortSignal) => systemClock.sleep(durationMs / factor, signal),
  };
}

function block(durationMs: number): void {
  const endMs = performance.now() + durationMs;
  while (performance.now() < endMs);
}
