/** Checks as incidents see them: where each runs, what it shares with others, and since when it fails. Part of the picture. */
import type { AlarmContext } from "../alarms/context.ts";
import type { Check, CheckId, Config } from "../model/check.ts";
import type { Outcome } from "../model/outcome.ts";
import type { WatchedCheck } from "../model/picture.ts";
import { hostOf } from "../probes/host-of.ts";
import { isProbed } from "../probes/index.ts";
import { planShards } from "../run/shards.ts";

export interface WatchedOptions {
  readonly context: Pick<AlarmContext, "locations" | "probers">;
  /** The newest of all checks, newest first; of failed runs every one since `fromEpochMs`. */
  readonly outcomes: readonly Outcome[];
  readonly fromEpochMs: number;
}

/** Every check of the configuration, in its order. */
export function watchedChecks({ checks }: Config, { context, outcomes, fromEpochMs }: WatchedOptions): WatchedCheck[] {
  const runs = Map.groupBy(outcomes, ({ check }) => check);
  const shards = context.probers.length === 0 ? new Map<CheckId, string>() : shardNames(checks);
  return checks.map((check) => {
    const own = runs.get(check.id) ?? [];
    return {
      ...{ id: check.id, group: check.group, everyMs: check.everyMs, dependsOn: check.dependsOn },
      location: context.locations[check.from],
      ...placeOf(check, { context, shard: shards.get(check.id) }),
      ...given("host", hostOf(check)),
      ...given("address", own.find(({ evidence }) => evidence.address !== undefined)?.evidence.address),
      ...given("failingSinceEpochMs", failingSince(own, { everyMs: check.everyMs, fromEpochMs })),
    };
  });
}

/** Runs further apart than this are not one after the other. */
const GAP_MAX = 1.5;

/** Good runs are not all kept, but failed ones are: a run that is missing before the first failed one was good. */
function failingSince(
  newestFirst: readonly Outcome[],
  { everyMs, fromEpochMs }: { everyMs: number; fromEpochMs: number },
): number | undefined {
  let since: number | undefined;
  for (const { startedAtEpochMs, status } of newestFirst) {
    if (status !== "down" || (since !== undefined && since - startedAtEpochMs > GAP_MAX * everyMs)) break;
    since = startedAtEpochMs;
  }
  return since !== undefined && since - fromEpochMs > GAP_MAX * everyMs ? since : undefined;
}

function placeOf(
  check: Check,
  { context, shard }: { context: WatchedOptions["context"]; shard: string | undefined },
): Pick<WatchedCheck, "shard" | "prober"> {
  const prober = context.probers.find(({ vantage }) => vantage === check.from);
  return isProbed(check) ? { ...given("shard", shard), ...given("prober", prober?.functionName) } : {};
}

function shardNames(checks: readonly Check[]): Map<CheckId, string> {
  return new Map(planShards(checks).flatMap(({ name, checks: members }) => members.map(({ id }) => [id, name] as const)));
}

function given<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [Name in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [Name in Key]: Value });
}
