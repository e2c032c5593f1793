/** How restless an incident is: the moments at which all of it came back, or went off again. */
import { FLIPS_KEPT_MAX, type Incident } from "../model/incident.ts";
import { FLAPPING } from "./limits.ts";

export function withFlip(flipsEpochMs: readonly number[], atEpochMs: number): number[] {
  return [...flipsEpochMs, atEpochMs].toSorted((one, other) => one - other).slice(-FLIPS_KEPT_MAX);
}

export function countRecentFlips({ flipsEpochMs }: Pick<Incident, "flipsEpochMs">, nowEpochMs: number): number {
  return flipsEpochMs.filter((atEpochMs) => nowEpochMs - atEpochMs < FLAPPING.windowMs).length;
}

/** Once flapping, an incident stays so until it closes: quiet means nothing yet. */
export function isRestless(incident: Pick<Incident, "flipsEpochMs" | "isFlapping">, nowEpochMs: number): boolean {
  return incident.isFlapping || countRecentFlips(incident, nowEpochMs) >= FLAPPING.flips;
}
