/**
 * One alarm, evaluated as CloudWatch does it: M of N, and missing data as the documentation's tables have it
 * ("Configuring how CloudWatch alarms treat missing data").
 */
import type { AlarmSpec, AlarmStateValue, Comparison } from "../model/alarm.ts";

/**
 * CloudWatch looks at more periods than N, so that a real datapoint a little further back is used before a missing one is
 * filled in. The documentation gives 5 for N = 3 and says that the number varies with period and resolution without naming
 * others; 2 more is what its examples rest on.
 */
const EVALUATION_RANGE_EXTRA_PERIODS = 2;

export type EvaluatedSpec = Pick<AlarmSpec, "badDatapoints" | "ofDatapoints" | "missingData" | "comparison" | "threshold">;

export interface AlarmInput {
  /** One a period, newest last, `undefined` where there is none. Older ones than the evaluation range are not looked at. */
  readonly datapoints: readonly (number | undefined)[];
  readonly spec: EvaluatedSpec;
  readonly previous: AlarmStateValue;
}

export interface AlarmVerdict {
  readonly state: AlarmStateValue;
  /** A sentence: `2 of the last 3 datapoints were below 1.` */
  readonly reason: string;
}

/** How many periods CloudWatch looks at, and an alarm here needs to be shown. */
export function evaluationRange(spec: Pick<AlarmSpec, "ofDatapoints">): number {
  return spec.ofDatapoints + EVALUATION_RANGE_EXTRA_PERIODS;
}

/** The state that CloudWatch would give the alarm now, and why. */
export function evaluateAlarm({ datapoints, spec, previous }: AlarmInput): AlarmVerdict {
  const range = datapoints.slice(-evaluationRange(spec));
  const known = range.filter((value) => value !== undefined).slice(-spec.ofDatapoints);
  const bad = known.filter((value) => isBad(value, spec)).length;
  const filled = spec.ofDatapoints - known.length;
  if (filled === 0 || bad >= spec.badDatapoints) return decide(spec, { bad, filled: 0 });
  if (spec.missingData === "breaching") return decide(spec, { bad, filled });
  if (spec.missingData === "notBreaching") return decide(spec, { bad, filled: 0 });
  if (known.length > bad) return decide(spec, { bad, filled: 0 });
  return withoutGoodDatapoint(range, { spec, previous });
}

/**
 * Nothing good was seen, and too little bad: CloudWatch retains the state (`ignore`), or holds the alarm back until the oldest
 * bad datapoint is M periods old, since the next one may be good ("avoiding premature transitions to alarm state").
 */
function withoutGoodDatapoint(range: AlarmInput["datapoints"], { spec, previous }: Omit<AlarmInput, "datapoints">): AlarmVerdict {
  if (spec.missingData === "ignore") {
    return { state: previous, reason: `Too few datapoints to judge by; the state stays ${previous}.` };
  }
  const oldestBad = range.findIndex((value) => value !== undefined);
  const agePeriods = oldestBad === -1 ? 0 : range.length - oldestBad;
  if (agePeriods < spec.badDatapoints || agePeriods === 0) {
    return { state: "INSUFFICIENT_DATA", reason: `Too few of the last ${range.length} periods have a datapoint.` };
  }
  return {
    state: "ALARM",
    reason: `Every datapoint of the last ${countOf(agePeriods, "period")} was ${limit(spec)}; the others are missing.`,
  };
}

function decide(spec: EvaluatedSpec, { bad, filled }: { bad: number; filled: number }): AlarmVerdict {
  const state = bad + filled >= spec.badDatapoints ? "ALARM" : "OK";
  const seen = `${bad} of the last ${countOf(spec.ofDatapoints, "datapoint")} ${bad === 1 ? "was" : "were"} ${limit(spec)}`;
  if (filled === 0) return { state, reason: `${seen}.` };
  return { state, reason: `${seen} and ${filled} ${filled === 1 ? "was" : "were"} missing, which counts as bad.` };
}

function isBad(value: number, { comparison, threshold }: EvaluatedSpec): boolean {
  switch (comparison) {
    case "below":
      return value < threshold;
    case "above":
      return value > threshold;
    case "atMost":
      return value <= threshold;
    case "atLeast":
      return value >= threshold;
  }
}

const COMPARISON_WORDS = { below: "below", above: "above", atMost: "at most", atLeast: "at least" } satisfies Record<
  Comparison,
  string
>;

function limit({ comparison, threshold }: EvaluatedSpec): string {
  return `${COMPARISON_WORDS[comparison]} ${threshold}`;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
