/** What customers see, and nothing else: renderers are given this alone, so that nothing internal can reach a page. */
import type { Language } from "../model/check.ts";
import type { ShownState } from "../render/view.ts";
import type { DayCount } from "./day-counts.ts";
import type { IncidentPhase } from "./kept-incident.ts";

/** Of a whole page: `unknown` as soon as one service is, if none is known to be bad. */
export type Overall = "operational" | "degraded" | "partial" | "major" | "unknown";

export interface StatusView {
  /** Absent: the page names no customer. */
  readonly title?: string;
  /** Of the page itself; the other language stands beside it. */
  readonly ownLanguage: Language;
  readonly timezone: string;
  readonly overall: Overall;
  /** In the order of the configuration. */
  readonly services: readonly ServiceView[];
  /** Newest first. */
  readonly open: readonly IncidentView[];
  readonly past: readonly IncidentView[];
  readonly writtenAtEpochMs: number;
  readonly nextAtEpochMs: number;
  /** After this age the page is not to be believed. */
  readonly freshForMs: number;
  /** Absent: nothing was counted yet. */
  readonly countedUntilEpochMs?: number;
}

export interface ServiceView {
  readonly slug: string;
  readonly title: string;
  readonly state: ShownState;
  readonly sinceEpochMs?: number;
  /** The oldest first, today last; days without a run have none. */
  readonly days: readonly DayView[];
}

export interface DayView extends DayCount {
  /** `2026-11-22` */
  readonly day: string;
}

export interface IncidentView {
  /** The same as long as the incident lasts, and not ours: for feed readers. */
  readonly uuid: string;
  readonly phase: IncidentPhase;
  /** Public titles. */
  readonly down: readonly string[];
  readonly slow: readonly string[];
  readonly startedAtEpochMs: number;
  readonly endedAtEpochMs?: number;
}

/** What a service has in all of its days together. */
export function totalOf({ days }: ServiceView): DayCount & { readonly daysWithData: number } {
  const sum = (pick: (day: DayView) => number) => days.reduce((total, day) => total + pick(day), 0);
  return {
    runs: sum(({ runs }) => runs),
    failedRuns: sum(({ failedRuns }) => failedRuns),
    daysWithData: days.filter(({ runs }) => runs > 0).length,
  };
}
