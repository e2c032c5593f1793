/** Where the time of one run went: a bar of its phases, and the same in words. */
import { storyTexts } from "../messages/story-texts.ts";
import type { Language } from "../model/check.ts";
import type { PhaseTime } from "../model/outcome.ts";
import { type Html, html } from "./html.ts";
import { PHASE_COLOURS } from "./palette.ts";

/** Between two phases, in hundredths of the bar: they are told apart without colour. */
const GAP = 0.8;

export function phaseBar(phases: readonly PhaseTime[], language: Language): Html | undefined {
  const totalMs = phases.reduce((sum, { ms }) => sum + ms, 0);
  if (!(totalMs > 0)) return undefined;
  let startMs = 0;
  const segments = phases.map(({ phase, ms }) => {
    const [x, width] = [percent(startMs, totalMs), Math.max(0.4, percent(ms, totalMs) - GAP)];
    startMs += ms;
    return html`<rect class="phase ${phaseClass(phase)}" x="${x}" width="${Number(width.toFixed(2))}" height="8"/>`;
  });
  return html`<svg class="phases" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="${describePhases(phases, language)}">${segments}</svg>`;
}

/** `dns 4 ms, connect 11 ms, server 610 ms`. */
export function describePhases(phases: readonly PhaseTime[], language: Language): string {
  const { measured } = storyTexts(language);
  return phases.map(({ phase, ms }) => `${phase} ${measured(ms)}`).join(", ");
}

/** `server 610 ms`: where most of the time went. */
export function longestPhase(phases: readonly PhaseTime[], language: Language): string {
  const [longest] = phases.toSorted((one, other) => other.ms - one.ms);
  return longest === undefined ? "" : describePhases([longest], language);
}

/** Phases of other kinds share one colour: a class name must not come from outside. */
export function phaseClass(phase: string): string {
  return Object.hasOwn(PHASE_COLOURS, phase) ? phase : "other";
}

function percent(partMs: number, totalMs: number): number {
  return Number(((100 * partMs) / totalMs).toFixed(2));
}
