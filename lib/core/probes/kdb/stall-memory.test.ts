import { describe, expect, it } from "vitest";
import type { Failure, FailureCode } from "../../model/failure.ts";
import { StallMemory } from "./stall-memory.ts";

const PLACE = "10.0.3.7:5010";
const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 10, 22, 3, 0);

describe("the memory of stalled servers", () => {
  it("leaves a server alone for five minutes after three stalls in a row, counted from the last probe", () => {
    const memory = stalledAt([0, 1, 2]);
    expect(memory.pauseOf(PLACE, minute(3))).toEqual({
      failure: failure("handshake-timed-out"),
      stalls: 3,
      probedAtEpochMs: minute(2),
      untilEpochMs: minute(7),
    });
    expect(memory.pauseOf(PLACE, minute(7) - 1)).toBeDefined();
    expect(memory.pauseOf(PLACE, minute(7))).toBeUndefined();
  });

  it("does so after no fewer than three", () => {
    expect(stalledAt([0, 1]).pauseOf(PLACE, minute(2))).toBeUndefined();
  });

  it("lets one probe through at the end of a pause, also when several checks ask for the same server", () => {
    const memory = stalledAt([0, 1, 2]);
    expect(memory.pauseOf(PLACE, minute(7))).toBeUndefined();
    expect(memory.pauseOf(PLACE, minute(7))).toMatchObject({ untilEpochMs: minute(12) });
  });

  it("forgets all of it as soon as the server serves, refuses or is gone", () => {
    for (const ending of [undefined, failure("auth-failed"), failure("query-timed-out"), failure("connect-refused")]) {
      const memory = stalledAt([0, 1, 2]);
      memory.note(PLACE, ending, minute(7));
      expect(memory.pauseOf(PLACE, minute(8))).toBeUndefined();
      memory.note(PLACE, failure("handshake-timed-out"), minute(8));
      expect(memory.pauseOf(PLACE, minute(9))).toBeUndefined();
    }
  });

  it("learns nothing from what is our own fault or the network's", () => {
    for (const code of ["prober-overloaded", "connect-unreachable"] as const) {
      const memory = stalledAt([0, 1, 2]);
      memory.note(PLACE, failure(code), minute(3));
      expect(memory.pauseOf(PLACE, minute(4))).toBeDefined();
    }
  });

  it("takes a connection that is dropped after stalls for a full queue, and one that is dropped alone for nothing", () => {
    const memory = stalledAt([0, 1]);
    memory.note(PLACE, failure("connect-timed-out"), minute(2));
    expect(memory.pauseOf(PLACE, minute(3))).toMatchObject({ failure: failure("connect-timed-out") });
    const unmarked = new StallMemory();
    for (const at of [0, 1, 2, 3]) unmarked.note(PLACE, failure("connect-timed-out"), minute(at));
    expect(unmarked.pauseOf(PLACE, minute(4))).toBeUndefined();
  });

  it("counts a handshake of TLS that is never answered: the same thread would have to answer it", () => {
    const memory = new StallMemory();
    for (const at of [0, 1, 2]) memory.note(PLACE, failure("tls-timed-out"), minute(at));
    expect(memory.pauseOf(PLACE, minute(3))).toBeDefined();
  });

  it("probes rather than waits when the clock has been set back", () => {
    expect(stalledAt([10, 11, 12]).pauseOf(PLACE, minute(2))).toBeUndefined();
  });

  it("keeps servers apart", () => {
    expect(stalledAt([0, 1, 2]).pauseOf("10.0.3.7:5011", minute(3))).toBeUndefined();
  });

  it("remembers at most 1,000 servers and forgets the one that stalled longest ago", () => {
    const memory = stalledAt([0, 1, 2]);
    for (let port = 1; port <= 1_000; port++) memory.note(`10.0.3.8:${port}`, failure("handshake-timed-out"), minute(3));
    expect(memory.pauseOf(PLACE, minute(3))).toBeUndefined();
  });
});

function stalledAt(minutes: readonly number[]): StallMemory {
  const memory = new StallMemory();
  for (const at of minutes) memory.note(PLACE, failure("handshake-timed-out"), minute(at));
  return memory;
}

function failure(code: FailureCode): Failure {
  return { phase: "handshake", code, message: code };
}

function minute(count: number): number {
  return START_MS + count * MINUTE_MS;
}
