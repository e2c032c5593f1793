/** What came back is no answer: not of its protocol, or packed in a way that nobody can unpack. */
import type { CaseFile } from "./case-file.ts";
import { type Examination, fits, type Rule, refutedBy } from "./rule.ts";
import { badRunsWith, failureMessage, isRepeated, numberFact, repetition } from "./runs.ts";

const CODES = ["response-malformed", "response-header-too-large", "body-undecodable", "protocol-error"] as const;

export const garbledRules: readonly Rule[] = [
  { row: 28, cause: "answer-garbled", layer: "target", atMost: "likely", examine: isAnswerGarbled },
];

/** An answer with the status of an error says itself what is wrong. */
function isAnswerGarbled(file: CaseFile): Examination {
  const trouble = badRunsWith(file, ...CODES);
  if (trouble === undefined) return undefined;
  const status = numberFact(trouble.latest, "status");
  if (status !== undefined && (status < 200 || status >= 300)) return refutedBy("answered-status", { status });
  if (!isRepeated(trouble)) return refutedBy("failed-once", { code: trouble.latest.failure?.code ?? "" });
  return fits("answer-garbled", { confidence: "likely", with: {}, evidence: [failureMessage(trouble), ...repetition(trouble)] });
}
