/** Thread evidence as it comes back from where it was kept (database, log): JSON, no longer to be trusted blindly. */
import { FAILURE_CODES } from "../model/failure.ts";
import { isListOf, isRecord, isText } from "../shapes.ts";
import type { GroupSeen } from "../thread-dump/meanings.ts";
import type { ThreadEvidence, ThreadsSeen, ThreadsUnseen } from "./thread-evidence.ts";

/** `undefined` if the text does not hold evidence. */
export function parseThreadEvidence(text: string): ThreadEvidence | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isThreadEvidence(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isThreadEvidence(value: unknown): value is ThreadEvidence {
  if (!isRecord(value)) return false;
  const { check, series, moment, atEpochMs, finding } = value;
  const isMoment = moment === "opened" || moment === "confirmed";
  return (
    typeof check === "string" && typeof series === "string" && typeof atEpochMs === "number" && isMoment && isFinding(finding)
  );
}

function isFinding(value: unknown): value is ThreadsSeen | ThreadsUnseen {
  if (!isRecord(value)) return false;
  if ("failure" in value) return isFailure(value.failure);
  const { frames, groups, sentences, threads } = value;
  return (
    typeof threads === "number" &&
    [sentences, frames].every((texts) => isListOf(texts, isText)) &&
    (groups === undefined || isListOf(groups, isGroup))
  );
}

function isGroup(value: unknown): value is GroupSeen {
  if (!isRecord(value)) return false;
  const { added, count, distinctNames, frame, name, pools } = value;
  return [name, frame].every(isText) && [count, pools, distinctNames, added ?? 0].every((number) => typeof number === "number");
}

function isFailure(value: unknown): boolean {
  const codes: readonly unknown[] = FAILURE_CODES;
  return isRecord(value) && typeof value.phase === "string" && typeof value.message === "string" && codes.includes(value.code);
}
