/** Interval, timeout and alarm window have to go together. */
import { formatDuration } from "../../model/units.ts";
import type { CheckDraft, Draft } from "../draft.ts";
import { metricFormOf } from "../metric-form.ts";
import { type Fault, faultAt } from "../problem.ts";
import { DAY_MS, HOUR_MS } from "../schedule.ts";
import { nearer, settle } from "../settled.ts";

const WINDOW_MAX_MS = DAY_MS;
/** CloudWatch looks back longer when the period is an hour or more. */
const LONG_WINDOW_MAX_MS = 7 * DAY_MS;
/** In seven days must lie what a PromQL alarm remembers, too. */
const OTLP_WINDOW_MAX_MS = 3 * DAY_MS;

export function timingRules(draft: Draft): Fault[] {
  return draft.checks.flatMap((check) => [...timeoutRule(draft, check), ...windowRule(draft, check)]);
}

function timeoutRule(draft: Draft, check: CheckDraft): Fault[] {
  const timeout = settle(draft, check, { key: "timeout" });
  const every = settle(draft, check, { key: "every" });
  if (timeout.value === undefined || every.value === undefined || timeout.value < every.value) return [];
  const [longest, interval] = [formatDuration(timeout.value), formatDuration(every.value)];
  const refusal = {
    code: "timeout-not-shorter",
    message: `The timeout of ${longest} is not shorter than the interval of ${interval}.`,
    fix: `Write a timeout below ${interval}, such as timeout: ${formatDuration(every.value / 2)}.`,
  };
  return [faultAt(nearer(timeout, every), refusal)];
}

function windowRule(draft: Draft, check: CheckDraft): Fault[] {
  const alarm = settle(draft, check, { key: "alarm" });
  const every = settle(draft, check, { key: "every" });
  if (alarm.value === undefined || every.value === undefined) return [];
  const count = alarm.value.after.ofDatapoints;
  const longMaxMs = metricFormOf(draft, check) === "otlp" ? OTLP_WINDOW_MAX_MS : LONG_WINDOW_MAX_MS;
  const maxMs = every.value >= HOUR_MS ? longMaxMs : WINDOW_MAX_MS;
  if (count * every.value <= maxMs) return [];
  const most = Math.floor(maxMs / every.value);
  const refusal = {
    code: "alarm-window-too-long",
    message: `${count} datapoints, one every ${formatDuration(every.value)}, reach back further than ${formatDuration(maxMs)}, which CloudWatch refuses.`,
    fix: `Write at most ${most} datapoints, such as alarm: { after: ${Math.min(2, most)} of ${most} }.`,
  };
  return [faultAt(nearer(alarm, every), refusal)];
}
