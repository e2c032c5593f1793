/** Right answers that deserve a look: they come slowly, or under a certificate that ends soon. Nobody gets up for either. */
import { certificateBound, watchesSlowness } from "../metrics/slowness.ts";
import type { AlarmSpec } from "../model/alarm.ts";
import type { Check } from "../model/check.ts";
import { type CheckAlarm, checkAlarm, checkMetric, threeInARow, watchedAt } from "./check-alarm.ts";
import type { PlanOptions } from "./context.ts";

const DAY_MS = 86_400_000;

/** None where the check says nothing of what is slow. */
export function slowAlarms(check: Check, options: PlanOptions): AlarmSpec[] {
  return [...answersAlarm(check, options), ...certificateAlarm(check, options)];
}

function answersAlarm(check: Check, options: PlanOptions): AlarmSpec[] {
  if (!watchesSlowness(check.slow)) return [];
  const alarm: CheckAlarm = {
    topic: "slow",
    state: "is slow",
    severity: "warning",
    ...watchedAt(check, { name: "Slow", statistic: "Maximum", badValue: 1, periodMs: check.everyMs }, options),
    ...threeInARow(check),
    // A run that failed was neither slow nor in time.
    missingData: "ignore",
  };
  return [checkAlarm(check, alarm, options)];
}

function certificateAlarm(check: Check, options: PlanOptions): AlarmSpec[] {
  const bound = certificateBound(check.slow);
  if (bound === undefined) return [];
  const alarm: CheckAlarm = {
    topic: "certificate",
    state: "has a certificate that ends soon",
    severity: "warning",
    metric: checkMetric(check, { name: "CertificateDaysLeft", statistic: "Minimum", periodMs: DAY_MS }, options),
    comparison: bound.op,
    threshold: bound.value,
    badDatapoints: 1,
    ofDatapoints: 1,
    // The number comes once a day, and not at all on a day on which no handshake came so far.
    missingData: "ignore",
  };
  return [checkAlarm(check, alarm, options)];
}
