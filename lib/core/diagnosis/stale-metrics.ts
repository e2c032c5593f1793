/** Numbers that are too old to be judged. */
import type { CaseFile } from "./case-file.ts";
import { type Examination, fits, type Rule } from "./rule.ts";
import { badRunsWith, failureMessage, repetition } from "./runs.ts";

export const staleMetricsRules: readonly Rule[] = [
  { row: 56, cause: "metrics-stale", layer: "target", atMost: "confirmed", examine: areMetricsStale },
];

function areMetricsStale(file: CaseFile): Examination {
  const trouble = badRunsWith(file, "metrics-stale");
  if (trouble === undefined) return undefined;
  return fits("metrics-stale", {
    confidence: "confirmed",
    with: {},
    evidence: [failureMessage(trouble), ...repetition(trouble)],
  });
}
