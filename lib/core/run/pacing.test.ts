import { describe, expect, it } from "vitest";
import { tcpCheck } from "../../../test/kit/checks.ts";
import { paceChecks } from "./pacing.ts";

const checks = Array.from({ length: 200 }, (_, index) => tcpCheck(1, { id: `acme/check-${index}` }));

describe("paceChecks", () => {
  it("starts 50 a second", () => {
    const starts = paceChecks(checks, 60_000).map(({ startAfterMs }) => startAfterMs);
    expect(starts[0]).toBe(0);
    expect(starts.at(-1)).toBeCloseTo(199 * 20);
  });

  it("leaves half of a short interval for the runs themselves", () => {
    const starts = paceChecks(checks, 4_000).map(({ startAfterMs }) => startAfterMs);
    expect(starts.at(-1)).toBeLessThan(2_000);
  });

  it("keeps its order when the file's order changes", () => {
    const order = paceChecks(checks, 60_000).map(({ check }) => check.id);
    expect(paceChecks(checks.toReversed(), 60_000).map(({ check }) => check.id)).toEqual(order);
  });
});
