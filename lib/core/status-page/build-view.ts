/** What is known of a deployment -> what the customers of one page see of it. */
import { createHash } from "node:crypto";
import type { CheckId } from "../model/check.ts";
import { localHoursIn } from "../trends/local-hour.ts";
import type { Counted } from "./count-runs.ts";
import { DAYS_SHOWN, lastDays } from "./day-counts.ts";
import type { KeptIncident } from "./kept-incident.ts";
import type { PlannedPage, Service } from "./plan.ts";
import type { ServiceState } from "./service-state.ts";
import type { IncidentView, Overall, ServiceView, StatusView } from "./view.ts";

export interface StatusFacts {
  readonly states: ReadonlyMap<CheckId, ServiceState>;
  readonly counted: Counted;
  /** Newest first. */
  readonly incidents: readonly KeptIncident[];
  readonly nowEpochMs: number;
  /** Pages are written so often. */
  readonly everyMs: number;
}

/** Older than three intervals, a page no longer tells the present. */
const FRESH_INTERVALS = 3;
const PAST_MAX = 50;

export function buildView(page: PlannedPage, facts: StatusFacts): StatusView {
  const { counted, everyMs, nowEpochMs } = facts;
  const services = page.services.map((service) => serviceView(service, page, facts));
  const incidents = facts.incidents.flatMap((incident) => incidentView(incident, page));
  const open = incidents.filter(({ endedAtEpochMs }) => endedAtEpochMs === undefined);
  return {
    ...(page.title !== undefined && { title: page.title }),
    ...{ ownLanguage: page.language, timezone: page.timezone, services, overall: overallOf(services) },
    open: [...untoldIncidents(open, services, nowEpochMs), ...open],
    past: incidents.filter(({ endedAtEpochMs }) => endedAtEpochMs !== undefined).slice(0, PAST_MAX),
    ...{ writtenAtEpochMs: nowEpochMs, nextAtEpochMs: nowEpochMs + everyMs, freshForMs: FRESH_INTERVALS * everyMs },
    ...(counted.untilEpochMs > 0 && { countedUntilEpochMs: counted.untilEpochMs }),
  };
}

function serviceView({ check, slug, title }: Service, { timezone }: PlannedPage, facts: StatusFacts): ServiceView {
  const { state, sinceEpochMs } = facts.states.get(check.id) ?? { state: "none" };
  const counts = facts.counted.checks[check.id]?.days ?? {};
  const days = lastDays(localHoursIn(timezone)(facts.nowEpochMs).day, DAYS_SHOWN);
  return {
    ...{ slug, title, state, ...(sinceEpochMs !== undefined && { sinceEpochMs }) },
    days: days.map((day) => ({ day, runs: 0, failedRuns: 0, ...counts[day] })),
  };
}

function overallOf(services: readonly ServiceView[]): Overall {
  const count = (state: ServiceView["state"]) => services.filter((service) => service.state === state).length;
  if (count("down") > 0) return count("down") === services.length ? "major" : "partial";
  if (count("slow") > 0) return "degraded";
  return services.length === 0 || count("none") > 0 ? "unknown" : "operational";
}

function incidentView(incident: KeptIncident, { group, services }: PlannedPage): IncidentView[] {
  const titlesOf = (checks: readonly CheckId[]) =>
    services.filter(({ check }) => checks.includes(check.id)).map(({ title }) => title);
  const [down, slow] = [titlesOf(incident.downChecks), titlesOf(incident.slowChecks)];
  if (down.length + slow.length === 0) return [];
  const { endedAtEpochMs, id, openedAtEpochMs, phase, startedAtEpochMs } = incident;
  const uuid = uuidOf(`${group} ${id} ${openedAtEpochMs}`);
  return [{ uuid, phase, down, slow, startedAtEpochMs, ...(endedAtEpochMs !== undefined && { endedAtEpochMs }) }];
}

/** A service that is bad is an incident, even while nobody has opened one. */
function untoldIncidents(open: readonly IncidentView[], services: readonly ServiceView[], nowEpochMs: number): IncidentView[] {
  const told = new Set(open.flatMap(({ down, slow }) => [...down, ...slow]));
  const bad = services.filter(({ state, title }) => (state === "down" || state === "slow") && !told.has(title));
  return bad.map(({ sinceEpochMs = nowEpochMs, slug, state, title }) => {
    const affected = state === "down" ? { down: [title], slow: [] } : { down: [], slow: [title] };
    const uuid = uuidOf(`${slug} ${sinceEpochMs}`);
    return { uuid, phase: "investigating", ...affected, startedAtEpochMs: sinceEpochMs };
  });
}

/** Shaped as RFC 9562 wants one of a hash of one's own (version 8). */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
}
