/** What every language must say of causes and evidence: one without its text does not compile. */
import type { CauseId, Causes } from "../model/cause.ts";
import type { EvidenceLines, LineId } from "../model/evidence-line.ts";

export interface CauseText {
  /** One sentence: what it is. */
  readonly says: string;
  /** One to three, the first first. */
  readonly next: readonly [string, ...string[]];
}

/** With these a server says that there is nothing at an address. */
export const MISSING_STATUSES: readonly number[] = [404, 410];

/** A moment as a time of day: `17:21 KST`. */
export type TimeOfDay = (atEpochMs: number) => string;

export type CauseCatalogue = { readonly [Id in CauseId]: (found: Causes[Id], time: TimeOfDay) => CauseText };

/** Sentences without a full stop. */
export type EvidenceCatalogue = { readonly [Id in LineId]: (seen: EvidenceLines[Id], time: TimeOfDay) => string };
