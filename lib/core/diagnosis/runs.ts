/** Questions that many causes ask about the runs of a check. */
import type { EvidenceLine } from "../model/diagnosis.ts";
import type { FailureCode, Phase } from "../model/failure.ts";
import type { Outcome } from "../model/outcome.ts";
import type { CaseFile } from "./case-file.ts";
import { line } from "./rule.ts";

/** What went wrong last: the newest run that did, and those before it that ended with the same status. */
export interface BadRuns {
  readonly latest: Outcome;
  /** Known to be in a row, newest first, never empty. */
  readonly runs: readonly Outcome[];
  /** Began with the oldest of the bad runs between which no good one is known. */
  readonly sinceEpochMs: number;
  /** What came before that, newest first. */
  readonly before: readonly Outcome[];
}

/** Runs that say something of the target, newest first. */
export function runsOf({ check }: CaseFile): readonly Outcome[] {
  return check.outcomes.filter(({ status }) => status !== "unknown");
}

/** Good runs are not kept everywhere: where more time than this lies between two bad ones, one may be missing. */
const PERIODS_BETWEEN_MAX = 1.75;

/** `undefined` if no run went wrong. Good runs after it (the target has recovered) do not hide it. */
export function badRunsOf(file: CaseFile): BadRuns | undefined {
  const runs = runsOf(file);
  const start = runs.findIndex(({ status }) => status !== "up");
  const latest = runs[start];
  if (latest === undefined) return undefined;
  const end = runs.findIndex(({ status }, at) => at > start && status !== latest.status);
  const alike = runs.slice(start, end === -1 ? runs.length : end);
  const gapMaxMs = PERIODS_BETWEEN_MAX * (file.check.everyMs ?? Number.POSITIVE_INFINITY);
  const gap = alike.findIndex((_, at) => gapBefore(alike, at) > gapMaxMs);
  return {
    latest,
    runs: gap === -1 ? alike : alike.slice(0, gap),
    sinceEpochMs: alike.at(-1)?.startedAtEpochMs ?? latest.startedAtEpochMs,
    before: runs.slice(start + alike.length),
  };
}

/** Time from a run to the next newer one. */
function gapBefore(runs: readonly Outcome[], at: number): number {
  const [newer, run] = [runs[at - 1], runs[at]];
  return newer === undefined || run === undefined ? 0 : newer.startedAtEpochMs - run.startedAtEpochMs;
}

/** The trouble, if its newest run failed with one of these codes. */
export function badRunsWith(file: CaseFile, ...codes: readonly FailureCode[]): BadRuns | undefined {
  const trouble = badRunsOf(file);
  return trouble !== undefined && hasCode(trouble.latest, codes) ? trouble : undefined;
}

export function hasCode({ failure }: Outcome, codes: readonly FailureCode[]): boolean {
  return failure !== undefined && codes.includes(failure.code);
}

export function phaseMs({ phases }: Outcome, phase: Phase): number | undefined {
  return phases.find((time) => time.phase === phase)?.ms;
}

export function usualMs({ check }: CaseFile, phase: Phase): number | undefined {
  return check.usual?.find((time) => time.phase === phase)?.ms;
}

/** Value of a fact that is a number. */
export function numberFact(outcome: Outcome | undefined, name: string): number | undefined {
  const value = outcome?.facts[name];
  return typeof value === "number" ? value : undefined;
}

export function textFact(outcome: Outcome | undefined, name: string): string | undefined {
  const value = outcome?.facts[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Runs of the streak that ended with the code of its newest. */
export function alikeRuns({ latest, runs }: BadRuns): readonly Outcome[] {
  return runs.filter(({ failure }) => failure?.code === latest.failure?.code);
}

/** Whether a second run, at once or the next time, ended alike. */
export function isRepeated(trouble: BadRuns): boolean {
  return alikeRuns(trouble).length > 1 || isRetriedAlike(trouble);
}

export function isRetriedAlike({ latest }: BadRuns): boolean {
  return latest.evidence.attempts?.some(({ code }) => code === latest.failure?.code) ?? false;
}

export function failureMessage({ latest }: BadRuns): EvidenceLine {
  return line("failure-message", { message: latest.failure?.message ?? "" });
}

/** What the next steps depend on. */
export function seenFrom({ check }: CaseFile): { readonly inVpc?: true } {
  return check.isInVpc ? { inVpc: true } : {};
}

/** That it was no accident: how many runs ended so, and that a second try did. */
export function repetition(trouble: BadRuns): EvidenceLine[] {
  const runs = alikeRuns(trouble).length;
  const code = trouble.latest.failure?.code;
  return [
    ...(runs > 1 && code !== undefined ? [line("runs-alike", { code, runs })] : []),
    ...(isRetriedAlike(trouble) ? [line("retried-alike", {})] : []),
  ];
}

/** A phase beside its usual time, where that is known. */
export function phaseLine(file: CaseFile, outcome: Outcome, phase: Phase): EvidenceLine | undefined {
  const ms = phaseMs(outcome, phase);
  const usual = usualMs(file, phase);
  if (ms === undefined) return undefined;
  return usual === undefined ? line("phase-took", { phase, ms }) : line("phase-usual", { phase, ms, usualMs: usual });
}

export function hasBreachOf(outcome: Outcome, ...facts: readonly string[]): boolean {
  return outcome.breaches.some((breach) => facts.some((fact) => isBreachOf(breach, fact)));
}

/** An expectation is printed with the name of its fact in front: `json $.status == "ok"`. */
export function isBreachOf({ expected }: { readonly expected: string }, fact: string): boolean {
  return expected === fact || expected.startsWith(`${fact} `);
}

export function unmetLine(outcome: Outcome, ...facts: readonly string[]): EvidenceLine | undefined {
  const breach = outcome.breaches.find((candidate) => facts.some((fact) => isBreachOf(candidate, fact)));
  return breach === undefined ? undefined : line("unmet", { expected: breach.expected, actual: breach.actual });
}

/** A good run: answered, and in time. */
export function lastGood({ before }: BadRuns): Outcome | undefined {
  return before.find(({ status }) => status === "up");
}
