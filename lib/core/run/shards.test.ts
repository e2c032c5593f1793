import { describe, expect, it } from "vitest";
import { makeCheck } from "../../../test/kit/checks.ts";
import type { Check } from "../model/check.ts";
import type { Shard } from "../model/shard.ts";
import { planShards, SHARD_CHECKS_MAX, scheduleEveryMs } from "./shards.ts";

describe("planShards", () => {
  it("puts checks of one interval and one vantage point together and names the shard after both", () => {
    const shards = planShards([check("a"), check("b"), check("c", { everyMs: 300_000 }), check("d", { from: ["vpc"] })]);
    expect(shards.map(({ name, checks }) => [name, checks.map(({ id }) => id)])).toEqual([
      ["region-1m-0", ["a", "b"]],
      ["region-5m-0", ["c"]],
      ["vpc-1m-0", ["d"]],
    ]);
  });

  it("puts a check into one shard of each of its places", () => {
    const shards = planShards([check("a", { from: ["region", "us-east-1"] }), check("b"), check("c", { from: ["us-east-1"] })]);
    expect(shards.map(({ name, vantage, checks }) => [name, vantage, checks.map(({ id }) => id)])).toEqual([
      ["region-1m-0", "region", ["a", "b"]],
      ["us-east-1-1m-0", "us-east-1", ["a", "c"]],
    ]);
  });

  it("keeps every check exactly once and no shard above the limit", () => {
    for (const count of [0, 1, 199, 200, 201, 400, 1_234]) {
      const shards = planShards(many(count));
      expect(shards.flatMap(({ checks }) => checks.map(({ id }) => id)).toSorted()).toEqual(
        many(count)
          .map(({ id }) => id)
          .toSorted(),
      );
      expect(shards).toHaveLength(Math.ceil(count / SHARD_CHECKS_MAX));
      expect(shards.every(({ checks }) => checks.length <= SHARD_CHECKS_MAX)).toBe(true);
    }
  });

  it("gives each shard its own name", () => {
    const names = planShards([...many(450), ...many(250, { everyMs: 10_000 })]).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("region-10s-1");
  });

  it("does not depend on the order of the file", () => {
    const checks = many(500);
    expect(homes(planShards(checks.toReversed()))).toEqual(homes(planShards(checks)));
  });

  it("moves hardly anybody when a check is added while there is room", () => {
    const before = homes(planShards(many(300)));
    const after = homes(planShards(many(301)));
    expect(moved(before, after)).toBe(0);
  });

  it("moves only about its share when a shard is added", () => {
    const before = homes(planShards(many(800)));
    const after = homes(planShards(many(801)));
    expect(moved(before, after)).toBeLessThan(800 / 3);
  });

  it("fills shards evenly enough that two of them share the work", () => {
    for (const { checks } of planShards(many(300))) expect(checks.length).toBeGreaterThan(100);
  });
});

describe("scheduleEveryMs", () => {
  it("starts shards below a minute each minute and all others at their own interval", () => {
    expect(scheduleEveryMs({ everyMs: 10_000 })).toBe(60_000);
    expect(scheduleEveryMs({ everyMs: 60_000 })).toBe(60_000);
    expect(scheduleEveryMs({ everyMs: 300_000 })).toBe(300_000);
  });
});

function many(count: number, overrides: Partial<Check> = {}): Check[] {
  return Array.from({ length: count }, (_, index) => check(`acme-${index % 7}/${index}`, overrides));
}

function homes(shards: readonly Shard[]): Record<string, string> {
  return Object.fromEntries(shards.flatMap(({ name, checks }) => checks.map(({ id }) => [id, name])));
}

function moved(before: Record<string, string>, after: Record<string, string>): number {
  return Object.keys(before).filter((id) => before[id] !== after[id]).length;
}

function check(id: string, part: Partial<Check> = {}): Check {
  return makeCheck({ id, kind: "http", target: {}, ...part });
}
