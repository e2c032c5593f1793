/** Phases as letters: `dctsssb`, each standing for the same time. */
import type { Phase } from "../model/failure.ts";
import type { Outcome, PhaseTime } from "../model/outcome.ts";

/** Every phase that a kind of ours has; a letter each. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ dns: "d", connect: "c", tls: "t", server: "s", transfer: "b" },
  ...{ proxy: "p", auth: "a", sts: "k", starttls: "u", script: "x" },
  ...{ handshake: "h", query: "q", numbers: "n" },
};
const UNKNOWN_LETTER = "?";
/** What the letter stands for, where the phase's own name does not say it. */
const NAMES: Readonly<Record<string, string>> = { transfer: "body" };
const SCALES_MS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000];
/** Less is the rounding of its phases. */
const GAP_MIN_MS = 1;

type Times = Pick<Outcome, "phases" | "totalMs">;

/** The smallest round scale at which every bar fits into so many characters. */
export function chooseScaleMs(runs: readonly Times[], columns: number): number {
  const fits = (scaleMs: number) => runs.every((run) => lengthOf(run, scaleMs) <= columns);
  return SCALES_MS.find(fits) ?? Math.max(1, ...runs.map(({ totalMs }) => Math.ceil(totalMs / columns)));
}

export interface BarSize {
  readonly scaleMs: number;
  readonly columns: number;
}

/** Each phase that happened has at least one letter; `?` is time of which the phase is not known. */
export function phaseBarText(run: Times, { columns, scaleMs }: BarSize): string {
  const bar = partsOf(run).map(({ phase, ms }) => letterOf(phase).repeat(Math.min(columns, countOf(ms, scaleMs))));
  return bar.join("").slice(0, columns);
}

/** `d dns, c connect, s server, b body`: the letters that occur, in the order of the phases. */
export function phaseLegend(runs: readonly Times[]): string {
  const phases = new Set(runs.flatMap((run) => partsOf(run).map(({ phase }) => phase)));
  const known = Object.entries(LETTERS).filter(([phase]) => phases.has(phase));
  const legend = known.map(([phase, letter]) => `${letter} ${NAMES[phase] ?? phase}`);
  return [...legend, ...(known.length < phases.size ? [`${UNKNOWN_LETTER} unknown`] : [])].join(", ");
}

/** With what is left of the total when all its phases are over: those of another version may be other ones. */
function partsOf({ phases, totalMs }: Times): readonly PhaseTime[] {
  if (phases.length === 0) return [];
  const gapMs = totalMs - phases.reduce((sumMs, { ms }) => sumMs + ms, 0);
  return gapMs > GAP_MIN_MS ? [...phases, { phase: UNKNOWN_LETTER, ms: gapMs }] : phases;
}

function lengthOf(run: Times, scaleMs: number): number {
  return partsOf(run).reduce((sum, { ms }) => sum + countOf(ms, scaleMs), 0);
}

function countOf(ms: number, scaleMs: number): number {
  return Math.max(1, Math.round(ms / scaleMs));
}

function letterOf(phase: Phase): string {
  return Object.hasOwn(LETTERS, phase) ? (LETTERS[phase] ?? UNKNOWN_LETTER) : UNKNOWN_LETTER;
}
