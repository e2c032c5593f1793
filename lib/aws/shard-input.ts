/** What a prober Lambda is given: the schedule's event and the manifest beside its code. Both throw a sentence when they are unusable. */
import type { Manifest, Shard } from "../core/model/shard.ts";

export interface DueShard {
  readonly shard: string;
  readonly scheduledAtEpochMs: number;
}

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** Reads a ShardEvent: `{ "shard": "region-1m-0", "scheduledTime": "2026-11-22T12:00:00Z" }`. */
export function parseShardEvent(event: unknown): DueShard {
  const shard = field(event, "shard");
  if (typeof shard !== "string" || shard === "") throw new Error(`The event names no shard: ${shorten(event)}`);
  const scheduledTime = field(event, "scheduledTime");
  // Date.parse alone would take "5" for a year.
  const isTime = typeof scheduledTime === "string" && ISO_TIME.test(scheduledTime);
  const scheduledAtEpochMs = isTime ? Date.parse(scheduledTime) : Number.NaN;
  if (Number.isNaN(scheduledAtEpochMs)) throw new Error(`The event has no scheduledTime in ISO 8601: ${shorten(event)}`);
  return { shard, scheduledAtEpochMs };
}

/** Reads a manifest that the same version of Bongsu wrote at synth; its checks were validated there. */
export function parseManifest(json: string): Manifest {
  const manifest: unknown = JSON.parse(json);
  if (!isManifest(manifest)) throw new Error("manifest.json is not a manifest of this version of Bongsu: deploy again.");
  return manifest;
}

export function findShard(manifest: Manifest, name: string): Shard {
  const shard = manifest.shards.find((candidate) => candidate.name === name);
  if (shard !== undefined) return shard;
  const known = manifest.shards.map((candidate) => candidate.name).join(", ");
  throw new Error(`The manifest has no shard "${name}", only: ${known || "none"}.`);
}

function isManifest(value: unknown): value is Manifest {
  const shards = field(value, "shards");
  return (
    field(value, "schemaVersion") === 1 &&
    typeof field(value, "deployment") === "string" &&
    Array.isArray(shards) &&
    shards.every(isShard)
  );
}

function isShard(value: unknown): value is Shard {
  const everyMs = field(value, "everyMs");
  const checks = field(value, "checks");
  return (
    typeof field(value, "name") === "string" &&
    typeof everyMs === "number" &&
    everyMs > 0 &&
    Array.isArray(checks) &&
    checks.every((check) => typeof field(check, "id") === "string" && typeof field(check, "kind") === "string")
  );
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function shorten(event: unknown): string {
  return (JSON.stringify(event) ?? String(event)).slice(0, 200);
}
