/** How good a diagnosis is, for one who knows what was broken. */
import type { Diagnosis, Finding } from "../../lib/core/model/diagnosis.ts";
import type { Fault } from "./fault.ts";

export const MARKS = ["right", "possible", "wrong", "none"] as const;
/**
 * right: the first cause is a right one · possible: only "possible" is said, and it is an honest guess or names the right one too ·
 * wrong: another cause stands first · none: nothing is said. Of an innocent nothing is right, and a "possible" is possible.
 */
export type Mark = (typeof MARKS)[number];

export function markOf({ right, honest = [], alsoTrue = [] }: Fault, { findings }: Diagnosis): Mark {
  const [first] = findings;
  if (right.length === 0) return markOfInnocent(findings);
  if (first === undefined) return "none";
  if (right.includes(first.cause)) return "right";
  const isGuess = first.confidence === "possible";
  const isHonest = [...honest, ...alsoTrue].includes(first.cause) || findings.some(({ cause }) => right.includes(cause));
  return isGuess && isHonest ? "possible" : "wrong";
}

function markOfInnocent(findings: readonly Finding[]): Mark {
  if (findings.length === 0) return "right";
  return findings.every(({ confidence }) => confidence === "possible") ? "possible" : "wrong";
}

/** Said as confirmed or likely, and not so. */
export function falseClaims({ right, alsoTrue = [] }: Fault, diagnoses: readonly Diagnosis[]): Finding[] {
  const claims = diagnoses.flatMap(({ findings }) => findings).filter(({ confidence }) => confidence !== "possible");
  const untrue = claims.filter(({ cause }) => !right.includes(cause) && !alsoTrue.includes(cause));
  return [...new Map(untrue.map((finding) => [`${finding.cause} ${finding.confidence}`, finding])).values()];
}
