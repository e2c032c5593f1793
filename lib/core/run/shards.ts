/**
 * Which checks run together. A shard holds the checks of one vantage point and one interval, at most `SHARD_CHECKS_MAX`.
 *
 * Checks choose their shard by rendezvous hashing: each ranks the shards by a hash of both names and takes the first that has
 * room. A new check then moves nobody while there is room, and a new shard takes its share from all others without a general
 * reshuffle: about 1 check in (count + 1) moves, where `hash % count` would move nearly all.
 */
import type { Check } from "../model/check.ts";
import { stableHash } from "../model/hash.ts";
import type { Shard } from "../model/shard.ts";
import { formatDuration } from "../model/units.ts";
import { isProbed } from "../probes/index.ts";

export const SHARD_CHECKS_MAX = 200;
/** No schedule is finer: shards below it run several rounds in one invocation. */
const SCHEDULE_MIN_MS = 60_000;

/** Shards in a stable order, each with its checks in file order; every check that something probes is in exactly one. */
export function planShards(checks: readonly Check[]): Shard[] {
  const groups = Map.groupBy(checks.filter(isProbed), (check) => `${check.from}-${formatDuration(check.everyMs)}`);
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, members]) => splitGroup(name, members));
}

/** How often the schedule starts a shard; one invocation serves `scheduleEveryMs / everyMs` rounds. */
export function scheduleEveryMs(shard: Pick<Shard, "everyMs">): number {
  return Math.max(SCHEDULE_MIN_MS, shard.everyMs);
}

function splitGroup(group: string, members: readonly Check[]): Shard[] {
  const names = Array.from({ length: Math.ceil(members.length / SHARD_CHECKS_MAX) }, (_, index) => `${group}-${index}`);
  const placed = place(members, names);
  return names.flatMap((name) => {
    const checks = members.filter((check) => placed.get(check.id) === name);
    const [first] = checks;
    return first === undefined ? [] : [{ name, vantage: first.from, everyMs: first.everyMs, checks }];
  });
}

/** Check id -> shard name. Checks choose in the order of their own hash, so that the order in the file plays no part. */
function place(members: readonly Check[], names: readonly string[]): Map<string, string> {
  const room = new Map(names.map((name) => [name, SHARD_CHECKS_MAX]));
  const placed = new Map<string, string>();
  for (const { id } of members.toSorted((a, b) => stableHash(a.id) - stableHash(b.id) || (a.id < b.id ? -1 : 1))) {
    const name = rank(id, names).find((candidate) => (room.get(candidate) ?? 0) > 0);
    if (name === undefined) continue;
    room.set(name, (room.get(name) ?? 0) - 1);
    placed.set(id, name);
  }
  return placed;
}

function rank(id: string, names: readonly string[]): string[] {
  const scored = names.map((name) => ({ name, score: stableHash(`${name} ${id}`) }));
  return scored.toSorted((a, b) => b.score - a.score).map(({ name }) => name);
}
