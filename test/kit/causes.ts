/** One table for a family of causes: when each must be named, and when it must not. */
import { expect, it } from "vitest";
import type { CaseFile } from "../../lib/core/diagnosis/case-file.ts";
import { diagnose } from "../../lib/core/diagnosis/diagnose.ts";
import type { Rule } from "../../lib/core/diagnosis/rule.ts";
import { causeTexts } from "../../lib/core/messages/causes.ts";
import type { CauseId } from "../../lib/core/model/cause.ts";
import type { Confidence } from "../../lib/core/model/diagnosis.ts";

export interface CauseCase {
  readonly cause: CauseId;
  readonly confidence: Confidence;
  /** "when …" */
  readonly when: string;
  readonly file: CaseFile;
  /** Lines of evidence in English that must be among those given. */
  readonly evidence?: readonly string[];
}

/** Almost the same, and yet the cause must not be named. */
export interface NearMiss {
  readonly cause: CauseId;
  readonly when: string;
  readonly file: CaseFile;
  /** What speaks against it, in English; absent where the cause has no say at all. */
  readonly because?: string;
}

export function describeCauses(rules: readonly Rule[], cases: readonly CauseCase[], nearMisses: readonly NearMiss[]): void {
  const ruleOf = (cause: CauseId) => rules.find((rule) => rule.cause === cause);
  for (const { cause, confidence, when, file, evidence = [] } of cases) {
    it(`row ${ruleOf(cause)?.row}: ${cause} is ${confidence} when ${when}`, () => {
      const finding = diagnose(file).findings.find((found) => found.cause === cause);
      expect(finding?.confidence).toBe(confidence);
      const lines = finding?.evidence.map(causeTexts("en", "Asia/Seoul").line) ?? [];
      expect(lines).toEqual(expect.arrayContaining([...evidence]));
      for (const language of ["en", "ko"] as const) expectGoodText(language, finding);
    });
  }
  for (const { cause, when, file, because } of nearMisses) {
    it(`row ${ruleOf(cause)?.row}: ${cause} is not claimed when ${when}`, () => {
      const answer = ruleOf(cause)?.examine(file);
      expect(answer ?? {}).not.toHaveProperty("cause");
      const refuted = answer !== undefined && "refutedBy" in answer ? answer.refutedBy : undefined;
      expect(refuted && causeTexts("en", "Asia/Seoul").line(refuted)).toBe(because);
      expect(diagnose(file).findings.map((found) => found.cause)).not.toContain(cause);
    });
  }
  it("holds a case and a near miss for every cause of the family that can have one", () => {
    const causes = rules.map(({ cause }) => cause);
    expect(causes.filter((cause) => !cases.some((row) => row.cause === cause))).toEqual([]);
    expect(causes.filter((cause) => !nearMisses.some((row) => row.cause === cause))).toEqual([]);
  });
}

type Found = ReturnType<typeof diagnose>["findings"][number] | undefined;

function expectGoodText(language: "en" | "ko", finding: Found): void {
  if (finding === undefined) return;
  const texts = causeTexts(language, "Asia/Seoul");
  const { says, next } = texts.cause(finding);
  expect(says).toMatch(/\.$/);
  expect(next.length).toBeGreaterThanOrEqual(1);
  expect(next.length).toBeLessThanOrEqual(3);
  for (const text of [says, ...next, ...finding.evidence.map(texts.line)]) {
    expect(text).not.toMatch(/undefined|NaN|\[object|Infinity/);
    expect(text.trim()).not.toBe("");
  }
}
