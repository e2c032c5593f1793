/** Outcomes that come back from where they were kept (database, log, file): JSON, no longer to be trusted blindly. */
import { FAILURE_CODES, type Failure } from "../model/failure.ts";
import type { Breach, Evidence, Outcome, PhaseTime, Status } from "../model/outcome.ts";
import { isListOf, isNumber, isRecord, isText } from "../shapes.ts";

const STATUSES: readonly string[] = ["up", "slow", "down", "unknown"] satisfies Status[];

/** `undefined` if the text does not hold an outcome. */
export function parseOutcome(text: string): Outcome | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isOutcome(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isOutcome(value: unknown): value is Outcome {
  if (!isRecord(value)) return false;
  const { status, phases, facts, failure, breaches, evidence } = value;
  const texts = [value.check, value.kind, value.location];
  const numbers = [value.startedAtEpochMs, value.totalMs];
  return (
    texts.every(isText) &&
    numbers.every(isNumber) &&
    isText(status) &&
    STATUSES.includes(status) &&
    isListOf(phases, isPhaseTime) &&
    isRecord(facts) &&
    Object.values(facts).every(isScalar) &&
    (failure === undefined || isFailure(failure)) &&
    isListOf(breaches, isBreach) &&
    isEvidence(evidence)
  );
}

function isPhaseTime(value: unknown): value is PhaseTime {
  return isRecord(value) && isText(value.phase) && isNumber(value.ms);
}

function isFailure(value: unknown): value is Failure {
  const codes: readonly unknown[] = FAILURE_CODES;
  return isRecord(value) && isText(value.phase) && isText(value.message) && codes.includes(value.code);
}

function isBreach(value: unknown): value is Breach {
  return isRecord(value) && isText(value.expected) && isText(value.actual);
}

/** What pages and messages read of it; the rest is kept as it is. */
function isEvidence(value: unknown): value is Evidence {
  if (!isRecord(value)) return false;
  const isOptionalText = (field: unknown) => field === undefined || isText(field);
  return (
    [value.request, value.address, value.body].every(isOptionalText) &&
    (value.redirects === undefined || isListOf(value.redirects, isText))
  );
}

function isScalar(value: unknown): boolean {
  return isText(value) || isNumber(value) || typeof value === "boolean";
}
