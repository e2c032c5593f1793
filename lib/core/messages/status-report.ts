/** What `bongsu status` prints: how each check stands on AWS, in the table of `bongsu run`. */
import type { CheckId } from "../model/check.ts";
import type { Outcome } from "../model/outcome.ts";
import type { AlarmState } from "../model/picture.ts";
import { COLUMNS, labelled } from "./labelled-lines.ts";
import { formatMoment, formatSecond } from "./moment.ts";
import { renderTable, type TableRow } from "./run-table.ts";
import { safeName } from "./safe-text.ts";
import { type ShownState, stateWord, type TerminalStyle } from "./terminal-style.ts";
import { padEndTo, shortenEnd } from "./text-width.ts";

/** One check as its alarms have it. */
export interface CheckStatus {
  readonly check: CheckId;
  /** `silent`: neither an alarm nor a run says how it is. */
  readonly state: Exclude<ShownState, "skipped">;
  /** All of it, whatever their state. */
  readonly alarms: readonly AlarmState[];
  /** The newest that was kept. Of good runs one an hour is. */
  readonly latest?: Outcome;
}

export interface StatusReportOptions {
  /** Of the deployment. */
  readonly name: string;
  /** IANA name. */
  readonly timezone: string;
  readonly nowEpochMs: number;
  readonly style: TerminalStyle;
  /** Alarms on Bongsu itself. */
  readonly own: readonly AlarmState[];
}

const WORST_FIRST: readonly CheckStatus["state"][] = ["down", "unknown", "silent", "slow", "up"];

/** One line an item. `checks` in file order. */
export function renderStatus(checks: readonly CheckStatus[], options: StatusReportOptions): string[] {
  const { nowEpochMs, own, style, timezone } = options;
  const time = formatSecond(nowEpochMs, timezone);
  const title = shortenEnd(
    `${checks.length} ${checks.length === 1 ? "check" : "checks"} of ${safeName(options.name)} on AWS`,
    60,
  );
  const open = own.filter(({ state }) => state === "ALARM");
  return [
    padEndTo(title, COLUMNS - time.length) + time,
    "",
    ...renderTable(
      checks.map((check) => rowOf(check, options)),
      style,
    ),
    "",
    ...open.flatMap((alarm) => labelled("bongsu", `${safeName(alarm.alarm.name)}${sinceOf(alarm, options)}`)),
    ` ${WORST_FIRST.flatMap((state) => countOf(checks, state)).join(", ")}`,
  ];
}

function countOf(checks: readonly CheckStatus[], state: CheckStatus["state"]): string[] {
  const count = checks.filter((check) => check.state === state).length;
  return count === 0 ? [] : [`${count} ${stateWord(state)}`];
}

function rowOf({ alarms, check, latest, state }: CheckStatus, options: StatusReportOptions): TableRow {
  const open = alarms.filter((alarm) => alarm.state === "ALARM");
  const told = open.map((alarm) => `${alarm.alarm.topic}${sinceOf(alarm, options)}`);
  const isUnlike = state === "up" && latest?.status === "down";
  const note = [...told, ...(isUnlike ? [`last run failed${atOf(latest.startedAtEpochMs, options)}`] : [])].join(", ");
  return { state, id: check, ...(latest !== undefined && { run: latest }), ...(note !== "" && { note }) };
}

function sinceOf({ sinceEpochMs }: AlarmState, options: StatusReportOptions): string {
  return ` since${atOf(sinceEpochMs, options)}`;
}

function atOf(epochMs: number, { timezone }: StatusReportOptions): string {
  return ` ${formatMoment(epochMs, { timezone, language: "en" })}`;
}
