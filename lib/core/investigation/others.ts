/** The other checks as a diagnosis sees them: how each is, since when, and what its newest run showed. */
import type { AlarmTopic } from "../alarms/topics.ts";
import type { OtherCheck } from "../diagnosis/case-file.ts";
import type { Check, CheckId, Config } from "../model/check.ts";
import type { Outcome } from "../model/outcome.ts";
import type { AlarmState, Picture, WatchedCheck, WatchedPlace } from "../model/picture.ts";
import { isProbed } from "../probes/index.ts";
import type { Lead } from "./lead.ts";

export interface OthersOptions {
  readonly config: Config;
  readonly picture: Picture;
  /** Newest first. */
  readonly newest: readonly Outcome[];
  readonly nowEpochMs: number;
}

const FINE_MAX = 5;
/** A failed run older than this many intervals was followed by good ones, which are not all kept. */
const INTERVALS_MAX = 2;

export function otherChecks(lead: Lead, { config, picture, newest, nowEpochMs }: OthersOptions): OtherCheck[] {
  const watched = new Map(picture.checks.map((check) => [check.id, check]));
  const runs = Map.groupBy(newest, ({ check }) => check);
  const states = Map.groupBy(picture.alarms, ({ alarm }) => alarm.check);
  return config.checks.filter(isProbed).flatMap((check): OtherCheck[] => {
    const seen = watched.get(check.id);
    if (seen === undefined) return [];
    const places = seen.places.filter((place) => check.id !== lead.check.id || place.location !== lead.place.location);
    return places.map((place) => {
      const isAlone = seen.places.length === 1;
      const run = runs.get(check.id)?.find(({ location }) => isAlone || location === place.location);
      const evidence = { alarms: states.get(check.id) ?? [], run, nowEpochMs };
      const state = isAlone ? stateOf(seen, evidence) : stateAt(place, evidence);
      return { ...describe(check, { seen, place, lead, run }), ...state };
    });
  });
}

interface Described {
  readonly seen: WatchedCheck;
  readonly place: WatchedPlace;
  readonly lead: Lead;
  readonly run: Outcome | undefined;
}

function describe(
  { id, kind, everyMs }: Check,
  { seen, place, lead, run }: Described,
): Omit<OtherCheck, "status" | "sinceEpochMs"> {
  return {
    ...{ id, kind, everyMs, location: place.location },
    ...(seen.host !== undefined && { host: seen.host }),
    ...(run !== undefined && { latest: run }),
    ...(lead.check.dependsOn.includes(id) && { isDependency: true }),
  };
}

interface Evidence {
  readonly alarms: readonly AlarmState[];
  readonly run: Outcome | undefined;
  readonly nowEpochMs: number;
}

/** A failed run of just now says more than an alarm that has not made up its mind yet. */
function stateOf(
  { everyMs, failingSinceEpochMs }: WatchedCheck,
  { alarms, run, nowEpochMs }: Evidence,
): Pick<OtherCheck, "status" | "sinceEpochMs"> {
  const down = alarms.find(({ alarm }) => alarm.topic === ("down" satisfies AlarmTopic));
  const slow = alarms.find(({ alarm }) => alarm.topic === ("slow" satisfies AlarmTopic));
  const isFresh = run !== undefined && nowEpochMs - run.startedAtEpochMs <= INTERVALS_MAX * everyMs;
  if (down?.state === "ALARM") return { status: "down", sinceEpochMs: failingSinceEpochMs ?? down.sinceEpochMs };
  if (isFresh) return { status: run.status, sinceEpochMs: failingSinceEpochMs ?? run.startedAtEpochMs };
  if (slow?.state === "ALARM") return { status: "slow", sinceEpochMs: slow.sinceEpochMs };
  return { status: down?.state === "OK" ? "up" : "unknown", sinceEpochMs: down?.sinceEpochMs ?? nowEpochMs };
}

/** Its alarm is that of all places together, so that only runs tell how one of them sees it. */
function stateAt(
  { failingSinceEpochMs, isFailing }: WatchedPlace,
  { run, nowEpochMs }: Pick<Evidence, "run" | "nowEpochMs">,
): Pick<OtherCheck, "status" | "sinceEpochMs"> {
  if (isFailing === undefined) return { status: "unknown", sinceEpochMs: nowEpochMs };
  const sinceEpochMs = failingSinceEpochMs ?? run?.startedAtEpochMs ?? nowEpochMs;
  return { status: isFailing ? "down" : "up", sinceEpochMs };
}

interface Neighbour {
  readonly check: Pick<Check, "id" | "group">;
  readonly place: Pick<WatchedPlace, "location">;
  readonly watched: Pick<WatchedCheck, "host">;
}

/** Related checks that are fine, nearest first: of the same host, else of the same environment, else of the same place. */
export function fineOnes(
  others: readonly OtherCheck[],
  { check, place, watched }: Neighbour,
): { fine: CheckId[]; fineCount: number } {
  const bad = new Set([check.id, ...others.filter(({ status }) => status === "down").map(({ id }) => id)]);
  const up = others.filter(({ id, status }) => status === "up" && !bad.has(id));
  const nearest = [
    up.filter(({ host }) => host !== undefined && host === watched.host),
    up.filter(({ id }) => groupOf(id) === check.group),
    up.filter(({ location }) => location === place.location),
  ].find((related) => related.length > 0);
  const fine = [...new Set(nearest?.map(({ id }) => id))];
  return { fine: fine.slice(0, FINE_MAX), fineCount: fine.length };
}

function groupOf(id: CheckId): string {
  return id.includes("/") ? id.slice(0, id.indexOf("/")) : "";
}
