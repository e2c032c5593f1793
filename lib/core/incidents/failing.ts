/** Checks that are down, each with the time at which it broke. */
import type { AlarmTopic } from "../alarms/topics.ts";
import type { CheckId } from "../model/check.ts";
import type { AlarmState, WatchedCheck } from "../model/picture.ts";
import { type Outbreak, outbreakOf } from "./outbreak.ts";

export interface Failing {
  readonly check: WatchedCheck;
  readonly outbreak: Outbreak;
}

const DOWN: string = "down" satisfies AlarmTopic;

/** A leak or an old certificate says nothing about what others share with the check; a check that is down does. */
export function failingChecks(active: readonly AlarmState[], checks: ReadonlyMap<CheckId, WatchedCheck>): Failing[] {
  return active.flatMap((state) => {
    const check = checks.get(state.alarm.check ?? "");
    return check === undefined || state.alarm.topic !== DOWN ? [] : [{ check, outbreak: outbreakOf(state, check) }];
  });
}
