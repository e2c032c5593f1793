/** Why, as far as the evidence goes. Data without language: the texts of causes and evidence lines stand in core/messages. */
import type { CauseId, Causes } from "./cause.ts";
import type { EvidenceLines, LineId } from "./evidence-line.ts";

export type { CauseId } from "./cause.ts";

/**
 * confirmed: the server or a second, independent signal said so · likely: a pattern that has few other explanations ·
 * possible: several explanations remain.
 */
export const CONFIDENCES = ["confirmed", "likely", "possible"] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** Whose fault it would be, in the order of elimination. */
export const LAYERS = ["ourselves", "location", "dependency", "target"] as const;
export type Layer = (typeof LAYERS)[number];

/** One line of evidence: which text, and what fills it. */
export interface EvidenceLineOf<Id extends LineId> {
  readonly line: Id;
  readonly with: EvidenceLines[Id];
}
export type EvidenceLine = { [Id in LineId]: EvidenceLineOf<Id> }[LineId];

/** At least one line, the most telling first. */
export type EvidenceFound = readonly [EvidenceLine, ...EvidenceLine[]];

/** A cause that fits. Never without evidence. */
export interface FindingOf<Id extends CauseId> {
  readonly cause: Id;
  readonly layer: Layer;
  readonly confidence: Confidence;
  readonly with: Causes[Id];
  readonly evidence: EvidenceFound;
}
export type Finding = { [Id in CauseId]: FindingOf<Id> }[CauseId];

/** A cause that was looked at and does not fit, with the number that speaks against it. For `bongsu explain`. */
export interface Rejection {
  readonly cause: CauseId;
  readonly because: EvidenceLine;
}

export interface Diagnosis {
  /** At most three, best first; none means "no known pattern". */
  readonly findings: readonly Finding[];
  /** What people should not waste their time on: DNS, the network, the certificate, our own runner. */
  readonly ruledOut: readonly EvidenceLine[];
  readonly rejected: readonly Rejection[];
}
