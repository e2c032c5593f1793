/** docs/performance.md promises no more than was measured. */
import { describe, expect, it } from "vitest";
import { type Measurements, report } from "../bench/report.ts";

const measured: Measurements = {
  machine: "2026-11-22",
  target: "C",
  slices: 25,
  cpu: [],
  accuracy: [],
  memory: { peakMb: 160, startMb: 150, endMb: 151 },
  startUp: { assetKb: 1_500, loadedKb: 800, importMs: 100, neededMs: 200 },
};

function verdictOf(cpuShare: number, worstMs: number): string | undefined {
  const accuracy = [{ startsPerSecond: 100, cpuShare, p50Ms: 0.4, p99Ms: 1, worstMs }];
  return report({ ...measured, accuracy })
    .split("\n")
    .find((line) => line.startsWith("| first-byte error"))
    ?.split("|")
    .at(-2)
    ?.trim();
}

describe("the report of the bench", () => {
  it("calls the accuracy of a small CPU missed when the worst of all is, however good p99", () => {
    expect(verdictOf(0.29, 4.9)).toBe("met");
    expect(verdictOf(0.29, 5.1)).toBe("**missed**");
  });

  it("bounds p99 alone where a whole CPU is busy", () => {
    expect(verdictOf(1, 5.1)).toBe("met");
  });
});
