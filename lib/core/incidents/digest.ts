/** Warnings, which are told by the hour, and the summary of a day. Both are left out where there is nothing to say. */
import type { Incident, Line } from "../model/incident.ts";
import { localHoursIn } from "../trends/local-hour.ts";
import { isSameRoot } from "./claims.ts";
import type { Item } from "./draft.ts";
import { DIGEST_EVERY_MS, GATHER_QUIET_MS, SUMMARY_COVERS_MS, SUMMARY_HOUR } from "./limits.ts";
import { activeMembers } from "./membership.ts";
import { isActive } from "./openings.ts";
import { isUnfinished } from "./told.ts";

export interface DigestView {
  readonly line: Line;
  /** Of any severity, that concern the line. */
  readonly incidents: readonly Incident[];
  readonly isSilenced: (incident: Incident) => boolean;
  readonly nowEpochMs: number;
}

/** Warnings that came or went before this hour began and are not told yet. */
export function digestItems({ line, incidents, isSilenced, nowEpochMs }: DigestView): Item[] {
  const isOfEarlierHour = (atEpochMs: number) =>
    hourOf(nowEpochMs) > hourOf(atEpochMs) && nowEpochMs - atEpochMs >= GATHER_QUIET_MS;
  const warnings = incidents.filter(({ severity }) => severity === "warning");
  return warnings.flatMap((incident): Item[] => {
    const { openedAtEpochMs, closedAtEpochMs, told } = incident;
    const isNew = told[line] === undefined && isActive(incident) && !isSilenced(incident) && isOfEarlierHour(openedAtEpochMs);
    if (isNew) return [{ incident, reason: "open" }];
    const isOver = isUnfinished(incident, line) && closedAtEpochMs !== undefined && isOfEarlierHour(closedAtEpochMs);
    return isOver ? [{ incident, reason: "close" }] : [];
  });
}

/** Once an hour at most. */
export function isDigestTime(nowEpochMs: number, digestToldAtEpochMs: number | undefined): boolean {
  return digestToldAtEpochMs === undefined || hourOf(nowEpochMs) > hourOf(digestToldAtEpochMs);
}

/** What is open, and what was over within the day, as far as the line was told of it. */
export function summaryItems(view: DigestView): Item[] {
  const { line, incidents, nowEpochMs } = view;
  const news = digestItems(view);
  const listed = new Set(news.map(({ incident }) => incident.id));
  const others = incidents.filter(({ id, told, state, closedAtEpochMs = 0 }) => {
    const isOfTheDay = state !== "closed" || nowEpochMs - closedAtEpochMs < SUMMARY_COVERS_MS;
    return !listed.has(id) && told[line] !== undefined && isOfTheDay;
  });
  return [...news, ...others.map((incident): Item => ({ incident, reason: "digest" }))];
}

/** In the morning of the place, once a day; a computer that was asleep then leaves it out. */
export function isSummaryTime(
  nowEpochMs: number,
  { timezone, summaryToldAtEpochMs }: { timezone: string; summaryToldAtEpochMs: number | undefined },
): boolean {
  const localHour = localHoursIn(timezone);
  const now = localHour(nowEpochMs);
  return now.hour === SUMMARY_HOUR && (summaryToldAtEpochMs === undefined || localHour(summaryToldAtEpochMs).day !== now.day);
}

/** Whether something worse about the same is open: then the warning is no news. */
export function isInhibited(warning: Incident, incidents: readonly Incident[]): boolean {
  const checks = new Set(activeMembers(warning).flatMap(({ check }) => check ?? []));
  return incidents.some(
    (incident) =>
      incident.severity === "critical" &&
      incident.state !== "closed" &&
      (isSameRoot(incident.root, warning.root) || incident.members.some(({ check }) => check !== undefined && checks.has(check))),
  );
}

function hourOf(atEpochMs: number): number {
  return Math.floor(atEpochMs / DIGEST_EVERY_MS);
}
