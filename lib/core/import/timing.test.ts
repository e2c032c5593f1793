import { describe, expect, it } from "vitest";
import { timingOf } from "./timing.ts";

describe("timingOf", () => {
  it("says nothing of what is our default", () => {
    expect(timingOf({ everyMs: 60_000, timeoutMs: 10_000 })).toEqual({ keys: {}, losses: [] });
  });

  it.each([
    [5_000, "10s"],
    [15_000, "10s"],
    [29_000, "30s"],
    [44_000, "30s"],
    [90_000, "2m"],
    [172_800_000, "1d"],
  ])("takes the nearest interval that can be kept, and says so: %d ms", (everyMs, every) => {
    const { keys, losses } = timingOf({ everyMs });
    expect(keys).toMatchObject({ every });
    expect(losses).toHaveLength(1);
  });

  it("keeps the timeout shorter than the interval", () => {
    expect(timingOf({ everyMs: 20_000, timeoutMs: 48_000 }).keys).toEqual({ every: "20s", timeout: "16s" });
    expect(timingOf({ everyMs: 86_400_000, timeoutMs: 3_600_000 }).keys).toMatchObject({ timeout: "10m" });
  });

  it("asks for as many bad runs in a row as the other tool did, at most ten", () => {
    expect(timingOf({ failures: 1 }).keys).toEqual({ alarm: { after: "1 of 1" } });
    expect(timingOf({ failures: 4 }).keys).toEqual({ alarm: { after: "4 of 4" } });
    expect(timingOf({ failures: 60 }).keys).toEqual({ alarm: { after: "10 of 10" } });
  });
});
