import { describe, expect, it } from "vitest";
import type { Clock, HistoryQuery } from "../ports.ts";
import { rememberingHistory } from "./remembering-history.ts";

describe("rememberingHistory", () => {
  it("asks once for the same within its time, and again after it", async () => {
    const { history, asked, pass } = aMemory();
    await Promise.all([history.read([query(1)]), history.read([query(1)])]);
    await history.read([query(1)]);
    expect(asked()).toBe(1);
    pass(60_000);
    await history.read([query(1)]);
    expect(asked()).toBe(2);
  });

  it("asks for everything that differs", async () => {
    const { history, asked } = aMemory();
    await history.read([query(1)]);
    await history.read([query(2)]);
    expect(asked()).toBe(2);
  });

  it("does not remember what could not be read", async () => {
    const { history, asked } = aMemory({ unavailable: "throttled" });
    await history.read([query(1)]);
    await history.read([query(1)]);
    expect(asked()).toBe(2);
  });

  it("forgets the oldest: it never grows without bound", async () => {
    const { history, asked } = aMemory();
    for (let at = 0; at <= 30; at += 1) await history.read([query(at)]);
    await history.read([query(30)]);
    expect(asked()).toBe(31);
    await history.read([query(0)]);
    expect(asked()).toBe(32);
  });
});

function aMemory(answer: { points: [] } | { unavailable: string } = { points: [] }) {
  let nowMs = 0;
  let count = 0;
  const clock: Clock = { monotonicMs: () => nowMs, epochMs: () => 0, sleep: async () => undefined };
  const read = async (queries: readonly HistoryQuery[]) => {
    count += 1;
    return queries.map(() => answer);
  };
  return {
    history: rememberingHistory({ read }, { clock, rememberMs: 60_000 }),
    asked: () => count,
    pass: (durationMs: number) => {
      nowMs += durationMs;
    },
  };
}

function query(fromEpochMs: number): HistoryQuery {
  const metric = { namespace: "Bongsu", name: "Up", dimensions: {}, statistic: "Minimum", periodMs: 60_000 } as const;
  return { metric, fromEpochMs, toEpochMs: 1_000_000 };
}
