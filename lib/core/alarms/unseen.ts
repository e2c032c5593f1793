/**
 * A PromQL alarm lets go of a check whose points have stopped, as if it were well again. Where all that could have shown it is
 * silent, nothing is known: an incident then keeps its check for a while, as it does where a classic alarm has lost its data.
 */
import { otlpChecks } from "../metrics/routes.ts";
import type { Check, CheckId } from "../model/check.ts";
import type { AlarmState } from "../model/picture.ts";
import { planShards } from "../run/shards.ts";
import { isBlindAlarm } from "./blind-alarm.ts";
import type { AlarmTopic } from "./topics.ts";

/** States in their order; those of OTLP checks that nobody can see are INSUFFICIENT_DATA instead of OK. */
export function withoutUnseen(states: readonly AlarmState[], checks: readonly Check[]): AlarmState[] {
  const ids = otlpChecks(checks);
  const inAlarm = states.filter(({ state }) => state === "ALARM");
  const blind = inAlarm.find(({ alarm }) => isBlindAlarm(alarm));
  const silent = silencedChecks(inAlarm, checks);
  return states.map((state) => {
    const { check } = state.alarm;
    if (check === undefined || !ids.has(check) || state.state !== "OK") return state;
    const why = blind ?? silent.get(check);
    if (why === undefined) return state;
    return {
      ...state,
      state: "INSUFFICIENT_DATA",
      sinceEpochMs: why.sinceEpochMs,
      reason: `Nothing is seen: ${why.alarm.name}.`,
    };
  });
}

/** Checks none of whose shards has a heartbeat, with the alarm that told so last. */
function silencedChecks(inAlarm: readonly AlarmState[], checks: readonly Check[]): Map<CheckId, AlarmState> {
  const silent = inAlarm.filter(({ alarm }) => alarm.topic === ("silent" satisfies AlarmTopic));
  const byShard = new Map(silent.map((state) => [state.alarm.metric.dimensions.Shard, state]));
  if (byShard.size === 0) return new Map();
  const seen = planShards(checks).flatMap((shard) => shard.checks.map(({ id }) => ({ id, state: byShard.get(shard.name) })));
  return new Map(
    [...Map.groupBy(seen, ({ id }) => id)].flatMap(([id, places]): [CheckId, AlarmState][] => {
      const states = places.flatMap(({ state = [] }) => state);
      const last = states.toSorted((one, other) => other.sinceEpochMs - one.sinceEpochMs)[0];
      return last === undefined || states.length < places.length ? [] : [[id, last]];
    }),
  );
}
