/** Phases in words: `dns 4 ms, connect 11 ms, server 610 ms`. */
import type { Outcome } from "../model/outcome.ts";
import { formatMeasuredMs } from "../model/units.ts";
import { safeText } from "./safe-text.ts";

/** A run that was served without connecting used a connection again: that is said, and no 0 ms is made up for it. */
export function phasesText({ phases }: Pick<Outcome, "phases">): string {
  const names = new Set(phases.map(({ phase }) => phase));
  const isReused = names.has("server") && !names.has("connect") && !names.has("proxy");
  const times = phases.map(({ phase, ms }) => `${safeText(phase)} ${formatMeasuredMs(ms)}`);
  return [...(isReused ? ["connect (reused)"] : []), ...times].join(", ");
}
