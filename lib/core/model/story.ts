/**
 * All that one message says, as data: the six answers in their order (what, since when, why, how we know, how wide, what next).
 * Every place tells the same story: e-mail, SMS, Slack, terminal, page. Bounded in size, secrets masked, free of language.
 */
import type { Severity } from "./alarm.ts";
import type { CheckId } from "./check.ts";
import type { Diagnosis } from "./diagnosis.ts";
import type { SharedWay } from "./failed-way.ts";
import type { Outcome, PhaseTime } from "./outcome.ts";
import type { Root } from "./root.ts";

export const STORY_TYPES = [
  "down",
  "partly-down",
  "slow",
  "certificate",
  "leak",
  "slow-hour",
  "log",
  "no-data",
  "prober",
  "resolved",
  "storm",
  "flapping",
  "reminder",
  "digest",
  "drill",
] as const;
export type StoryType = (typeof STORY_TYPES)[number];
/** What can be wrong; the other types tell how it goes on, or are not about one thing. */
export type Trouble = Exclude<StoryType, "resolved" | "reminder" | "flapping" | "digest" | "drill">;

export interface Story {
  readonly type: StoryType;
  /** Of a reminder, a recovery, a flapping, a drill: what it is about. */
  readonly about?: Trouble;
  readonly deployment: string;
  /** Short id of the incident, and the number of this message in it. */
  readonly incident: string;
  readonly sequence: number;
  readonly severity: Severity;
  /** IANA zone of the times. */
  readonly timezone: string;
  readonly toldAtEpochMs: number;

  // What and since when
  readonly root: Root;
  readonly sinceEpochMs: number;
  /** Of a recovery. */
  readonly untilEpochMs?: number;
  /** The check that shows it best. */
  readonly lead?: LeadCheck;

  // Why, and how we know
  readonly diagnosis: Diagnosis;
  /** What a trend's alarm rests on. */
  readonly trend?: Trend;
  /** Of a flapping: how often it changed lately. */
  readonly flips?: { readonly count: number; readonly overMs: number };
  /** What decided, in CloudWatch's words. */
  readonly alarmReason?: string;
  /** Sentences of a thread dump. */
  readonly threads?: readonly string[];

  // How wide
  /** All that are in alarm for the same root, the lead among them, at most 20; the number counts all of them. */
  readonly members: readonly StoryMember[];
  readonly memberCount: number;
  /** How members failed, most frequent way first; those of which no run is known are in none. */
  readonly ways?: readonly SharedWay[];
  /** Related checks that are fine: the other side of the comparison, at most 5. */
  readonly fine: readonly CheckId[];
  readonly fineCount: number;
  /** Incidents of different roots that are told in this one message, from 2: root, cause and evidence are those of the first. */
  readonly folded?: number;

  // What next
  readonly links: StoryLinks;
  readonly digest?: readonly DigestEntry[];
}

export interface LeadCheck {
  readonly id: CheckId;
  readonly title: string;
  readonly location: string;
  /** Of a check with several places: from which it fails and from which it does not. One that says nothing is in neither. */
  readonly seen?: { readonly failing: readonly string[]; readonly fine: readonly string[] };
  /** The run that shows it; of a recovery the first good one. */
  readonly outcome?: Outcome;
  /** Of the runs since it began; a slow one counts where the story is about slowness. */
  readonly failedRuns?: number;
  readonly runs?: number;
  /** Of a recovery: good runs in a row. */
  readonly goodRuns?: number;
  /** Totals of the runs before it broke, oldest first: `85, 130, 240, 610`. */
  readonly totalsBeforeMs?: readonly number[];
  /** Usual time of each phase at this hour. */
  readonly usual?: readonly PhaseTime[];
  /** Usual total at this hour: a median of its own, not the sum of those of the phases. */
  readonly usualTotalMs?: number;
  /** Of a recovery: what it was. */
  readonly was?: Outcome;
  /** `checks.yaml:14`. */
  readonly source?: string;
  readonly alarm?: { readonly badDatapoints: number; readonly ofDatapoints: number };
  /** Shell command that repeats the request, without secrets. */
  readonly repeat?: string;
}

/** Levels are in the unit of the series. */
export type Trend =
  | {
      readonly kind: "leak";
      readonly series: string;
      readonly level: number;
      readonly risePerHour: number;
      readonly limit?: number;
      /** As wide as the rise is uncertain; absent where nothing can be foreseen. */
      readonly untilLimit?: { readonly soonestMs: number; readonly latestMs: number };
    }
  /** Local hour, 0 to 23: 4 is 04:00 to 05:00. */
  | {
      readonly kind: "slow-hour";
      readonly hour: number;
      readonly daysHit: number;
      readonly daysLooked: number;
      readonly timesUsual: number;
    }
  | {
      readonly kind: "log";
      readonly group: string;
      readonly pattern: string;
      readonly matches: number;
      readonly overMs: number;
    };

export interface StoryMember {
  readonly check: CheckId;
  readonly topic: string;
  readonly sinceEpochMs: number;
  readonly untilEpochMs?: number;
}

export interface StoryLinks {
  readonly dashboard?: string;
  readonly runbook?: string;
  readonly page?: string;
}

export interface DigestEntry {
  readonly incident: string;
  readonly type: StoryType;
  readonly check?: CheckId;
  readonly sinceEpochMs: number;
  readonly untilEpochMs?: number;
  readonly diagnosis: Diagnosis;
}
