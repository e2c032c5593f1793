/** How alarms and checks of this computer stand, all at once. */
import type { AlarmContext } from "../core/alarms/context.ts";
import { watchedChecks } from "../core/investigation/watched-checks.ts";
import type { AlarmSpec } from "../core/model/alarm.ts";
import type { Check, Config } from "../core/model/check.ts";
import type { Outcome } from "../core/model/outcome.ts";
import type { AlarmState, WatchedCheck } from "../core/model/picture.ts";
import type { Clock, PictureSource } from "../core/ports.ts";
import type { Store } from "./store.ts";

export interface StorePictureOptions {
  readonly config: Config;
  readonly context: AlarmContext;
  readonly alarms: readonly AlarmSpec[];
  readonly store: Store;
  readonly clock: Clock;
}

/** A run older than this says nothing of how a check is now. */
const NOW_MS = 70 * 60_000;

export function createStorePictures({ alarms, clock, config, context, store }: StorePictureOptions): PictureSource {
  return {
    read: async () => {
      const nowEpochMs = clock.epochMs();
      const outcomes = config.checks.flatMap((check) => newestOf(check, { store, nowEpochMs }));
      const checks = watchedChecks(config, { context, outcomes, fromEpochMs: nowEpochMs, nowEpochMs });
      const down = new Set(outcomes.filter(({ status }) => status === "down").map(({ check }) => check));
      return {
        alarms: alarms.map((alarm) => stateOf(alarm, store)),
        checks: checks.map((check) => (down.has(check.id) ? failingSince(check, store) : check)),
      };
    },
  };
}

function newestOf({ id }: Check, { store, nowEpochMs }: { store: Store; nowEpochMs: number }): Outcome[] {
  return store.outcomes({ check: id, sinceEpochMs: nowEpochMs - NOW_MS }, 1).map(({ outcome }) => outcome);
}

/** Here every run is kept, so that the first of them that failed is known. */
function failingSince(check: WatchedCheck, store: Store): WatchedCheck {
  const streak = store.streak(check.id, ["down"]);
  if (streak === undefined) return check;
  const { sinceEpochMs: failingSinceEpochMs } = streak;
  return { ...check, failingSinceEpochMs, places: check.places.map((place) => ({ ...place, failingSinceEpochMs })) };
}

/** An alarm that never moved has been as it is since ever. */
function stateOf(alarm: AlarmSpec, store: Store): AlarmState {
  const state = store.alarmState(alarm.name);
  const last = store.lastTransition(alarm.name);
  return { alarm, state, sinceEpochMs: last?.atEpochMs ?? 0, reason: last?.reason ?? "" };
}
