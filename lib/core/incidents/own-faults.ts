/** Faults of our own: a prober that is silent, throttled or in error says nothing about what it should have probed. */
import { isBlindAlarm } from "../alarms/blind-alarm.ts";
import type { AlarmTopic } from "../alarms/topics.ts";
import type { AlarmSpec } from "../model/alarm.ts";
import type { AlarmState, WatchedCheck, WatchedPlace } from "../model/picture.ts";
import type { Root } from "../model/root.ts";
import { type Outbreak, outbreakOf } from "./outbreak.ts";

const SYSTEM_TOPICS: readonly string[] = [
  "silent",
  "unknown",
  "errors",
  "throttles",
  "analyst-silent",
  "dead-letters",
  "undelivered",
  "blind",
] satisfies AlarmTopic[];
/** Those after which results of checks cannot be trusted. */
const BLINDING_TOPICS: readonly string[] = ["silent", "unknown", "errors", "throttles"] satisfies AlarmTopic[];

export interface OwnFault {
  readonly root: Root;
  readonly outbreak: Outbreak;
  blinds(check: WatchedCheck): boolean;
}

export function isSystemAlarm({ topic, check }: AlarmSpec): boolean {
  return check === undefined && SYSTEM_TOPICS.includes(topic);
}

interface Seen {
  readonly active: readonly AlarmState[];
  readonly checks: readonly WatchedCheck[];
}

/** Alarms of one prober, on its function and on its shards, have one root. */
export function systemRoot(alarm: AlarmSpec, { active, checks }: Seen): Root {
  const { name, metric } = isBlindAlarm(alarm) ? causeOfBlindness(alarm, active) : alarm;
  const { Shard: shard, FunctionName: prober } = metric.dimensions;
  const ofShard = (place: WatchedPlace) => shard !== undefined && place.shard === shard;
  const proberOfShard = checks.flatMap(({ places }) => places).find(ofShard)?.prober;
  return { kind: "prober", name: proberOfShard ?? prober ?? shard ?? name };
}

/** A place whose prober is silent has nothing to show; several that are blind at once are one fault, named by the first. */
function causeOfBlindness(alarm: AlarmSpec, active: readonly AlarmState[]): AlarmSpec {
  const silent = active.filter(({ alarm: { topic } }) => topic === ("silent" satisfies AlarmTopic));
  const silentAt = ({ metric }: AlarmSpec) =>
    silent.find((state) => state.alarm.metric.dimensions.Location === metric.dimensions.Location)?.alarm;
  const blind = active.filter((state) => isBlindAlarm(state.alarm) && silentAt(state.alarm) === undefined);
  const [first] = blind.toSorted((one, other) => one.sinceEpochMs - other.sinceEpochMs);
  return silentAt(alarm) ?? first?.alarm ?? alarm;
}

export function findOwnFaults(active: readonly AlarmState[], checks: readonly WatchedCheck[]): OwnFault[] {
  const blinding = active.filter(({ alarm }) => isSystemAlarm(alarm) && BLINDING_TOPICS.includes(alarm.topic));
  return blinding.map((state) => {
    const { Shard: shard, FunctionName: prober } = state.alarm.metric.dimensions;
    return {
      root: systemRoot(state.alarm, { active, checks }),
      outbreak: outbreakOf(state),
      // What other places see is as good as ever.
      blinds: ({ places }) => places.every((place) => isIn(place, { shard, prober })),
    };
  });
}

function isIn(place: WatchedPlace, { shard, prober }: { shard: string | undefined; prober: string | undefined }): boolean {
  return (shard !== undefined && place.shard === shard) || (prober !== undefined && place.prober === prober);
}
