/** Which of the alarms that a PromQL alarm stands for is meant: a contributor is known by its labels. */
import type { AlarmSpec, PromqlAlarmSpec } from "../core/model/alarm.ts";

/** CloudWatch may write the label `check` by itself or as one of a datapoint. */
const CHECK_LABELS = ["check", "@datapoint.check"];

/** `undefined` for a check that is not (any more) among them. */
export function alarmOfContributor(
  { alarms }: PromqlAlarmSpec,
  attributes: Readonly<Record<string, unknown>>,
): AlarmSpec | undefined {
  const [only] = alarms;
  if (only?.check === undefined) return only;
  const names = CHECK_LABELS.map((label) => attributes[label]);
  return alarms.find(({ check }) => names.includes(check));
}

/** Whether it is said of which check it is; an alarm on all of them together has no need. */
export function isCheckSaid({ alarms }: PromqlAlarmSpec, attributes: Readonly<Record<string, unknown>>): boolean {
  return alarms.every(({ check }) => check === undefined) || CHECK_LABELS.some((label) => attributes[label] !== undefined);
}

/** CloudWatch gives no reason of its own: the rule that was met. */
export function promqlReason({ badDatapoints, ofDatapoints, comparison, threshold }: AlarmSpec): string {
  const words = { below: "below", above: "above", atMost: "at most", atLeast: "at least" };
  return `At least ${badDatapoints} of ${ofDatapoints} datapoints in a row were ${words[comparison]} ${threshold}.`;
}
