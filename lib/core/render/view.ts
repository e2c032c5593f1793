/** What pages show, as data: everything is decided here, the renderers only draw. */
import type { Check, CheckId } from "../model/check.ts";
import type { Outcome } from "../model/outcome.ts";

/** `none`: nothing is known, because no run ended lately or the last one failed by our own fault. */
export type ShownState = "down" | "slow" | "none" | "up";

/** Worst first: the order of lists and of verdicts over a span of time. */
export const SHOWN_STATES: readonly ShownState[] = ["down", "slow", "none", "up"];

/** One slice of a timeline. */
export interface Bucket {
  readonly startEpochMs: number;
  readonly state: ShownState;
  readonly runs: number;
  /** Only where a run was answered. */
  readonly p50Ms?: number;
  /** Only from 20 answers on. */
  readonly p95Ms?: number;
}

/** Slices of equal length, oldest first. */
export interface Timeline {
  readonly bucketMs: number;
  readonly buckets: readonly Bucket[];
}

export interface ResponseTimes {
  /** How many answers the numbers stand on. */
  readonly answers: number;
  readonly p50Ms?: number;
  /** Only from 20 answers on. */
  readonly p95Ms?: number;
}

export interface CheckView {
  readonly check: Check;
  readonly state: ShownState;
  /** One sentence; empty when all is well. */
  readonly reason: string;
  /** When the present trouble began. */
  readonly sinceEpochMs?: number;
  readonly latest?: Outcome;
  readonly timeline: Timeline;
  readonly response: ResponseTimes;
}

/** A check by itself, with what led here. */
export interface CheckDetailView extends CheckView {
  /** Failing runs, newest first. */
  readonly failures: readonly Outcome[];
  /** Alarm transitions, newest first. */
  readonly alarms: readonly AlarmEntry[];
}

export interface AlarmEntry {
  readonly alarm: string;
  readonly from: string;
  readonly to: string;
  readonly atEpochMs: number;
  readonly reason: string;
}

export type StateCounts = Readonly<Record<ShownState, number>>;

/** What is needed to write times. */
export interface PageContext {
  readonly deployment: string;
  readonly timezone: string;
}

export interface GroupView {
  readonly group: string;
  readonly checks: readonly CheckView[];
}

export interface BoardView {
  readonly counts: StateCounts;
  readonly worst?: CheckView;
  /** Groups with the worst check first, and worst checks first within each. */
  readonly groups: readonly GroupView[];
}

export function countStates(views: readonly { readonly state: ShownState }[]): StateCounts {
  const counts = { down: 0, slow: 0, none: 0, up: 0 };
  for (const { state } of views) counts[state] += 1;
  return counts;
}

/** Sorts by state, worst first; equal ones keep their order. */
function worstFirst<View extends { readonly state: ShownState }>(views: readonly View[]): View[] {
  return views.toSorted((one, other) => SHOWN_STATES.indexOf(one.state) - SHOWN_STATES.indexOf(other.state));
}

/** Checks by group, groups and checks worst first. */
export function groupViews(views: readonly CheckView[]): GroupView[] {
  const byGroup = Map.groupBy(worstFirst(views), (view) => view.check.group);
  return [...byGroup].map(([group, checks]) => ({ group, checks }));
}

/** The element that shows a check; ids may hold "/", which no selector likes. */
export function elementId(part: string, check: CheckId): string {
  return `${part}-${encodeURIComponent(check).replaceAll("%", "_").replaceAll(".", "-")}`;
}
