/** Log events that match a check's pattern: counted by a metric filter, and told as one alarm however many there are. */
import { deploymentNamespace, logEventsName } from "../metrics/catalogue.ts";
import type { AlarmSpec } from "../model/alarm.ts";
import type { Check } from "../model/check.ts";
import type { LogsTarget } from "../probes/logs/target.ts";
import { type CheckAlarm, checkAlarm, datapointsOf } from "./check-alarm.ts";
import type { PlanOptions } from "./context.ts";

/** Of a check of kind logs. */
export function logAlarm(check: Check, options: PlanOptions): AlarmSpec {
  // What the kind's own schema has made.
  const { group, pattern } = check.target as LogsTarget;
  const alarm: CheckAlarm = {
    topic: "log",
    state: "has too many log events",
    severity: "warning",
    detail: `${group}: ${pattern}`,
    metric: {
      namespace: deploymentNamespace(options.config.name),
      name: logEventsName(check.id),
      dimensions: {},
      statistic: "Sum",
      periodMs: check.everyMs,
    },
    ...tooMany(check),
    ...datapointsOf(check.alarm),
    // Nothing is published where nothing matches.
    missingData: "notBreaching",
  };
  return checkAlarm(check, alarm, options);
}

/** The opposite of what is expected. */
function tooMany({ expect }: Check): Pick<AlarmSpec, "comparison" | "threshold"> {
  const matcher = expect.find(({ fact }) => fact === "count")?.matcher;
  if (matcher?.op === "below") return { comparison: "atLeast", threshold: matcher.value };
  return { comparison: "above", threshold: matcher?.op === "atMost" ? matcher.value : 0 };
}
