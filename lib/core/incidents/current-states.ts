/** Alarms as they stand: the picture, with transitions that it is too early to show. */
import type { AlarmState } from "../model/picture.ts";
import type { AlarmTransition } from "../ports.ts";

/**
 * A transition counts only when it is later than the state in the picture, so it makes no difference whether it comes once or
 * twice, early or late, in order or not. One of an alarm that the picture does not know is of an alarm that is gone.
 */
export function currentStates(alarms: readonly AlarmState[], transitions: readonly AlarmTransition[]): AlarmState[] {
  const latest = new Map<string, AlarmTransition>();
  for (const transition of transitions.toSorted((one, other) => one.atEpochMs - other.atEpochMs)) {
    latest.set(transition.alarm.name, transition);
  }
  return alarms.map((state) => {
    const moved = latest.get(state.alarm.name);
    if (moved === undefined || moved.atEpochMs <= state.sinceEpochMs) return state;
    return { ...state, state: moved.to, sinceEpochMs: moved.atEpochMs, reason: moved.reason };
  });
}
