/** Somebody cares for an incident: nobody is reminded of it meanwhile. */
import type { Incident } from "../model/incident.ts";
import { MUTE_MAX_MS } from "./limits.ts";

/** It has an end, as a mute has: a week at most. */
export function acknowledge(
  incident: Incident,
  { untilEpochMs, nowEpochMs }: { untilEpochMs: number; nowEpochMs: number },
): Incident {
  return { ...incident, acknowledgedUntilEpochMs: Math.min(untilEpochMs, nowEpochMs + MUTE_MAX_MS) };
}

/** As if nobody had. */
export function giveBack({ acknowledgedUntilEpochMs: _ended, ...incident }: Incident): Incident {
  return incident;
}
