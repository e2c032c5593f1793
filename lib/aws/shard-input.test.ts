import { describe, expect, it } from "vitest";
import type { Manifest } from "../core/model/shard.ts";
import { findShard, parseManifest, parseShardEvent } from "./shard-input.ts";

const manifest: Manifest = {
  schemaVersion: 1,
  deployment: "acme",
  shards: [{ name: "region-1m-0", vantage: "region", everyMs: 60_000, checks: [] }],
};

describe("the schedule's event", () => {
  it("names a shard and the moment for which it was due", () => {
    expect(parseShardEvent({ shard: "region-1m-0", scheduledTime: "2026-11-22T12:00:00Z" })).toEqual({
      shard: "region-1m-0",
      scheduledAtEpochMs: Date.UTC(2026, 10, 22, 12),
    });
  });

  it.each([
    undefined,
    null,
    "region-1m-0",
    {},
    { shard: "", scheduledTime: "2026-11-22T12:00:00Z" },
    { shard: 7, scheduledTime: "2026-11-22T12:00:00Z" },
  ])("is refused without a shard: %o", (event) => {
    expect(() => parseShardEvent(event)).toThrow("The event names no shard");
  });

  it.each([undefined, 5, "5", "<aws.scheduler.scheduled-time>", "2026-13-45T99:00:00Z"])(
    "is refused with the scheduled time %o",
    (scheduledTime) => {
      expect(() => parseShardEvent({ shard: "region-1m-0", scheduledTime })).toThrow("no scheduledTime in ISO 8601");
    },
  );
});

describe("the manifest", () => {
  it("is read as it was written", () => {
    expect(parseManifest(JSON.stringify(manifest))).toEqual(manifest);
  });

  it.each([{ ...manifest, schemaVersion: 2 }, { ...manifest, shards: {} }, { ...manifest, shards: [{ name: "x" }] }, []])(
    "of another version or shape is refused: %o",
    (other) => {
      expect(() => parseManifest(JSON.stringify(other))).toThrow("deploy again");
    },
  );

  it("is asked for a shard by name, and says which it has", () => {
    expect(findShard(manifest, "region-1m-0")).toBe(manifest.shards[0]);
    expect(() => findShard(manifest, "vpc-1m-0")).toThrow('no shard "vpc-1m-0", only: region-1m-0.');
  });
});
