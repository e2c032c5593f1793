import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAge, formatBytes, formatDuration, formatMeasuredMs, parseBytes, parseDurationMs } from "./units.ts";

describe("durations", () => {
  it.each([
    ["250ms", 250],
    ["10s", 10_000],
    ["1.5s", 1_500],
    ["5m", 300_000],
    ["1h", 3_600_000],
    ["14d", 1_209_600_000],
    ["0s", 0],
  ])("reads %s as %i ms", (text, expectedMs) => {
    expect(parseDurationMs(text)).toBe(expectedMs);
  });

  it.each(["10", "s", "-3s", "1e3ms", "10 s", "10S", "3 days", "", "0.0001ms", "99999999999999d"])("refuses %j", (text) => {
    expect(parseDurationMs(text)).toBeUndefined();
  });

  it("come back from their printed form unchanged", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000_000 }),
        (durationMs) => parseDurationMs(formatDuration(durationMs)) === durationMs,
      ),
    );
  });
});

describe("sizes", () => {
  it.each([
    ["512B", 512],
    ["64KB", 65_536],
    ["1MB", 1_048_576],
  ])("reads %s as %i bytes", (text, expectedBytes) => {
    expect(parseBytes(text)).toBe(expectedBytes);
  });

  it("come back from their printed form unchanged", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), (sizeBytes) => parseBytes(formatBytes(sizeBytes)) === sizeBytes),
    );
  });

  it("are not durations, nor the other way round", () => {
    expect(parseBytes("10s")).toBeUndefined();
    expect(parseDurationMs("10MB")).toBeUndefined();
  });
});

describe("measured times", () => {
  it.each([
    [0.04, "0 ms"],
    [3.456, "3.5 ms"],
    [87.31, "87 ms"],
    [1_234.5, "1.2 s"],
    [10_000, "10 s"],
  ])("prints %d as %s", (measuredMs, text) => {
    expect(formatMeasuredMs(measuredMs)).toBe(text);
  });
});

describe("ages", () => {
  it.each([
    [-5, "0 ms"],
    [45_000, "45 s"],
    [119_000, "119 s"],
    [120_000, "2 min"],
    [7_199_999, "120 min"],
    [10_800_000, "3 h"],
    [12_240_000, "3.4 h"],
    [432_000_000, "5 d"],
  ])("of %i ms are said as %s", (ageMs, said) => {
    expect(formatAge(ageMs)).toBe(said);
  });
});
