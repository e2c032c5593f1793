import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Stopwatch } from "./stopwatch.ts";

function clockAt(time: { ms: number }) {
  return { monotonicMs: () => time.ms, epochMs: () => 0, sleep: () => Promise.resolve() };
}

describe("Stopwatch", () => {
  it("lists only phases that were entered, in order", () => {
    const time = { ms: 0 };
    const stopwatch = new Stopwatch(clockAt(time), "connect");
    time.ms = 4;
    stopwatch.enter("server");
    time.ms = 10;
    expect(stopwatch.read()).toEqual({
      phases: [
        { phase: "connect", ms: 4 },
        { phase: "server", ms: 6 },
      ],
      totalMs: 10,
    });
  });

  it("sums a phase that is entered again, as a redirect does", () => {
    const time = { ms: 0 };
    const stopwatch = new Stopwatch(clockAt(time), "connect");
    for (const [ms, phase] of [
      [1, "server"],
      [3, "connect"],
      [7, "server"],
    ] as const) {
      time.ms = ms;
      stopwatch.enter(phase);
    }
    time.ms = 8;
    expect(stopwatch.read().phases).toEqual([
      { phase: "connect", ms: 5 },
      { phase: "server", ms: 3 },
    ]);
  });

  it("adds up to the total whatever is entered when", () => {
    const steps = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1_000, noNaN: true }), fc.constantFrom("dns", "connect", "tls", "server")),
    );
    fc.assert(
      fc.property(steps, (entered) => {
        const time = { ms: 0 };
        const stopwatch = new Stopwatch(clockAt(time), "dns");
        for (const [ms, phase] of entered) {
          time.ms += ms;
          stopwatch.enter(phase);
        }
        const { phases, totalMs } = stopwatch.read();
        const sumMs = phases.reduce((sum, { ms }) => sum + ms, 0);
        return Math.abs(sumMs - totalMs) < 0.01;
      }),
    );
  });
});
