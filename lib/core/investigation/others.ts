/** The other checks as a diagnosis sees them: how each is, since when, and what its newest run showed. */
import type { AlarmTopic } from "../alarms/topics.ts";
import type { OtherCheck } from "../diagnosis/case-file.ts";
import type { Check, CheckId, Config } from "../model/check.ts";
import type { Outcome } from "../model/outcome.ts";
import type { AlarmState, Picture, WatchedCheck } from "../model/picture.ts";
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
  const latest = new Map(newest.toReversed().map((outcome) => [outcome.check, outcome]));
  const states = Map.groupBy(picture.alarms, ({ alarm }) => alarm.check);
  const others = config.checks.filter((check) => check.id !== lead.check.id && isProbed(check));
  return others.flatMap((check): OtherCheck[] => {
    const seen = watched.get(check.id);
    const run = latest.get(check.id);
    if (seen === undefined) return [];
    const state = stateOf(seen, { alarms: states.get(check.id) ?? [], run, nowEpochMs });
    return [{ ...describe(check, { seen, lead, run }), ...state }];
  });
}

interface Described {
  readonly seen: WatchedCheck;
  readonly lead: Lead;
  readonly run: Outcome | undefined;
}

function describe({ id, kind, everyMs }: Check, { seen, lead, run }: Described): Omit<OtherCheck, "status" | "sinceEpochMs"> {
  return {
    ...{ id, kind, everyMs, location: seen.location },
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

/** Related checks that are fine, nearest first: of the same host, else of the same environment, else of the same place. */
export function fineOnes(others: readonly OtherCheck[], { check, watched }: Lead): { fine: CheckId[]; fineCount: number } {
  const up = others.filter(({ status }) => status === "up");
  const nearest = [
    up.filter(({ host }) => host !== undefined && host === watched.host),
    up.filter(({ id }) => groupOf(id) === check.group),
    up.filter(({ location }) => location === watched.location),
  ].find((related) => related.length > 0);
  const fine = nearest?.map(({ id }) => id) ?? [];
  return { fine: fine.slice(0, FINE_MAX), fineCount: fine.length };
}

function groupOf(id: CheckId): string {
  return id.includes("/") ? id.slice(0, id.indexOf("/")) : "";
}
