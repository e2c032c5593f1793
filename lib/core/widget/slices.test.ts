import { describe, expect, it } from "vitest";
import { NOW_EPOCH_MS } from "../../../test/kit/widget.ts";
import { BUCKETS } from "../render/timeline.ts";
import { slicesOf } from "./slices.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

describe("slicesOf", () => {
  it.each([
    [HOUR_MS, MINUTE_MS],
    [6 * HOUR_MS, 5 * MINUTE_MS],
    [DAY_MS, 20 * MINUTE_MS],
    [3 * DAY_MS, HOUR_MS],
    [7 * DAY_MS, 3 * HOUR_MS],
    [30 * DAY_MS, 12 * HOUR_MS],
    [400 * DAY_MS, DAY_MS],
  ])("cuts the last %d ms into slices of %d ms", (rangeMs, sliceMs) => {
    const slices = slicesOf({ fromEpochMs: NOW_EPOCH_MS - rangeMs, toEpochMs: NOW_EPOCH_MS }, NOW_EPOCH_MS);
    expect(slices.sliceMs).toBe(sliceMs);
    expect(slices.toEpochMs - slices.fromEpochMs).toBe(BUCKETS * sliceMs);
    expect(slices.fromEpochMs % sliceMs).toBe(0);
    expect(DAY_MS % sliceMs).toBe(0);
  });

  it.each([
    [16, 5 * MINUTE_MS],
    [70, HOUR_MS],
  ])("cuts an hour %d days ago no finer than CloudWatch remembers it", (daysAgo, sliceMs) => {
    const fromEpochMs = NOW_EPOCH_MS - daysAgo * DAY_MS;
    expect(slicesOf({ fromEpochMs, toEpochMs: fromEpochMs + HOUR_MS }, NOW_EPOCH_MS).sliceMs).toBe(sliceMs);
  });

  it("ends a live row where data can be expected, and an old one where it ends", () => {
    const live = slicesOf({ fromEpochMs: NOW_EPOCH_MS - HOUR_MS, toEpochMs: NOW_EPOCH_MS }, NOW_EPOCH_MS);
    expect(NOW_EPOCH_MS - live.toEpochMs).toBe(62_000);
    const old = { fromEpochMs: NOW_EPOCH_MS - 2 * HOUR_MS, toEpochMs: NOW_EPOCH_MS - HOUR_MS };
    expect(slicesOf(old, NOW_EPOCH_MS).toEpochMs).toBeGreaterThan(old.toEpochMs);
  });
});
