/**
 * What every language must say in a message: a text without its translation does not compile. Texts are given finished fragments:
 * moments as `Sun 22 Nov 17:21 KST`, spans as `19 min`, times as `650 ms`, numbers as `2,000`.
 */
import type { Confidence } from "../model/diagnosis.ts";
import type { Root } from "../model/root.ts";
import type { StoryLinks, StoryType, Trouble } from "../model/story.ts";
import type { FailureTexts } from "./failure-texts-contract.ts";
import type { SpanUnits } from "./local-time.ts";

export interface StoryTexts {
  /** The word with which a message begins. */
  readonly states: Readonly<Record<StoryType, string>>;
  readonly still: (state: string) => string;
  readonly drillOf: (state: string) => string;
  readonly confidence: Readonly<Record<Confidence, string>>;
  readonly failures: FailureTexts;
  readonly reasons: ReasonTexts;
  readonly openings: OpeningTexts;
  readonly answers: AnswerTexts;
  readonly recovery: RecoveryTexts;
  readonly digest: DigestTexts;
  readonly subject: SubjectTexts;
  readonly headings: Readonly<Record<Heading, string>>;
  /** Of one line each, in terminal and Slack. */
  readonly labels: Readonly<Record<Label, string>>;
  readonly links: Readonly<Record<keyof StoryLinks, string>>;
  readonly sms: SmsTexts;
  /** Where to look first, by the phase in which a run broke off. */
  readonly firstLook: Readonly<Record<string, string>> & { readonly unknown: string };
  /** Where to look first, where no run tells. */
  readonly firstLookAt: Readonly<Record<Exclude<Trouble, "down" | "partly-down" | "slow">, string>>;
  /** `14 checks in acme-prod` */
  readonly checks: (count: string, group: string) => string;
  /** `14 checks` */
  readonly checksAlone: (count: string) => string;
  readonly span: (spanMs: number) => string;
  /** `3 to 5 h` */
  readonly spans: (soonestMs: number, latestMs: number) => string;
  readonly measured: (measuredMs: number) => string;
  readonly list: (items: readonly string[]) => string;
  readonly andMore: (list: string, others: string) => string;
  readonly leftOut: (lines: string) => string;
  /** What the engine wrote down in English: a value, why an alarm moved. */
  readonly engine: (text: string) => string;
}

export type Heading =
  | "since"
  | "what"
  | "cause"
  | "evidence"
  | "phases"
  | "usualPhases"
  | "pattern"
  | "related"
  | "next"
  | "links";
export type Label =
  | ("drill" | "what" | "since" | "why" | "not" | "known" | "says" | "took" | "alarm" | "trend" | "wide" | "next")
  | ("was" | "now" | "changed" | "open" | "over");

/** A few words behind a name and a colon, without a full stop. */
export interface ReasonTexts {
  readonly status: (status: string) => string;
  readonly breach: (expected: string, actual: string) => string;
  /** Of a question to DNS: `NXDOMAIN (the name does not exist)`. */
  readonly rcode: (answer: string) => string;
  readonly objectAge: (span: string) => string;
  readonly slow: (total: string, usual: string | undefined) => string;
  readonly daysLeft: (days: number, day: string | undefined) => string;
  readonly leak: (of: { series: string; rise: string }) => string;
  readonly limit: (of: { limit: string; soonToLate: string | undefined }) => string;
  readonly slowHour: (of: { hour: string; daysHit: string; daysLooked: string }) => string;
  readonly log: (matches: string, span: string) => string;
  readonly silent: (span: string) => string;
  /** Of several places only some. */
  readonly places: (of: { failing: string; places: string; all: string }) => string;
  readonly flips: (count: string, span: string) => string;
  /** What the checks of a storm have in common. */
  readonly common: Readonly<Record<Root["kind"], (name: string) => string>>;
  readonly several: (incidents: string, example: string) => string;
  readonly commonAndSeen: (common: string, seen: string) => string;
  /** In which way how many of a storm failed: `connection refused (2)`. */
  readonly way: (way: string, count: string) => string;
  /** Ways that are not told one by one. */
  readonly others: string;
  /** Ways of which each check has its own words and numbers. */
  readonly unexpected: string;
  readonly timedOut: string;
  /** Where nothing more is known. */
  readonly bare: Readonly<Record<Trouble, string>>;
}

/** Whole sentences. */
export interface OpeningTexts {
  readonly trouble: Readonly<Record<Trouble, (name: string, reason: string) => string>>;
  /** Where no check is meant, but a part of Bongsu. */
  readonly ours: Readonly<Record<"no-data" | "prober", (name: string, reason: string) => string>>;
  readonly storm: (of: { name: string; common: string; example: string }) => string;
  readonly reminder: (of: { name: string; state: string; span: string; reason: string }) => string;
  readonly flapping: (of: { name: string; state: string; flips: string; reason: string }) => string;
  readonly quietUntilSteady: string;
  readonly drill: string;
  readonly drillAlone: (deployment: string, moment: string) => string;
  readonly layersFine: (layers: readonly string[]) => string;
  readonly incident: (id: string) => string;
}

/** Lines of a section; only those with a full stop are sentences. */
export interface AnswerTexts {
  readonly since: (of: { moment: string; span: string; runs: string | undefined }) => string;
  readonly runsFailed: (failed: string, runs: string) => string;
  readonly runsSlow: (slow: string, runs: string) => string;
  readonly request: (request: string, location: string) => string;
  readonly level: (series: string, level: string) => string;
  readonly pattern: (pattern: string, group: string) => string;
  readonly causeUnknown: string;
  /** `Likely: …` */
  readonly held: (confidence: string, says: string) => string;
  readonly ruledOut: (items: string) => string;
  readonly body: (body: string) => string;
  readonly total: string;
  readonly timesUsual: (times: string) => string;
  readonly becameSlower: (totals: string) => string;
  readonly slowHour: (of: { hour: string; daysHit: string; daysLooked: string; timesUsual: string }) => string;
  readonly too: (state: string, names: string) => string;
  readonly fine: (names: string) => string;
  /** Of one check, by place. */
  readonly seenFrom: (failing: string, fine: string) => string;
  /** The prober's own words, which are English everywhere. */
  readonly proberSays: (words: string) => string;
  readonly bundle: (count: string, first: string) => string;
  /** Of a storm whose checks fail in different ways, or nobody knows. */
  readonly ofLead: (id: string) => string;
  readonly repeat: (command: string) => string;
  readonly acknowledge: (incident: string) => string;
  readonly mute: (subject: string) => string;
  readonly whyYou: (of: { bad: string; last: string; source: string | undefined }) => string;
}

export interface RecoveryTexts {
  readonly back: (of: { name: string; isMany: boolean; moment: string; span: string }) => string;
  /** Behind a label: `server answers 503 (18 failed runs)` */
  readonly failed: (reason: string, failedRuns: string) => string;
  readonly was: (state: string) => string;
  readonly cause: (confidence: string, says: string) => string;
  readonly now: (state: string) => string;
  readonly answered: (total: string, status: string | undefined) => string;
  readonly daysLeft: (days: number) => string;
  readonly goodRuns: (count: string) => string;
  readonly changed: (items: string) => string;
  readonly unchanged: (items: string) => string;
  readonly phase: (phase: string) => string;
  readonly address: string;
  readonly certificate: string;
  readonly backToo: (names: string) => string;
  readonly notBack: (names: string) => string;
}

export interface DigestTexts {
  readonly summary: (of: { deployment: string; open: string; over: string }) => string;
  readonly empty: (deployment: string) => string;
  readonly open: string;
  readonly over: string;
  readonly stillOpen: (of: { name: string; state: string; since: string; span: string }) => string;
  readonly isOver: (of: { name: string; state: string; since: string; span: string }) => string;
}

/** Ends of a subject. */
export interface SubjectTexts {
  readonly since: (time: string) => string;
  readonly back: (span: string, reason: string) => string;
  readonly drill: string;
  readonly digest: (open: string, over: string) => string;
}

export interface SmsTexts {
  readonly units: SpanUnits;
  readonly since: (time: string, span: string) => string;
  readonly back: (time: string, span: string) => string;
  /** All that is said whatever comes. */
  readonly told: (of: { state: string; name: string; when: string; reason: string }) => string;
  readonly toldOver: (of: { state: string; name: string; when: string; reason: string }) => string;
  readonly layersFine: (layers: readonly string[]) => string;
  readonly tries: (failed: string, runs: string) => string;
  readonly related: (count: string) => string;
  readonly notKnown: string;
  readonly end: (id: string) => string;
  readonly drill: (reason: string | undefined) => string;
}
