/** What one line should hear of one incident that it has heard of already. Each rule looks at one incident and one line only. */
import type { Incident, Line, Told } from "../model/incident.ts";
import { isSameRoot } from "./claims.ts";
import type { DraftReason } from "./draft.ts";
import { CHANGE_EVERY_MS, CHANNEL_LIMITS } from "./limits.ts";
import { channelOf } from "./lines.ts";

export interface DueOptions {
  readonly line: Line;
  readonly nowEpochMs: number;
}

/** Why there is something to tell, between opening and recovery; `undefined` where there is nothing. */
export function newsOf(incident: Incident, options: DueOptions): DraftReason | undefined {
  const told = incident.told[options.line];
  if (told === undefined || incident.state !== "open" || incident.severity !== "critical") return undefined;
  if (isChangeAllowed(told, options)) {
    if (incident.isFlapping && !told.isFlapping) return "flapping";
    if (hasChanged(incident, told)) return "change";
  }
  return isRepeatDue(incident, { told, ...options }) ? "repeat" : undefined;
}

function isChangeAllowed({ changes, lastAtEpochMs }: Told, { line, nowEpochMs }: DueOptions): boolean {
  return changes < CHANNEL_LIMITS[channelOf(line)].changes && nowEpochMs - lastAtEpochMs >= CHANGE_EVERY_MS;
}

/** The root is another, or it is twice as wide. */
function hasChanged({ root, memberCount }: Incident, told: Told): boolean {
  return !isSameRoot(root, told.root) || memberCount >= 2 * told.memberCount;
}

/** The last moment for a repetition lies after all that was told. Moments that passed while somebody cared for it are not made up for. */
function isRepeatDue(
  { acknowledgedUntilEpochMs = 0 }: Incident,
  { told, line, nowEpochMs }: DueOptions & { told: Told },
): boolean {
  const { repeatsAfterMs } = CHANNEL_LIMITS[channelOf(line)];
  const moments = [...repeatsAfterMs.map((afterMs) => told.openedAtEpochMs + afterMs), acknowledgedUntilEpochMs];
  const latest = Math.max(0, ...moments.filter((atEpochMs) => atEpochMs <= nowEpochMs && atEpochMs >= acknowledgedUntilEpochMs));
  return told.repeats < repeatsAfterMs.length && latest > told.lastAtEpochMs;
}
