import { describe, expect, it } from "vitest";
import { placeOf } from "./alarm-places.ts";

const ids = Array.from({ length: 5_000 }, (_, index) => `customer-${index % 200}/service-${index}`);

describe("placeOf", () => {
  it.each([1, 2, 7, 16, 64])("spreads checks evenly over %d stacks, though their names are alike", (stacks) => {
    const counts = new Array<number>(stacks).fill(0);
    for (const id of ids) counts[placeOf(id, stacks)] = (counts[placeOf(id, stacks)] ?? 0) + 1;
    const usual = ids.length / stacks;
    expect(Math.max(...counts)).toBeLessThan(usual + 4 * Math.sqrt(usual));
    expect(Math.min(...counts)).toBeGreaterThan(usual - 4 * Math.sqrt(usual));
  });

  it.each([
    [1, 2],
    [8, 9],
    [8, 16],
    [31, 32],
  ])("moves checks to new stacks alone, and no more than these need: %d to %d", (before, after) => {
    const moved = ids.filter((id) => placeOf(id, before) !== placeOf(id, after));
    for (const id of moved) expect(placeOf(id, after)).toBeGreaterThanOrEqual(before);
    const share = (after - before) / after;
    expect(Math.abs(moved.length / ids.length - share)).toBeLessThan(0.03);
  });

  it("gives the same place in every version: another would move alarms that are deployed", () => {
    expect(["website", "acme-prod/checkout", "acme-prod/login"].map((id) => placeOf(id, 64))).toEqual([9, 12, 14]);
  });
});
