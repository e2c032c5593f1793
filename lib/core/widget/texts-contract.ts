/** What the widget must say in every language: a text without its translation does not compile. Texts are given finished fragments. */
import type { ListedState } from "./read-incidents.ts";

export interface WidgetTexts {
  /** Markdown, for whoever adds the widget to a dashboard by hand. */
  readonly help: string;
  readonly columns: Readonly<Record<"state" | "check" | "history" | "usual", string>>;
  readonly slices: (of: { from: string; to: string; slice: string }) => string;
  readonly press: string;
  /** Rows: a check has one a place. */
  readonly hidden: (count: number) => string;
  /** Behind counts of other states: `1 down, 2 fine, …`. */
  readonly partly: (count: number) => string;
  readonly unread: (count: number, reason: string) => string;
  readonly noChecks: string;
  readonly last: (span: string) => string;
  /** `99.95 % of 1,440 runs` */
  readonly availability: (percent: string, runs: string) => string;
  readonly noRuns: string;
  readonly usual: (time: string) => string;
  readonly incident: (id: string) => string;
  readonly incidentsUnread: (reason: string) => string;
  readonly incidents: IncidentListTexts;
  readonly sameHost: string;
  readonly moreOnHost: (count: number) => string;
  readonly hours: string;
  readonly hoursUnread: (reason: string) => string;
  readonly refused: Readonly<Record<"view" | "no-check", string>>;
  readonly unknownCheck: (id: string) => string;
  readonly failed: (reason: string) => string;
  readonly fault: string;
  /** Where the same can be seen without this widget. */
  readonly elsewhere: string;
}

interface IncidentListTexts {
  readonly open: (count: number) => string;
  /** How long those that are over can be seen. */
  readonly kept: (span: string) => string;
  readonly hidden: (count: number) => string;
  readonly nobodyTold: string;
  readonly states: Readonly<Record<ListedState, string>>;
  readonly columns: Readonly<Record<"state" | "what" | "since" | "length", string>>;
}
