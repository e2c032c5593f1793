/**
 * Configuration -> alarms, as data. Checks page those who own them; trouble in Bongsu itself goes to the operators,
 * so that nobody is woken for a fault that is not theirs.
 *
 * USD a month, and a metric costs only for the hours in which it has data:
 *
 *     down                 0.10     on Up 0.30; with LatencyMs 0.30 a check is 0.70
 *     partly-down          0.10     a place, where there are several: an alarm costs by the metrics that it looks at
 *     slow                 0.10     on Slow 0.30, which is published for nothing else
 *     certificate          0.10     on CertificateDaysLeft 0.01, one hour a day
 *     leak, limit-near     0.20     on LeakSuspected 0.30, and MinutesUntilLimit while a leak lasts
 *     log                  0.10     on LogEvents, at most 0.30
 *     slow-hour            0.10     on SlowHour 0.30, once a deployment
 *
 * Alarms with periods below a minute are 0.30.
 */
import type { AlarmSpec } from "../model/alarm.ts";
import type { Check, Config } from "../model/check.ts";
import { isProbed } from "../probes/index.ts";
import { type CheckAlarm, checkAlarm, datapointsOf, threeInARow, watchedAt } from "./check-alarm.ts";
import type { AlarmContext, PlanOptions } from "./context.ts";
import { leakAlarms } from "./leak-alarms.ts";
import { logAlarm } from "./log-alarm.ts";
import { slowAlarms } from "./slow-alarms.ts";
import { slowHourAlarms } from "./slow-hour-alarm.ts";
import { planSystemAlarms } from "./system-alarms.ts";

/** Every alarm of a deployment: those of the checks, then those on the system. Names are unique, ASCII and at most 255 long. */
export function planAlarms(config: Config, context: AlarmContext): AlarmSpec[] {
  return [...planCheckAlarms(config, context), ...planSystemAlarms(config, context)];
}

/** What is watched: alarms of each check in file order, then the one on all of them. */
export function planCheckAlarms(config: Config, context: AlarmContext): AlarmSpec[] {
  const options = { config, context };
  return [...config.checks.flatMap((check) => alarmsOf(check, options)), ...slowHourAlarms(options)];
}

function alarmsOf(check: Check, options: PlanOptions): AlarmSpec[] {
  // The one kind that nothing probes is logs.
  if (!isProbed(check)) return [logAlarm(check, options)];
  return [
    downAlarm(check, options),
    ...partlyDownAlarm(check, options),
    ...slowAlarms(check, options),
    ...leakAlarms(check, options),
  ];
}

const UP = { name: "Up", statistic: "Minimum", badValue: 0 } as const;

function downAlarm(check: Check, options: PlanOptions): AlarmSpec {
  const alarm: CheckAlarm = {
    topic: "down",
    state: "is down",
    severity: "critical",
    ...watchedAt(check, { ...UP, periodMs: check.everyMs }, options),
    ...datapointsOf(check.alarm),
    // A run that was our own fault publishes nothing, and says nothing about the target.
    missingData: "ignore",
  };
  return checkAlarm(check, alarm, options);
}

/** None where one place alone looks, or where one is enough. It goes back when the check is down: then that is what is told. */
function partlyDownAlarm(check: Check, options: PlanOptions): AlarmSpec[] {
  const { vote, metric } = watchedAt(check, { ...UP, periodMs: check.everyMs }, options);
  if (vote === undefined || vote.needed === 1) return [];
  const alarm: CheckAlarm = {
    topic: "partly-down",
    state: "is down in some places",
    severity: "warning",
    metric,
    vote: { ...vote, of: "some" },
    comparison: "above",
    threshold: 0,
    ...threeInARow(check),
    missingData: "ignore",
  };
  return [checkAlarm(check, alarm, options)];
}
