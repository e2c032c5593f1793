/** Checks that are down, each with the time at which it broke; and the places from which they, or others, are seen to fail. */
import type { AlarmTopic } from "../alarms/topics.ts";
import type { CheckId } from "../model/check.ts";
import type { AlarmState, WatchedCheck, WatchedPlace } from "../model/picture.ts";
import { type Outbreak, outbreakOf } from "./outbreak.ts";

export interface Failing {
  readonly check: WatchedCheck;
  readonly outbreak: Outbreak;
}

/** As one place sees it; others may not. */
export interface FailingPlace extends Failing {
  readonly location: string;
  /** Not known to be answered there: then the place itself may be at fault. */
  readonly mayBeThePlace: boolean;
}

type Checks = ReadonlyMap<CheckId, WatchedCheck>;

/** A leak or an old certificate says nothing about what others share with the check; a check that is down does. */
export function failingChecks(active: readonly AlarmState[], checks: Checks): Failing[] {
  return inAlarm("down", { active, checks }).map(({ check, state }) => ({ check, outbreak: outbreakOf(state, check) }));
}

/** Of those that are down, and of those that only some of their places see down. */
export function failingPlaces(active: readonly AlarmState[], checks: Checks): FailingPlace[] {
  const seen = [...inAlarm("down", { active, checks }), ...inAlarm("partly-down", { active, checks })];
  const byCheck = new Map(seen.toReversed().map((each) => [each.check.id, each]));
  return [...byCheck.values()].flatMap(({ check, state }) =>
    troubledPlaces(check).map((place) => {
      const outbreak = outbreakAt(place, { check, state });
      return { check, location: place.location, outbreak, mayBeThePlace: place.isLostOnTheWay !== false };
    }),
  );
}

/** Those that are known to see it fail; else those that may. */
export function troubledPlaces({ places }: WatchedCheck): readonly WatchedPlace[] {
  const [known, possible] = [places.filter(({ isFailing }) => isFailing), places.filter(({ isFailing }) => isFailing !== false)];
  return [known, possible].find((some) => some.length > 0) ?? places;
}

interface InAlarm {
  readonly check: WatchedCheck;
  readonly state: AlarmState;
}

function inAlarm(topic: AlarmTopic, { active, checks }: { active: readonly AlarmState[]; checks: Checks }): InAlarm[] {
  return active.flatMap((state) => {
    const check = checks.get(state.alarm.check ?? "");
    return check === undefined || state.alarm.topic !== topic ? [] : [{ check, state }];
  });
}

function outbreakAt({ failingSinceEpochMs }: WatchedPlace, { check, state }: InAlarm): Outbreak {
  return outbreakOf(state, failingSinceEpochMs === undefined ? check : { ...check, failingSinceEpochMs });
}
