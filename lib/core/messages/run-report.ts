/** What `bongsu run` prints: a table in file order, then the details of whatever is not well. At most 80 columns. */
import type { Check } from "../model/check.ts";
import type { AddressResult, Outcome, PhaseTime, Status } from "../model/outcome.ts";
import { formatMeasuredMs } from "../model/units.ts";
import { chooseScaleMs, phaseBarText } from "./phase-bar-text.ts";
import { repeatCommand } from "./repeat-command.ts";
import { STATE_WORDS } from "./state-words.ts";
import { padEndTo, padStartTo, shortenEnd, shortenMiddle, wrap } from "./text-width.ts";

const COLUMNS = 80;
const NAME_COLUMNS_MAX = 26;
const LABEL_COLUMNS = 9;
/** Enough to tell two certificates apart. */
const FINGERPRINT_CHARACTERS = 8;
const STATUS_ORDER: readonly Status[] = ["down", "unknown", "slow", "up"];

export type Paint = (color: "green" | "yellow" | "red" | "gray" | "bold", text: string) => string;

export interface ReportOptions {
  readonly paint: Paint;
  readonly timezone: string;
  readonly startedAtEpochMs: number;
  readonly elapsedMs: number;
  /** Given on the command line rather than in a file: say how to keep it. */
  readonly isAdHoc: boolean;
}

/** One line an item, without line breaks. `checks` and `outcomes` in the same order. */
export function renderRunReport(checks: readonly Check[], outcomes: readonly Outcome[], options: ReportOptions): string[] {
  const pairs = outcomes.flatMap((outcome, index) => (checks[index] === undefined ? [] : [{ check: checks[index], outcome }]));
  const details = STATUS_ORDER.flatMap((status) => pairs.filter(({ outcome }) => outcome.status === status && status !== "up"));
  return [
    ...header(checks.length, options),
    "",
    ...renderTable(outcomes, options.paint),
    ...details.flatMap((pair) => ["", ...renderDetails(pair, options)]),
    "",
    summary(outcomes, options),
  ];
}

function header(count: number, { timezone, startedAtEpochMs }: ReportOptions): string[] {
  const left = `${plural(count, "check")}, from this computer`;
  const right = new Intl.DateTimeFormat("en-GB", { timeZone: timezone, timeStyle: "long" }).format(startedAtEpochMs);
  return [padEndTo(left, COLUMNS - right.length) + right];
}

function renderTable(outcomes: readonly Outcome[], paint: Paint): string[] {
  const nameColumns = Math.min(NAME_COLUMNS_MAX, Math.max(5, ...outcomes.map(({ check }) => check.length)));
  const barColumns = COLUMNS - nameColumns - 25;
  const scaleMs = chooseScaleMs(Math.max(1, ...outcomes.map(({ totalMs }) => totalMs)), barColumns);
  const title = `   ${padEndTo("state", 11)}${padEndTo("check", nameColumns)}   total  where the time went`;
  return [
    paint("gray", `${title}${padStartTo(`(1 = ${scaleMs} ms)`, COLUMNS - title.length)}`.slice(0, COLUMNS)),
    ...outcomes.map((outcome) => renderRow(outcome, { nameColumns, barColumns, scaleMs, paint })),
  ];
}

interface RowLayout {
  readonly nameColumns: number;
  readonly barColumns: number;
  readonly scaleMs: number;
  readonly paint: Paint;
}

function renderRow(outcome: Outcome, { nameColumns, barColumns, scaleMs, paint }: RowLayout): string {
  const { icon, word, color } = STATE_WORDS[outcome.status];
  const state = paint(color, padEndTo(`${icon} ${word}`, 11));
  const name = padEndTo(shortenMiddle(outcome.check, nameColumns), nameColumns);
  const total = padStartTo(outcome.phases.length === 0 ? "-" : formatMeasuredMs(outcome.totalMs), 8);
  return `   ${state}${name}${total}  ${phaseBarText(outcome.phases, scaleMs).slice(0, barColumns)}`.trimEnd();
}

interface Pair {
  readonly check: Check;
  readonly outcome: Outcome;
}

function renderDetails({ check, outcome }: Pair, { paint, isAdHoc }: ReportOptions): string[] {
  const { icon, color } = STATE_WORDS[outcome.status];
  const place = check.source === undefined ? "" : `${check.source.file}:${check.source.line}`;
  const name = shortenMiddle(check.title === check.id ? check.id : `${check.id}  ${check.title}`, COLUMNS - place.length - 6);
  const head = ` ${icon} ${padEndTo(name, COLUMNS - place.length - 3)}${place}`.trimEnd();
  return [
    paint(color, head),
    ...indent(outcome.evidence.request),
    ...outcome.breaches.map(({ expected, actual }) => shortenEnd(`   ${icon} ${padEndTo(expected, 26)} got ${actual}`, COLUMNS)),
    ...labelled("why", outcome.failure?.message ?? "answered rightly, but slower than it should"),
    ...labelled("because", describePhases(outcome.phases)),
    ...labelled("says", outcome.evidence.body?.replaceAll(/\s+/g, " ").trim()),
    ...labelled("tried", describeAttempts(outcome)),
    ...(outcome.evidence.notes ?? []).flatMap((note) => labelled("note", note)),
    ...labelled("each", describeAddresses(outcome)),
    ...labelled("repeat", repeatCommand(check, outcome)),
    ...labelled("keep it", isAdHoc ? "npm run -s bongsu -- init   (then add this address to checks.yaml)" : undefined),
  ];
}

/** `dns 4 ms, connect 11 ms, server 610 ms` */
function describePhases(phases: readonly PhaseTime[]): string | undefined {
  return phases.length === 0 ? undefined : phases.map(({ phase, ms }) => `${phase} ${formatMeasuredMs(ms)}`).join(", ");
}

function describeAttempts({ evidence }: Outcome): string | undefined {
  const [first] = evidence.attempts ?? [];
  return first === undefined ? undefined : `twice, on new connections; the first time: ${first.code}`;
}

/** With `ip: all`: `10.0.0.1 ok (certificate 1f0c22ab), 10.0.0.2 down (connect-refused)` */
function describeAddresses({ evidence }: Outcome): string | undefined {
  return evidence.addresses?.map(describeAddress).join(", ");
}

function describeAddress({ address, status, code, fingerprint }: AddressResult): string {
  const seen = [code, fingerprint && `certificate ${fingerprint.slice(0, FINGERPRINT_CHARACTERS)}`].filter(Boolean);
  return `${address} ${STATE_WORDS[status].word.toLowerCase()}${seen.length === 0 ? "" : ` (${seen.join(", ")})`}`;
}

function summary(outcomes: readonly Outcome[], { elapsedMs }: ReportOptions): string {
  const counts = STATUS_ORDER.map((status) => ({
    status,
    count: outcomes.filter((outcome) => outcome.status === status).length,
  }));
  const parts = counts
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${count} ${STATE_WORDS[status].word.toLowerCase()}`);
  return ` ${parts.join(", ")} in ${formatMeasuredMs(elapsedMs)}`;
}

function labelled(label: string, text: string | undefined): string[] {
  if (text === undefined || text === "") return [];
  const lines = wrap(text, COLUMNS - LABEL_COLUMNS - 3);
  return lines.map((line, index) => `   ${padEndTo(index === 0 ? label : "", LABEL_COLUMNS)}${line}`);
}

function indent(text: string | undefined): string[] {
  return text === undefined ? [] : [shortenEnd(`   ${text}`, COLUMNS)];
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
