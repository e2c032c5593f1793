/** What the page must say in every language: a text without its translation does not compile. Texts are given finished fragments. */
import type { SpanUnits } from "../messages/local-time.ts";
import type { ShownState } from "./view.ts";

export interface PageTexts {
  readonly states: Readonly<Record<ShownState, string>>;
  readonly banner: BannerTexts;
  readonly sentence: SentenceTexts;
  readonly board: BoardTexts;
  readonly broken: BrokenTexts;
  readonly tried: Readonly<Record<"field" | "button" | "once" | "keep" | "writes", string>>;
  readonly picture: PictureTexts;
  readonly details: DetailTexts;
  readonly preview: PreviewTexts;
  readonly keys: Readonly<Record<Key | "title" | "close", string>>;
  /** Said by the script; `{…}` is filled in on the page. */
  readonly script: Readonly<Record<"now" | "in" | "shown" | "asked" | "trying" | "cannotRun" | "copied" | "failed", string>>;
  readonly units: SpanUnits;
}

export type Key = "move" | "open" | "closing" | "failing" | "search" | "run" | "preview" | "theme" | "help";
export type Theme = "auto" | "light" | "dark";

interface BannerTexts {
  readonly fromHere: string;
  readonly lost: string;
  /** Name of the switch, in its own language. */
  readonly language: string;
  readonly theme: string;
  readonly themes: Readonly<Record<Theme, string>>;
  readonly runAll: string;
  readonly help: string;
}

interface SentenceTexts {
  readonly nothing: string;
  readonly allFine: (count: number) => string;
  readonly counted: Readonly<Record<ShownState, (count: number) => string>>;
  readonly warnings: (count: number) => string;
  readonly started: (moment: string) => string;
}

interface BoardTexts {
  readonly columns: Readonly<Record<"state" | "check" | "history" | "usual" | "last" | "next", string>>;
  readonly incidents: string;
  readonly noGroup: string;
  readonly find: string;
  readonly failingOnly: string;
  readonly run: string;
  readonly runCheck: (title: string) => string;
  readonly firstRun: string;
  readonly noAnswers: string;
  readonly p95: (p95: string, answers: number) => string;
  readonly tooFew: (answers: number) => string;
  readonly stale: string;
  readonly warning: (states: string, moment: string) => string;
  /** How a warning's alarm is called: `seems to leak`. What is not among them is shown as it is. */
  readonly warnings: Readonly<Record<string, string>>;
  readonly nextAt: (time: string) => string;
  readonly legend: string;
}

interface BrokenTexts {
  readonly heading: (file: string) => string;
  readonly othersRun: string;
  readonly nothingRuns: string;
}

interface PictureTexts {
  readonly ago: (span: string) => string;
  readonly now: string;
  readonly beats: (of: { span: string; parts: number; counts: string }) => string;
  readonly responses: (span: string, slowest: string) => string;
  readonly noResponses: (span: string) => string;
  readonly median: (span: string) => string;
  readonly p95: string;
  readonly asTable: string;
  readonly columns: Readonly<
    Record<"from" | "worst" | "runs" | "median" | "p95" | "phase" | "thisRun" | "usual" | "times", string>
  >;
  readonly waterfall: (phases: string) => string;
  /** `server 610 ms`, `650 ms` */
  readonly longest: (phase: string, total: string) => string;
  readonly usualBar: string;
  readonly total: string;
  readonly hours: (days: number) => string;
  readonly hourLevels: Readonly<Record<"none" | "usual" | "slower" | "slow" | "failing", string>>;
  readonly slowHour: (of: { hour: string; daysHit: number; daysLooked: number; timesUsual: string }) => string;
  readonly noSlowHour: (days: number) => string;
  readonly tooFewDays: (days: number, daysNeeded: number) => string;
  readonly hour: string;
}

interface DetailTexts {
  readonly close: string;
  readonly every: (span: string) => string;
  readonly answers: Readonly<Record<"what" | "since" | "why" | "known" | "wide" | "next", string>>;
  readonly fine: string;
  readonly usual: string;
  readonly sections: Readonly<
    Record<"time" | "expectations" | "exchange" | "past" | "hours" | "rejected" | "failures" | "alarms" | "threads", string>
  >;
  readonly runOf: (moment: string) => string;
  readonly latestRun: string;
  readonly expected: string;
  readonly actual: string;
  readonly result: string;
  readonly results: Readonly<Record<"held" | "unmet" | "slow" | "unjudged", string>>;
  readonly noExpectations: string;
  readonly exchange: Readonly<
    Record<
      "request" | "address" | "certificate" | "redirects" | "says" | "notes" | "attempts" | "addresses" | "repeat" | "facts",
      string
    >
  >;
  readonly masked: string;
  readonly copy: string;
  readonly noCurl: string;
  readonly certificate: (of: { subject: string; issuer: string; validTo: string; daysLeft: number }) => string;
  readonly noRejected: string;
  readonly noFailures: string;
  readonly columns: Readonly<
    Record<"when" | "code" | "why" | "after" | "state" | "because" | "cause" | "name" | "value", string>
  >;
  readonly runbook: string;
  readonly preview: string;
  readonly writtenIn: string;
}

export type PreviewTab = "email" | "sms" | "slack" | "resolved" | "digest";

interface PreviewTexts {
  readonly title: string;
  readonly tabs: Readonly<Record<PreviewTab, string>>;
  readonly isReal: string;
  readonly isExample: string;
  readonly isWarning: string;
  readonly notBySms: string;
  readonly subject: (of: { used: number; max: number }) => string;
  readonly lines: (of: { used: number; max: number }) => string;
  readonly sms: (of: { language: string; used: number; max: number; alphabet: string }) => string;
  readonly slackTitle: (of: { used: number; max: number }) => string;
  readonly slackDescription: (of: { used: number; max: number }) => string;
  readonly languages: Readonly<Record<"en" | "ko", string>>;
  readonly send: string;
  readonly whyNotSend: string;
  readonly back: string;
}
