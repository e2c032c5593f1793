/** The simulation behind docs/scale.md, against what can be worked out by hand. */
import { describe, expect, it } from "vitest";
import { simulateMinutes } from "../bench/scale/minute.ts";
import { simulatePass } from "../bench/scale/simulate-pass.ts";
import { SmallCpu } from "../bench/scale/small-cpu.ts";
import { planShards } from "../lib/core/run/shards.ts";
import { aCheck, aConfig, manyChecks } from "./kit/deployment.ts";

describe("a share of a CPU", () => {
  it("does in every 20 ms what its share allows, and then stands still", () => {
    const cpu = new SmallCpu(0.25);
    expect(cpu.run(0, 3)).toEqual({ startedMs: 0, endedMs: 3 });
    // 2 ms are left of 5, and the rest comes with the next period.
    expect(cpu.run(4, 4)).toEqual({ startedMs: 4, endedMs: 22 });
    expect(cpu.run(30, 13)).toEqual({ startedMs: 30, endedMs: 65 });
  });

  it("takes turns: what is ready later waits for what was ready before", () => {
    const cpu = new SmallCpu(1);
    cpu.run(0, 10);
    expect(cpu.run(1, 5)).toEqual({ startedMs: 10, endedMs: 15 });
  });

  it("begins nothing while the share of a period is used up", () => {
    const cpu = new SmallCpu(0.25);
    cpu.run(0, 5);
    expect(cpu.run(6, 1)).toEqual({ startedMs: 20, endedMs: 21 });
  });
});

describe("a pass on paper", () => {
  const [shard] = planShards(manyChecks(200));
  if (shard === undefined) throw new Error("200 checks are a shard");

  it("ends with the last start, its waiting and its work", () => {
    const pass = simulatePass(shard, { scriptOf: () => ({ cpuMs: [1, 1], waitsMs: [500] }), cpuShare: 1 });
    // TLS keeps 30 ms to itself.
    expect(pass.endMs).toBeCloseTo(199 * 30 + 1 + 500 + 1);
    expect(pass.cpuMs).toBe(400);
    expect(pass.atOnceMax).toBe(17);
    expect(Math.max(...pass.delaysMs)).toBeLessThanOrEqual(1);
    expect(pass.delaysMs).toHaveLength(200);
  });

  it("starts no more than a hundred at once, and the others as these end", () => {
    const pass = simulatePass(shard, { scriptOf: () => ({ cpuMs: [0, 0], waitsMs: [10_000] }), cpuShare: 1 });
    expect(pass.atOnceMax).toBe(100);
    expect(pass.endMs).toBeCloseTo(10_000 + 99 * 30 + 10_000);
  });

  it("falls behind where there is more work than CPU, and says by how much times are wrong", () => {
    const pass = simulatePass(shard, { scriptOf: () => ({ cpuMs: [10, 10], waitsMs: [100] }), cpuShare: 0.29 });
    expect(pass.endMs).toBeGreaterThan((200 * 20) / 0.3);
    expect(Math.max(...pass.delaysMs)).toBeGreaterThan(1_000);
  });
});

describe("a minute of many checks", () => {
  it("ends in time in every shard, also where nothing answers, with one request for metrics each", () => {
    const checks = Array.from({ length: 450 }, (_, index) => aCheck(`acme/${index}`, { timeoutMs: 10_000 }));
    const minutes = simulateMinutes(aConfig({ checks }), 1_300);
    for (const { shards, endMs, metricRequests, cpuUsed } of minutes) {
      expect({ shards, metricRequests }).toEqual({ shards: 3, metricRequests: 3 });
      expect(endMs).toBeLessThan(60_000);
      expect(cpuUsed).toBeLessThan(0.5);
    }
    expect(minutes.map(({ endMs }) => endMs)).toEqual(minutes.map(({ endMs }) => endMs).toSorted((a, b) => a - b));
  });
});
