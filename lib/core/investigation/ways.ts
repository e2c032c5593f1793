/** How the members of an incident failed, each by its newest run that did. */
import { activeMembers } from "../incidents/membership.ts";
import { countWays, failedWayOf, type SharedWay } from "../model/failed-way.ts";
import type { Incident } from "../model/incident.ts";
import type { Outcome } from "../model/outcome.ts";

/** Of those in alarm, or of all once none is. `newest`: of all checks, newest first. */
export function waysOf(incident: Incident, newest: readonly Outcome[]): SharedWay[] {
  const active = activeMembers(incident);
  const shown = active.length === 0 ? incident.members : active;
  const failed = Map.groupBy(
    newest.filter(({ status }) => status === "down"),
    ({ check }) => check,
  );
  const checks = new Set(shown.map(({ check }) => check ?? ""));
  return countWays(
    [...checks].flatMap(
      (check) =>
        failed
          .get(check)
          ?.slice(0, 1)
          .flatMap((run) => failedWayOf(run) ?? []) ?? [],
    ),
  );
}
