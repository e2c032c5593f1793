/** How the services of a page are now, as their alarms say it. What is not known is never said to work. */
import type { AlarmTopic } from "../alarms/topics.ts";
import type { Check, CheckId, Config } from "../model/check.ts";
import type { AlarmState } from "../model/picture.ts";
import type { ShownState } from "../render/view.ts";
import { planShards } from "../run/shards.ts";
import type { Counted } from "./count-runs.ts";

export interface ServiceState {
  readonly state: ShownState;
  /** Absent where it works, or nobody knows since when. */
  readonly sinceEpochMs?: number;
}

/** A check that has not run for so many of its intervals is not known to work; hours are counted whole. */
const SILENT_INTERVALS = 2;
const SILENT_MIN_MS = 600_000;

export function serviceStates(
  checks: readonly Check[],
  { alarms, config, counted }: { alarms: readonly AlarmState[]; config: Config; counted: Counted },
): Map<CheckId, ServiceState> {
  const silentSince = silentChecks(config, alarms);
  const ofCheck = Map.groupBy(alarms, ({ alarm }) => alarm.check ?? "");
  return new Map(
    checks.map((check) => {
      if (isUnproven(check, counted)) return [check.id, { state: "none" }];
      const unknownSince = silentSince.get(check.id) ?? stoppedAt(check, counted);
      return [check.id, unknownSince === undefined ? stateOf(ofCheck.get(check.id) ?? []) : none(unknownSince)];
    }),
  );
}

function stateOf(own: readonly AlarmState[]): ServiceState {
  const [down, slow] = (["down", "slow"] satisfies AlarmTopic[]).map((topic) => own.find(({ alarm }) => alarm.topic === topic));
  if (down === undefined || down.state === "INSUFFICIENT_DATA") return { state: "none" };
  if (down.state === "ALARM") return { state: "down", sinceEpochMs: down.sinceEpochMs };
  return slow?.state === "ALARM" ? { state: "slow", sinceEpochMs: slow.sinceEpochMs } : { state: "up" };
}

/** PromQL alarms begin in OK: only a run proves that there is something to see. */
function isUnproven({ id, metricForm }: Check, { checks }: Counted): boolean {
  return metricForm === "otlp" && checks[id]?.lastHourEndEpochMs === undefined;
}

function none(sinceEpochMs: number): ServiceState {
  return { state: "none", sinceEpochMs };
}

/** Checks of which every prober is silent: their own alarms keep the state that they had. */
function silentChecks({ checks }: Config, alarms: readonly AlarmState[]): Map<CheckId, number> {
  const since = new Map(
    alarms
      .filter(({ alarm, state }) => alarm.topic === ("silent" satisfies AlarmTopic) && state === "ALARM")
      .map(({ alarm, sinceEpochMs }) => [alarm.metric.dimensions.Shard ?? "", sinceEpochMs]),
  );
  const shardsOf = Map.groupBy(
    planShards(checks).flatMap((shard) => shard.checks.map(({ id }) => ({ id, name: shard.name }))),
    ({ id }) => id,
  );
  return new Map(
    [...shardsOf].flatMap(([id, shards]): [CheckId, number][] => {
      const sinces = shards.map(({ name }) => since.get(name));
      return sinces.every((one) => one !== undefined) ? [[id, Math.max(...sinces)]] : [];
    }),
  );
}

/** A check whose runs end by our own fault publishes nothing, while its prober beats and its alarms stay as they were. */
function stoppedAt({ everyMs, id }: Check, { checks, untilEpochMs }: Counted): number | undefined {
  const endEpochMs = checks[id]?.lastHourEndEpochMs;
  if (endEpochMs === undefined) return undefined;
  return untilEpochMs - endEpochMs > Math.max(SILENT_MIN_MS, SILENT_INTERVALS * everyMs) ? endEpochMs : undefined;
}
