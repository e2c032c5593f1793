/**
 * A PromQL alarm lets go of a check whose points have stopped, as if it were well again. Where all that could have shown it is
 * silent, nothing is known: an incident then keeps its check for a while, as it does where a classic alarm has lost its data.
 */
import { otlpChecks } from "../metrics/routes.ts";
import type { CheckId, Config } from "../model/check.ts";
import type { AlarmState } from "../model/picture.ts";
import { planShards } from "../run/shards.ts";
import { blindAlarmName, isBlindAlarm } from "./blind-alarm.ts";
import type { AlarmTopic } from "./topics.ts";

/** States in their order; those of OTLP checks that nobody can see are INSUFFICIENT_DATA instead of OK. */
export function withoutUnseen(states: readonly AlarmState[], config: Deployment): AlarmState[] {
  const ids = otlpChecks(config.checks);
  const unseen = unseenChecks(
    states.filter(({ state }) => state === "ALARM"),
    config,
  );
  return states.map((state) => {
    const { check } = state.alarm;
    if (check === undefined || !ids.has(check) || state.state !== "OK") return state;
    const why = unseen.get(check);
    if (why === undefined) return state;
    return {
      ...state,
      state: "INSUFFICIENT_DATA",
      sinceEpochMs: why.sinceEpochMs,
      reason: `Nothing is seen: ${why.alarm.name}.`,
    };
  });
}

type Deployment = Pick<Config, "name" | "checks">;

/** Checks that none of their places sees, with the alarm that told so last: a place whose shard is silent, or that is blind itself. */
function unseenChecks(inAlarm: readonly AlarmState[], { name, checks }: Deployment): Map<CheckId, AlarmState> {
  const silent = inAlarm.filter(({ alarm }) => alarm.topic === ("silent" satisfies AlarmTopic));
  const blind = inAlarm.filter(({ alarm }) => isBlindAlarm(alarm));
  if (silent.length + blind.length === 0) return new Map();
  const byShard = new Map(silent.map((state) => [state.alarm.metric.dimensions.Shard, state]));
  const byName = new Map(blind.map((state) => [state.alarm.name, state]));
  const seen = planShards(checks).flatMap((shard) => {
    const state = byShard.get(shard.name) ?? byName.get(blindAlarmName(name, shard.vantage));
    return shard.checks.map(({ id }) => ({ id, state }));
  });
  return new Map(
    [...Map.groupBy(seen, ({ id }) => id)].flatMap(([id, places]): [CheckId, AlarmState][] => {
      const states = places.flatMap(({ state = [] }) => state);
      const last = states.toSorted((one, other) => other.sinceEpochMs - one.sinceEpochMs)[0];
      return last === undefined || states.length < places.length ? [] : [[id, last]];
    }),
  );
}
