/** The contract of a cause: it looks at a case file and says whether it fits, what speaks against it, or that it has no say here. */
import type { CauseId, Causes } from "../model/cause.ts";
import type { Confidence, EvidenceFound, EvidenceLine, EvidenceLineOf, FindingOf, Layer } from "../model/diagnosis.ts";
import type { EvidenceLines, LineId } from "../model/evidence-line.ts";
import type { CaseFile } from "./case-file.ts";

export interface Rule {
  /** Of the decision table. */
  readonly row: number;
  readonly cause: CauseId;
  readonly layer: Layer;
  /** The strongest word that the row allows. */
  readonly atMost: Confidence;
  /** Wider causes that say nothing more once this one fits. */
  readonly narrows?: readonly CauseId[];
  /** What is seen, of which this cause says why: it stands before them, however sure they are. */
  readonly explains?: readonly CauseId[];
  readonly examine: (file: CaseFile) => Examination;
}

/** `undefined`: not applicable. */
export type Examination = Fit | Refuted | undefined;

export type Fit = { [Id in CauseId]: FitOf<Id> }[CauseId];
export type FitOf<Id extends CauseId> = Omit<FindingOf<Id>, "layer">;

/** The one line that speaks against the cause. */
export interface Refuted {
  readonly refutedBy: EvidenceLine;
}

interface FitParts<Id extends CauseId> {
  readonly confidence: Confidence;
  readonly with: Causes[Id];
  readonly evidence: EvidenceFound;
}

export function fits<Id extends CauseId>(cause: Id, parts: FitParts<Id>): FitOf<Id> {
  return { cause, ...parts };
}

export function refutedBy<Id extends LineId>(id: Id, particulars: EvidenceLines[Id]): { readonly refutedBy: EvidenceLineOf<Id> } {
  return { refutedBy: line(id, particulars) };
}

export function line<Id extends LineId>(id: Id, particulars: EvidenceLines[Id]): EvidenceLineOf<Id> {
  return { line: id, with: particulars };
}

/** Lines of what is known; the others are left out. */
export function known(...lines: readonly (EvidenceLine | undefined)[]): EvidenceLine[] {
  return lines.filter((seen) => seen !== undefined);
}
