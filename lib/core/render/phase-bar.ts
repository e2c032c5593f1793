/** Where the time of one run went: a bar of its phases, and the same in words. */
import type { PhaseTime } from "../model/outcome.ts";
import { formatMeasuredMs } from "../model/units.ts";
import { type Html, html } from "./html.ts";

const KNOWN_PHASES = ["dns", "connect", "tls", "server", "transfer"];

export function phaseBar(phases: readonly PhaseTime[]): Html | undefined {
  const totalMs = phases.reduce((sum, { ms }) => sum + ms, 0);
  if (!(totalMs > 0)) return undefined;
  let startMs = 0;
  const segments = phases.map(({ phase, ms }) => {
    const segment = html`<rect class="phase ${phaseClass(phase)}" x="${percent(startMs, totalMs)}" width="${percent(ms, totalMs)}" height="8"/>`;
    startMs += ms;
    return segment;
  });
  return html`<svg class="phases" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="${describePhases(phases)}">${segments}</svg>`;
}

/** `dns 4 ms, connect 11 ms, server 610 ms`. */
function describePhases(phases: readonly PhaseTime[]): string {
  return phases.map(({ phase, ms }) => `${phase} ${formatMeasuredMs(ms)}`).join(", ");
}

/** Phases of other kinds share one colour: a class name must not come from outside. */
export function phaseClass(phase: string): string {
  return KNOWN_PHASES.includes(phase) ? phase : "other";
}

function percent(partMs: number, totalMs: number): number {
  return Number(((100 * partMs) / totalMs).toFixed(2));
}
