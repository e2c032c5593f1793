/** The table of a report, a row a check: its state, its total and where the time went. At most 80 columns, whatever stands in it. */
import type { Outcome } from "../model/outcome.ts";
import { formatMeasuredMs } from "../model/units.ts";
import { COLUMNS } from "./labelled-lines.ts";
import { type BarSize, chooseScaleMs, phaseBarText, phaseLegend } from "./phase-bar-text.ts";
import { safeName, safeText } from "./safe-text.ts";
import { type ShownState, stateColor, stateText, type TerminalStyle } from "./terminal-style.ts";
import { displayWidth, padEndTo, padStartTo, shortenEnd, shortenMiddle, wrapAll } from "./text-width.ts";

type Timed = Pick<Outcome, "phases" | "totalMs">;

export interface TableRow {
  readonly state: ShownState;
  readonly id: string;
  /** The run whose time is shown; absent where there was none. */
  readonly run?: Timed;
  /** What else is to be known: `certificate: 12 days left`. */
  readonly note?: string;
}

const INDENT = "   ";
const STATE_COLUMNS = 11;
const NAME_COLUMNS = { least: 5, most: 26 };
const TOTAL_COLUMNS = 8;
const NOTE_GAP = "    ";

/** One line an item; head, rows in their order, and the letters of the bars. */
export function renderTable(rows: readonly TableRow[], style: TerminalStyle): string[] {
  const widths = rows.map(({ id }) => displayWidth(safeName(id)));
  const nameColumns = Math.min(NAME_COLUMNS.most, Math.max(NAME_COLUMNS.least, ...widths));
  const columns = COLUMNS - INDENT.length - STATE_COLUMNS - nameColumns - TOTAL_COLUMNS - 2;
  const runs = rows.flatMap(({ run }) => run ?? []);
  const scaleMs = chooseScaleMs(runs, columns);
  return [
    style.paint("gray", headOf(nameColumns)),
    ...rows.flatMap((row) => renderRow(row, { nameColumns, bar: { columns, scaleMs }, style })),
    ...legendOf(runs, scaleMs).map((line) => style.paint("gray", line)),
  ];
}

/** `1 char = 25 ms: d dns, c connect, s server, b body`, at the right */
function legendOf(runs: readonly Timed[], scaleMs: number): string[] {
  const letters = phaseLegend(runs);
  const legend = shortenEnd(`1 char = ${formatMeasuredMs(scaleMs)}: ${letters}`, COLUMNS - INDENT.length);
  return letters === "" ? [] : [padStartTo(legend, COLUMNS)];
}

function headOf(nameColumns: number): string {
  const titles = `${INDENT}${padEndTo("state", STATE_COLUMNS)}${padEndTo("check", nameColumns)}${padStartTo("total", TOTAL_COLUMNS)}`;
  return `${titles}  where the time went`;
}

interface RowLayout {
  readonly nameColumns: number;
  readonly bar: BarSize;
  readonly style: TerminalStyle;
}

function renderRow({ id, note = "", run, state }: TableRow, { bar, nameColumns, style }: RowLayout): string[] {
  const word = style.paint(stateColor(state), padEndTo(stateText(state, style), STATE_COLUMNS));
  const name = padEndTo(shortenMiddle(safeName(id), nameColumns), nameColumns);
  const isTimed = run !== undefined && run.phases.length > 0;
  const total = padStartTo(isTimed ? shortenEnd(formatMeasuredMs(run.totalMs), TOTAL_COLUMNS) : "-", TOTAL_COLUMNS);
  const [first = "", ...others] = besideTotal(isTimed ? phaseBarText(run, bar) : "", {
    note: safeText(note),
    columns: bar.columns,
  });
  const indent = " ".repeat(COLUMNS - bar.columns);
  return [`${INDENT}${word}${name}${total}  ${first}`.trimEnd(), ...others.map((line) => indent + line)];
}

/** The note stands behind the bar where there is room, else below it. */
function besideTotal(bar: string, { columns, note }: { note: string; columns: number }): string[] {
  const both = [bar, note].filter((part) => part !== "").join(NOTE_GAP);
  return displayWidth(both) <= columns ? [both] : [...(bar === "" ? [] : [bar]), ...wrapAll(note, columns)];
}
