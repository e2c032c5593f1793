/** One alarm transition as a person reads it: what, since when, why, how we know, how wide, what next. Pure text, one entry a line. */
import type { Check } from "../model/check.ts";
import type { Outcome } from "../model/outcome.ts";
import { formatMeasuredMs } from "../model/units.ts";
import type { AlarmTransition } from "../ports.ts";
import { formatLocalTime, formatSpan } from "./local-time.ts";
import { nextStep } from "./next-step.ts";
import { plainText } from "./plain-text.ts";
import { reasonOf } from "./reason.ts";

/** Runs in a row that ended alike. */
export interface Streak {
  readonly sinceEpochMs: number;
  readonly runs: number;
  readonly latest: Outcome;
}

export interface AlarmStory {
  readonly transition: AlarmTransition;
  readonly check: Check;
  /** The latest unbroken sequence of bad runs. */
  readonly trouble?: Streak;
  /** The latest unbroken sequence of good runs. */
  readonly recovery?: Streak;
  /** How many other checks there are, and which of them are down too. */
  readonly others: { readonly total: number; readonly down: readonly string[] };
  /** IANA zone of the times. */
  readonly timezone: string;
}

/** The first line holds state and check, the others a label and its value. Text from outside is made safe for a terminal. */
export function alarmMessage(story: AlarmStory): string[] {
  const told = story.transition.alarm.topic === "down" ? story : withoutRuns(story);
  return (told.transition.to === "ALARM" ? describeTrouble(told) : describeRecovery(told)).map(plainText);
}

/** What failed and what passed explains an alarm on failures, and no other. */
function withoutRuns({ trouble: _, recovery: __, ...rest }: AlarmStory): AlarmStory {
  return rest;
}

function describeTrouble(story: AlarmStory): string[] {
  const { check, timezone, transition, trouble } = story;
  const head = `${transition.alarm.topic.toUpperCase()} ${nameOf(check)}`;
  const wide = line("wide", describeWidth(story));
  if (trouble === undefined) {
    return [head, line("since", formatLocalTime(transition.atEpochMs, timezone)), line("why", transition.reason), wide];
  }
  return [
    head,
    line("what", trouble.latest.evidence.request ?? check.kind),
    line("since", `${formatLocalTime(trouble.sinceEpochMs, timezone)}, ${runsOf(trouble.runs, "failed")}`),
    line("why", reasonOf(trouble.latest)),
    ...evidenceLines(trouble.latest),
    line("alarm", transition.reason),
    wide,
    line("next", check.runbook ?? nextStep(trouble.latest)),
  ];
}

function describeRecovery(story: AlarmStory): string[] {
  const { check, recovery, timezone, transition, trouble } = story;
  const backSinceMs = recovery?.sinceEpochMs ?? transition.atEpochMs;
  const lasted = trouble === undefined ? "" : ` after ${formatSpan(backSinceMs - trouble.sinceEpochMs)}`;
  const passed = recovery === undefined ? "" : `, ${runsOf(recovery.runs, "passed")}`;
  return [
    `OK ${nameOf(check)}`,
    line("what", `it is fine again${lasted}`),
    line("since", `${formatLocalTime(backSinceMs, timezone)}${passed}`),
    ...(trouble === undefined ? [] : [line("was", `${reasonOf(trouble.latest)} (${runsOf(trouble.runs, "failed")})`)]),
    ...(recovery === undefined ? [] : [line("now", `answered in ${formatMeasuredMs(recovery.latest.totalMs)}`)]),
    line("wide", describeWidth(story)),
  ];
}

function evidenceLines(outcome: Outcome): string[] {
  // The first is already the reason.
  const breaches = outcome.breaches.slice(1).map(({ expected, actual }) => `expected ${expected}, got ${actual}`);
  const phases = outcome.phases.map(({ phase, ms }) => `${phase} ${formatMeasuredMs(ms)}`);
  return [
    line("known", [...breaches, phases.join(", ")].filter((part) => part !== "").join("; ")),
    ...(outcome.evidence.body ? [line("says", outcome.evidence.body)] : []),
  ];
}

function describeWidth({ others }: AlarmStory): string {
  if (others.total === 0) return "it is the only check";
  if (others.down.length === 0)
    return others.total === 1 ? "the other check is not down" : `none of the ${others.total} other checks is down`;
  const named = others.down.slice(0, 3).join(", ");
  const more = others.down.length > 3 ? ` and ${others.down.length - 3} more` : "";
  return `also down: ${named}${more} (${others.down.length} of ${others.total} others)`;
}

function nameOf({ id, title }: Check): string {
  return title === id ? id : `${id} (${title})`;
}

function line(label: string, value: string): string {
  return `${label.padEnd(6)}${value}`;
}

function runsOf(count: number, verb: string): string {
  return count === 1 ? `1 run ${verb}` : `${count} runs in a row ${verb}`;
}
