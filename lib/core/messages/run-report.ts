/** What `bongsu run` prints: a table in file order, then the details, failing first. At most 80 columns, but for what is to be copied. */
import { formatMeasuredMs } from "../model/units.ts";
import { COLUMNS, copyable } from "./labelled-lines.ts";
import { formatSecond } from "./moment.ts";
import { renderAddress } from "./run-address.ts";
import { type DetailOptions, renderDetails } from "./run-details.ts";
import { isRan, type RanCheck, type RunItem, STATUS_ORDER } from "./run-item.ts";
import { renderRepeats } from "./run-repeats.ts";
import { renderTable, type TableRow } from "./run-table.ts";
import { stateWord } from "./terminal-style.ts";
import { padEndTo } from "./text-width.ts";

/** Fewer are worth a note though nothing asks for more. */
const DAYS_LEFT_ENOUGH = 14;
const KEEP_IT = "npx bongsu init   (then add this address to checks.yaml)";

export interface ReportOptions extends DetailOptions {
  readonly startedAtEpochMs: number;
  readonly elapsedMs: number;
  /** Given on the command line rather than in a file: told in short, with how to keep it. */
  readonly isAdHoc: boolean;
}

/** One line an item, without line breaks. */
export function renderRunReport(items: readonly RunItem[], options: ReportOptions): string[] {
  const ran = items.filter(isRan);
  return [
    ...(options.isAdHoc ? renderAddresses(ran, options) : renderChecks(items, options)),
    ...renderRepeats(ran, options.style),
    "",
    renderSummary(items, options),
  ];
}

function renderAddresses(ran: readonly RanCheck[], options: ReportOptions): string[] {
  const blocks = ran.flatMap((item, index) => [...(index === 0 ? [] : [""]), ...renderAddress(item, options)]);
  return [...blocks, ...copyable("keep it", KEEP_IT)];
}

/** Of what is well there are details only where every step was asked for. */
function renderChecks(items: readonly RunItem[], options: ReportOptions): string[] {
  const inFull = items.filter(isRan).filter(({ attempts, outcome }) => outcome.status !== "up" || attempts !== undefined);
  const worstFirst = STATUS_ORDER.flatMap((status) => inFull.filter(({ outcome }) => outcome.status === status));
  return [
    renderHeader(items, options),
    "",
    ...renderTable(items.map(rowOf), options.style),
    ...worstFirst.flatMap((item) => ["", ...renderDetails(item, options)]),
  ];
}

/** `5 checks, 2 files, from this machine        17:40:02 KST` */
function renderHeader(items: readonly RunItem[], { startedAtEpochMs, timezone }: ReportOptions): string {
  const files = new Set(items.flatMap(({ check }) => check.source?.file ?? [])).size;
  const parts = [plural(items.length, "check"), ...(files === 0 ? [] : [plural(files, "file")]), "from this machine"];
  const time = formatSecond(startedAtEpochMs, timezone);
  return padEndTo(parts.join(", "), COLUMNS - time.length) + time;
}

function rowOf(item: RunItem): TableRow {
  const { id } = item.check;
  if (!isRan(item)) return { state: "skipped", id, note: item.skipped };
  const note = noteOf(item);
  return { state: item.outcome.status, id, run: item.outcome, ...(note !== "" && { note }) };
}

function noteOf({ outcome, runs }: RanCheck): string {
  const daysLeft = outcome.facts["certificate.daysLeft"];
  const isExpiring = typeof daysLeft === "number" && daysLeft >= 0 && daysLeft <= DAYS_LEFT_ENOUGH;
  const failed = runs.filter(({ status }) => status === "down").length;
  return [
    ...(isExpiring ? [`certificate: ${plural(Math.floor(daysLeft), "day")} left`] : []),
    ...(runs.length > 1 && failed > 0 ? [`${failed} of ${runs.length} failed`] : []),
  ].join(", ");
}

/** `1 down, 1 slow, 2 ok, 1 skipped in 0.9 s` */
function renderSummary(items: readonly RunItem[], { elapsedMs }: ReportOptions): string {
  const ran = items.filter(isRan);
  const counts = STATUS_ORDER.map((status) => ({
    word: stateWord(status),
    count: ran.filter(({ outcome }) => outcome.status === status).length,
  }));
  const told = [...counts, { word: "skipped", count: items.length - ran.length }].filter(({ count }) => count > 0);
  return ` ${told.map(({ count, word }) => `${count} ${word}`).join(", ")} in ${formatMeasuredMs(elapsedMs)}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
