/** What an alarm on a trend rests on, in numbers. */
import type { AlarmTopic } from "../alarms/topics.ts";
import type { Check } from "../model/check.ts";
import type { Trend } from "../model/story.ts";
import type { LogsTarget } from "../probes/logs/target.ts";
import type { Numbers } from "./numbers.ts";

const HOUR_MS = 3_600_000;

export function trendOf(topic: string, { check, numbers }: { check: Check; numbers: Numbers }): Trend | undefined {
  return TRENDS[topic]?.(check, numbers);
}

const TRENDS: Readonly<Record<string, (check: Check, numbers: Numbers) => Trend | undefined>> = {
  leak: leakTrend,
  "limit-near": leakTrend,
  "slow-hour": slowHourTrend,
  log: logTrend,
} satisfies Partial<Record<AlarmTopic, unknown>>;

function leakTrend({ leak: watch }: Check, { leak }: Numbers): Trend | undefined {
  if (watch === undefined || leak?.verdict !== "suspected") return undefined;
  const { level, slopePerHour: risePerHour, timeUntilLimit: until } = leak;
  return {
    ...{ kind: "leak", series: watch.series, level, risePerHour },
    ...(watch.limit !== undefined && { limit: watch.limit }),
    ...(until.outlook === "expected" && { untilLimit: { soonestMs: until.soonestMs, latestMs: until.latestMs } }),
  };
}

function slowHourTrend(_check: Check, { slowHours }: Numbers): Trend | undefined {
  const [first] = slowHours?.verdict === "slow-hours" ? slowHours.hours : [];
  if (first === undefined) return undefined;
  const { hour, daysHit, daysLooked, timesUsual } = first;
  return { kind: "slow-hour", hour, daysHit, daysLooked, timesUsual };
}

/** Counted over the last hour, which is what was read. */
function logTrend({ kind, target }: Check, { logs }: Numbers): Trend | undefined {
  if (kind !== "logs") return undefined;
  const { group, pattern } = target as LogsTarget;
  const counted = logs.find((log) => log.group === group && log.pattern === pattern);
  return counted === undefined ? undefined : { kind: "log", group, pattern, matches: counted.count, overMs: HOUR_MS };
}
