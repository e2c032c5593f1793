/** From a case file to a diagnosis: every rule is asked, then our own fault goes before the location, the location before the dependency, and so on. */
import { CONFIDENCES, type Diagnosis, type Finding, LAYERS, type Rejection } from "../model/diagnosis.ts";
import { boundCaseFile, type CaseFile } from "./case-file.ts";
import { line, type Rule } from "./rule.ts";
import { ruleOut } from "./ruled-out.ts";
import { RULES } from "./rules.ts";

export const FINDINGS_MAX = 3;

/** Deterministic; never throws. The zone of the case file must exist. */
export function diagnose(caseFile: CaseFile): Diagnosis {
  const file = boundCaseFile(caseFile);
  const answers = RULES.map((rule) => ({ rule, answer: rule.examine(file) }));
  const refuted = answers.flatMap(({ rule, answer }) =>
    answer !== undefined && "refutedBy" in answer ? [{ cause: rule.cause, because: answer.refutedBy }] : [],
  );
  const fitting = answers.flatMap(({ rule, answer }) =>
    answer !== undefined && "cause" in answer ? [{ rule, finding: { ...answer, layer: rule.layer } }] : [],
  );
  const { findings, outweighed } = weigh(fitting);
  return { findings, ruledOut: ruleOut(file, findings), rejected: [...outweighed, ...refuted] };
}

interface Candidate {
  readonly rule: Rule;
  readonly finding: Finding;
}

interface Weighed {
  readonly findings: readonly Finding[];
  readonly outweighed: readonly Rejection[];
}

/** Best first. What is silenced, narrowed or surplus is kept among the rejected, with the cause that outweighs it. */
function weigh(candidates: readonly Candidate[]): Weighed {
  const loudest = candidates
    .filter(({ finding }) => finding.confidence !== "possible")
    .toSorted((a, b) => LAYERS.indexOf(a.finding.layer) - LAYERS.indexOf(b.finding.layer))[0];
  const outweighed: Rejection[] = [];
  const remaining = candidates.filter((candidate) => {
    const by = silencerOf(candidate, loudest) ?? narrowerOf(candidate, candidates);
    if (by !== undefined) outweighed.push({ cause: candidate.finding.cause, because: line("outweighed", { by }) });
    return by === undefined;
  });
  const ranked = rank(remaining);
  const [best] = ranked;
  const surplus = best === undefined ? [] : ranked.slice(FINDINGS_MAX);
  const behind = surplus.map(({ cause }) => ({ cause, because: line("outweighed", { by: best?.cause ?? cause }) }));
  return { findings: ranked.slice(0, FINDINGS_MAX), outweighed: [...outweighed, ...behind] };
}

/** A confirmed or likely fault of a higher layer explains whatever lies below it. */
function silencerOf({ finding }: Candidate, loudest: Candidate | undefined): Finding["cause"] | undefined {
  if (loudest === undefined) return undefined;
  return LAYERS.indexOf(finding.layer) > LAYERS.indexOf(loudest.finding.layer) ? loudest.finding.cause : undefined;
}

/** A narrower cause says all that a wider one does, if it is at least as sure. */
function narrowerOf({ finding }: Candidate, candidates: readonly Candidate[]): Finding["cause"] | undefined {
  const narrower = candidates.find(
    (other) => other.rule.narrows?.includes(finding.cause) && byStrength(other.finding, finding) <= 0,
  );
  return narrower?.finding.cause;
}

/** Surer first, then higher layers first, then why before what; else as the rules stand, the more telling first. */
function rank(candidates: readonly Candidate[]): Finding[] {
  const placed = candidates.map(({ rule, finding }) => {
    const explained = candidates.filter((one) => rule.explains?.includes(one.finding.cause));
    const place = Math.min(...[finding, ...explained.map((one) => one.finding)].map(sureness));
    return { finding, place, saysWhat: explained.length === 0 };
  });
  const inOrder = placed.toSorted(
    (a, b) => a.place - b.place || byLayer(a.finding, b.finding) || Number(a.saysWhat) - Number(b.saysWhat),
  );
  return inOrder.map(({ finding }) => finding);
}

function byStrength(a: Finding, b: Finding): number {
  return sureness(a) - sureness(b) || byLayer(a, b);
}

/** 0: the surest. */
function sureness({ confidence }: Finding): number {
  return CONFIDENCES.indexOf(confidence);
}

function byLayer(a: Finding, b: Finding): number {
  return LAYERS.indexOf(a.layer) - LAYERS.indexOf(b.layer);
}
