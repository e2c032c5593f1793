/** What people know of an incident. */
import type { Incident, Line } from "../model/incident.ts";

/** Anybody, of anything. */
export function isKnown({ told }: Pick<Incident, "told">): boolean {
  return Object.keys(told).length > 0;
}

/** This line heard of its opening and not yet of its end. */
export function isUnfinished({ told }: Pick<Incident, "told">, line: Line): boolean {
  return told[line] !== undefined && told[line].closedAtEpochMs === undefined;
}
