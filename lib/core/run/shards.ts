/**
 * Which checks run together. A shard holds the checks of one vantage point and one interval, at most `SHARD_CHECKS_MAX`; which of
 * several holds a check hardly changes while checks come and go (placement.ts).
 */
import type { Check, Vantage } from "../model/check.ts";
import { placeByHash } from "../model/placement.ts";
import type { Shard } from "../model/shard.ts";
import { formatDuration } from "../model/units.ts";
import { isProbed } from "../probes/index.ts";

export const SHARD_CHECKS_MAX = 200;
/** No schedule is finer: shards below it run several rounds in one invocation. */
const SCHEDULE_MIN_MS = 60_000;

/** Shards in a stable order, each with its checks in file order; every check that something probes is in exactly one of each of its places. */
export function planShards(checks: readonly Check[]): Shard[] {
  const seen = checks.filter(isProbed).flatMap((check) => check.from.map((vantage) => ({ vantage, check })));
  const groups = Map.groupBy(seen, ({ vantage, check }) => `${vantage}-${formatDuration(check.everyMs)}`);
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, members]) => splitGroup(name, members));
}

/** How often the schedule starts a shard; one invocation serves `scheduleEveryMs / everyMs` rounds. */
export function scheduleEveryMs(shard: Pick<Shard, "everyMs">): number {
  return Math.max(SCHEDULE_MIN_MS, shard.everyMs);
}

interface Seen {
  readonly vantage: Vantage;
  readonly check: Check;
}

function splitGroup(group: string, seen: readonly Seen[]): Shard[] {
  const members = seen.map(({ check }) => check);
  const vantage = seen[0]?.vantage ?? "region";
  const names = Array.from({ length: Math.ceil(members.length / SHARD_CHECKS_MAX) }, (_, index) => `${group}-${index}`);
  const placed = placeByHash(
    members.map(({ id }) => id),
    { names, roomEach: SHARD_CHECKS_MAX },
  );
  return names.flatMap((name) => {
    const checks = members.filter((check) => placed.get(check.id) === name);
    const [first] = checks;
    return first === undefined ? [] : [{ name, vantage, everyMs: first.everyMs, checks }];
  });
}
