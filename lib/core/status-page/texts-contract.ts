/** What a status page must say in every language: a text without its translation does not compile. Texts are given finished fragments. */
import type { ShownState } from "../render/view.ts";
import type { IncidentPhase } from "./kept-incident.ts";
import type { Overall } from "./view.ts";

export interface StatusTexts {
  /** The name of the language in itself. */
  readonly language: string;
  /** Where a page names no customer. */
  readonly untitled: string;
  readonly overall: Readonly<Record<Overall, string>>;
  readonly sentence: (overall: Overall, of: { bad: number; all: number }) => string;
  readonly states: Readonly<Record<ShownState, string>>;
  readonly since: (moment: string) => string;
  readonly lastKnown: string;
  /** The page is older than it may be. */
  readonly stale: (moment: string) => string;
  readonly staleWhy: string;
  readonly headings: Readonly<Record<"open" | "services" | "past", string>>;
  readonly phases: Readonly<Record<IncidentPhase, string>>;
  readonly cannotUse: (services: string) => string;
  readonly answersSlowly: (services: string) => string;
  readonly began: (of: { moment: string; span: string }) => string;
  readonly lasted: (of: { moment: string; span: string }) => string;
  readonly nextUpdate: (time: string) => string;
  readonly noPast: string;
  readonly availability: (of: { percent: string; runs: string }) => string;
  readonly coverage: (of: { days: number; shown: number }) => string;
  readonly nothingCounted: string;
  /** The bars in a sentence. */
  readonly bars: (of: { shown: number; good: number; bad: number; none: number }) => string;
  readonly daysAgo: (days: number) => string;
  readonly today: string;
  readonly badDays: (count: number) => string;
  readonly columns: Readonly<Record<"day" | "failed" | "of", string>>;
  readonly legend: string;
  readonly updated: (moment: string) => string;
  readonly countedUntil: (moment: string) => string;
  readonly withoutScript: string;
  readonly feed: string;
  readonly data: string;
  readonly list: (items: readonly string[]) => string;
}
