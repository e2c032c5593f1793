/** What the responder asks a prober besides its schedule, and what it is answered: how are these checks this minute? */
import type { CheckId } from "../core/model/check.ts";
import type { Outcome } from "../core/model/outcome.ts";
import { isOutcome } from "../core/run/parse-outcome.ts";
import { isRecord } from "../core/shapes.ts";

/** `{ "probe": ["acme-prod/checkout"] }` */
export interface ProbeRequest {
  readonly probe: readonly CheckId[];
}

/** Checks that the prober does not know are missing. */
export interface ProbeAnswer {
  readonly outcomes: readonly Outcome[];
}

export const PROBED_MAX = 20;

/** The checks that are asked for; `undefined` if the event is no such request. Throws a sentence when it is a malformed one. */
export function parseProbeRequest(event: unknown): readonly CheckId[] | undefined {
  if (!isRecord(event) || !Object.hasOwn(event, "probe")) return undefined;
  const { probe, ...others } = event;
  const isList = Array.isArray(probe) && probe.length > 0 && probe.length <= PROBED_MAX && probe.every(isId);
  if (isList && Object.keys(others).length === 0) return probe;
  throw new Error(`The event is no list of 1 to ${PROBED_MAX} checks to probe: ${JSON.stringify(event).slice(0, 200)}`);
}

/** Outcomes that a prober answered with; none of anything else. */
export function parseProbeAnswer(json: string): Outcome[] {
  try {
    const answer: unknown = JSON.parse(json);
    return isRecord(answer) && Array.isArray(answer.outcomes) ? answer.outcomes.filter(isOutcome) : [];
  } catch {
    return [];
  }
}

function isId(value: unknown): value is CheckId {
  return typeof value === "string" && value !== "";
}
