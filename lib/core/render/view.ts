/** What pages show, as data: everything is decided here, the renderers only draw. */
import type { Check, CheckId, Language } from "../model/check.ts";
import type { Outcome, PhaseTime } from "../model/outcome.ts";
import type { Story } from "../model/story.ts";
import type { TimeOfDayVerdict } from "../trends/time-of-day.ts";

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
  /** What stands open besides; a check can be fine and still have one. */
  readonly warning?: Warning;
  readonly latest?: Outcome;
  /** When the next run is due, as far as the last one tells. */
  readonly nextDueEpochMs?: number;
  readonly timeline: Timeline;
  readonly response: ResponseTimes;
  /** Of the open incident that this check belongs to. */
  readonly story?: Story;
}

/** Open alarms of a check other than that it is down. */
export interface Warning {
  /** `seems to leak`, `is near its limit` */
  readonly states: readonly string[];
  readonly sinceEpochMs: number;
  /** Sentences, the number that matters most first. */
  readonly evidence: readonly string[];
}

/** A check by itself, with what led here. */
export interface CheckDetailView extends CheckView {
  /** Why it is as it is; absent where nothing is wrong. */
  readonly story?: Story;
  /** The run that is looked at: the latest, or an earlier one that was asked for. */
  readonly run?: Outcome;
  /** Usual time of each phase at this hour, and the usual total: a median of its own. */
  readonly usual: readonly PhaseTime[];
  readonly usualTotalMs?: number;
  /** Of the run that is looked at. */
  readonly expectations: readonly ExpectationView[];
  /** Shell command that repeats the request, without secrets. */
  readonly repeat?: string;
  readonly hours: HourTable;
  readonly slowHours: TimeOfDayVerdict;
  /** Sentences of thread dumps, newest dump first. */
  readonly threads: readonly string[];
  /** Failing runs, newest first. */
  readonly failures: readonly Outcome[];
  /** Alarm transitions, newest first. */
  readonly alarms: readonly AlarmEntry[];
}

/** Hours of the day over the last days, oldest day first. */
export interface HourTable {
  readonly days: readonly HourDay[];
  /** Median of everything that was answered; absent where nothing was. */
  readonly usualMs?: number;
}

export interface HourDay {
  /** Local: `2026-11-22` */
  readonly day: string;
  /** 24 of them. */
  readonly hours: readonly HourCell[];
}

export interface HourCell {
  readonly runs: number;
  readonly failedRuns: number;
  readonly medianMs?: number;
}

/** One thing that was expected of a run, and what came. */
export interface ExpectationView {
  /** `status == 200` */
  readonly expected: string;
  /** `503`; absent where it is not kept, or was never read. */
  readonly actual?: string;
  readonly result: ExpectationResult;
}

/** unjudged: the run broke off before. */
export type ExpectationResult = "held" | "unmet" | "slow" | "unjudged";

export interface AlarmEntry {
  readonly alarm: string;
  readonly from: string;
  readonly to: string;
  readonly atEpochMs: number;
  readonly reason: string;
}

export type StateCounts = Readonly<Record<ShownState, number>>;

/** What all readers of the pages have in common. */
export interface PageContext {
  readonly deployment: string;
  readonly timezone: string;
  /** One sentence that everybody who looks at the page must know. */
  readonly note?: string;
}

/** One reader. */
export interface DrawContext extends PageContext {
  readonly language: Language;
  /** That of a link which names none. */
  readonly ownLanguage: Language;
  /** Whether runs can be asked for. */
  readonly canRun: boolean;
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
  /** Told of each open incident, the oldest first. */
  readonly incidents?: readonly Story[];
}

export function countStates(views: readonly { readonly state: ShownState }[]): StateCounts {
  const counts = { down: 0, slow: 0, none: 0, up: 0 };
  for (const { state } of views) counts[state] += 1;
  return counts;
}

/** Sorts by state, worst first, and those with a warning before those without; equal ones keep their order. */
function worstFirst<View extends Pick<CheckView, "state" | "warning">>(views: readonly View[]): View[] {
  const rank = ({ state, warning }: View) => 2 * SHOWN_STATES.indexOf(state) + (warning === undefined ? 1 : 0);
  return views.toSorted((one, other) => rank(one) - rank(other));
}

/** Checks by group, groups and checks worst first. */
export function groupViews(views: readonly CheckView[]): GroupView[] {
  const byGroup = Map.groupBy(worstFirst(views), (view) => view.check.group);
  return [...byGroup].map(([group, checks]) => ({ group, checks }));
}

/** The element that shows a check or a group: letters, digits and "-" as they are, all else by its number, so that no two are alike. */
export function elementId(part: string, name: CheckId): string {
  return `${part}-${name.replace(/[^A-Za-z0-9-]/g, (sign) => `_${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}
