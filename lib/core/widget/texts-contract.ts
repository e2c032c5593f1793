/** What the widget must say in every language: a text without its translation does not compile. Texts are given finished fragments. */
export interface WidgetTexts {
  /** Markdown, for whoever adds the widget to a dashboard by hand. */
  readonly help: string;
  readonly columns: Readonly<Record<"state" | "check" | "history" | "usual", string>>;
  readonly slices: (of: { from: string; to: string; slice: string }) => string;
  readonly press: string;
  readonly hidden: (count: number) => string;
  readonly unread: (count: number, reason: string) => string;
  readonly noChecks: string;
  readonly last: (span: string) => string;
  /** `99.95 % of 1,440 runs` */
  readonly availability: (percent: string, runs: string) => string;
  readonly noRuns: string;
  readonly usual: (time: string) => string;
  readonly incident: (id: string) => string;
  readonly incidentsUnread: (reason: string) => string;
  readonly hours: string;
  readonly hoursUnread: (reason: string) => string;
  readonly refused: Readonly<Record<"view" | "no-check", string>>;
  readonly unknownCheck: (id: string) => string;
  readonly failed: (reason: string) => string;
  readonly fault: string;
  /** Where the same can be seen without this widget. */
  readonly elsewhere: string;
}
