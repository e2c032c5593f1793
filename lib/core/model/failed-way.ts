/** In which way a run failed, coarse enough to say of several that they failed alike. */
import type { FailureCode } from "./failure.ts";
import type { Outcome } from "./outcome.ts";

export interface FailedWay {
  readonly code: FailureCode;
  /** Of an answer, where it is what was not expected. */
  readonly status?: number;
}

/** So many that failed in it. */
export interface SharedWay extends FailedWay {
  readonly count: number;
}

/** `undefined` of a run that did not fail. */
export function failedWayOf({ breaches, facts, failure }: Outcome): FailedWay | undefined {
  if (failure === undefined) return undefined;
  const { code } = failure;
  const { status } = facts;
  const isByStatus = code === "expectation-unmet" && breaches[0]?.expected.startsWith("status ") === true;
  return isByStatus && typeof status === "number" ? { code, status } : { code };
}

export function isSameWay(one: FailedWay, other: FailedWay): boolean {
  return one.code === other.code && one.status === other.status;
}

/** Most frequent first. */
export function countWays(ways: readonly FailedWay[]): SharedWay[] {
  const alike = Map.groupBy(ways, ({ code, status }) => `${code} ${status}`);
  const counted = [...alike.values()].flatMap((same) => same.slice(0, 1).map((way) => ({ ...way, count: same.length })));
  return counted.toSorted((one, other) => other.count - one.count);
}
