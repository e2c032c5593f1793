/** Checks as incidents see them: where each runs, what it shares with others, and since when it fails. Part of the picture. */
import type { AlarmContext } from "../alarms/context.ts";
import type { Check, Config, Vantage } from "../model/check.ts";
import { isLostOnTheWay } from "../model/failure.ts";
import { badLocationsOf, locationOf } from "../model/location.ts";
import type { Outcome } from "../model/outcome.ts";
import type { WatchedCheck, WatchedPlace } from "../model/picture.ts";
import { hostOf } from "../probes/host-of.ts";
import { isProbed } from "../probes/index.ts";
import { planShards } from "../run/shards.ts";

export interface WatchedOptions {
  readonly context: Pick<AlarmContext, "locations" | "probers">;
  /** The newest of all checks, newest first; of failed runs every one since `fromEpochMs`. */
  readonly outcomes: readonly Outcome[];
  readonly fromEpochMs: number;
  readonly nowEpochMs: number;
}

/** Every check of the configuration, in its order. */
export function watchedChecks(
  { checks }: Config,
  { context, outcomes, fromEpochMs, nowEpochMs }: WatchedOptions,
): WatchedCheck[] {
  const runs = Map.groupBy(outcomes, ({ check }) => check);
  const times = { fromEpochMs, nowEpochMs };
  const shards = context.probers.length === 0 ? new Map<string, string>() : shardNames(checks);
  return checks.map((check) => {
    const own = runs.get(check.id) ?? [];
    const places = check.from.map((vantage) => placeOf(vantage, { check, own, context, shards, ...times }));
    return {
      ...{ id: check.id, group: check.group, everyMs: check.everyMs, dependsOn: check.dependsOn, places },
      ...given("host", hostOf(check)),
      ...given("address", own.find(({ evidence }) => evidence.address !== undefined)?.evidence.address),
      ...given("failingSinceEpochMs", enoughSince(places, badLocationsOf(check))),
    };
  });
}

/** When the last of those that make it enough had begun to fail. A place whose beginning is not known has failed for longer. */
function enoughSince(places: readonly WatchedPlace[], needed: number): number | undefined {
  const older = places.filter(({ isFailing, failingSinceEpochMs: since }) => isFailing && since === undefined).length;
  const known = places.flatMap(({ failingSinceEpochMs }) => failingSinceEpochMs ?? []).toSorted((one, other) => one - other);
  return known[needed - 1 - older];
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

interface PlaceOptions extends Omit<WatchedOptions, "outcomes"> {
  readonly check: Check;
  /** Its newest runs, from all places, newest first. */
  readonly own: readonly Outcome[];
  /** By place and check. */
  readonly shards: ReadonlyMap<string, string>;
}

function placeOf(vantage: Vantage, { check, own, context, shards, fromEpochMs, nowEpochMs }: PlaceOptions): WatchedPlace {
  const location = locationOf(vantage, context.locations);
  const prober = isProbed(check) ? context.probers.find((each) => each.vantage === vantage) : undefined;
  const here = check.from.length === 1 ? own : own.filter((run) => run.location === location);
  const newest = here.find(({ status }) => status !== "unknown");
  return {
    ...{ vantage, location },
    ...given("shard", shards.get(`${vantage} ${check.id}`)),
    ...given("prober", prober?.functionName),
    ...given("isFailing", isFailing(here, { everyMs: check.everyMs, fromEpochMs, nowEpochMs })),
    ...given("isLostOnTheWay", newest?.failure && isLostOnTheWay(newest.failure.code)),
    ...given("failingSinceEpochMs", failingSince(here, { everyMs: check.everyMs, fromEpochMs })),
  };
}

/** So long it may take until a run can be read in the log. */
const LATE_MS = 60_000;

/** A failed run that is not of just now was followed by good ones, where two intervals of failed runs are known. */
function isFailing(
  newestFirst: readonly Outcome[],
  { everyMs, fromEpochMs, nowEpochMs }: { everyMs: number; fromEpochMs: number; nowEpochMs: number },
): boolean | undefined {
  const newest = newestFirst.find(({ status }) => status !== "unknown");
  if (newest === undefined) return undefined;
  const nowMs = 2 * everyMs + LATE_MS;
  if (nowEpochMs - newest.startedAtEpochMs <= nowMs) return newest.status === "down";
  return nowEpochMs - fromEpochMs >= nowMs ? false : undefined;
}

function shardNames(checks: readonly Check[]): Map<string, string> {
  const shards = planShards(checks);
  return new Map(shards.flatMap(({ name, vantage, checks: members }) => members.map(({ id }) => [`${vantage} ${id}`, name])));
}

function given<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [Name in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [Name in Key]: Value });
}
