/** Phases as letters: `dctsssb`, each standing for the same time. */
import type { Phase } from "../model/failure.ts";
import type { PhaseTime } from "../model/outcome.ts";

const LETTERS: Readonly<Record<string, string>> = { dns: "d", connect: "c", tls: "t", server: "s", transfer: "b" };
const SCALES_MS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000];

/** The smallest round scale at which the longest run fits into so many characters. */
export function chooseScaleMs(longestMs: number, columns: number): number {
  return SCALES_MS.find((scaleMs) => longestMs / scaleMs <= columns - LETTERS_EXTRA) ?? Math.ceil(longestMs / columns);
}

/** Each phase that happened has at least one letter. */
const LETTERS_EXTRA = 4;

export function phaseBarText(phases: readonly PhaseTime[], scaleMs: number): string {
  return phases.map(({ phase, ms }) => phaseLetter(phase).repeat(Math.max(1, Math.round(ms / scaleMs)))).join("");
}

function phaseLetter(phase: Phase): string {
  return LETTERS[phase] ?? phase.slice(0, 1);
}
