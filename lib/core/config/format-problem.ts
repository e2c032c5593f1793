/** A problem as the terminal shows it: place, code, sentence, the lines around it with a caret, and the cure. At most 80 columns. */
import { takeEnd, takeStart, weightOf } from "../messages/cut.ts";
import { COLUMNS } from "../messages/labelled-lines.ts";
import { characterWidth, displayWidth, hang, wordsOf, wrapWords } from "../messages/text-width.ts";
import type { Problem } from "./problem.ts";

const LINES_BEFORE = 2;
/** ` > 9 | ` without the number. */
const GUTTER_COLUMNS = 6;
/** Of a long line this share stands before the fault. */
const LEAD_SHARE = 0.6;
/** UTF-16 units looked at on either side of the fault: far more than fit, and few of a line that never ends. */
const SEEN_MAX = 4 * COLUMNS;
/** Stands where a line goes on. */
const CUT = "…";
/** A tab may take as many. */
const TAB_COLUMNS = 8;
/** Of what the sentence goes on with. */
const MESSAGE_INDENT = 4;
const FIX = "  fix  ";

/** Several lines without a line break at the end; `text` is the file's. */
export function formatProblem(problem: Problem, text: string): string {
  return problemFormatter(text)(problem);
}

/** The same for many problems of one file. */
export function problemFormatter(text: string): (problem: Problem) => string {
  const lines = text.split(/\r?\n/);
  return (problem) => {
    const fixColumns = COLUMNS - FIX.length;
    const fix = hang(wrapWords(wordsOf(problem.fix, fixColumns), fixColumns), { head: FIX });
    return [...formatHead(problem), ...formatExcerpt(problem, lines), ...fix].join("\n");
  };
}

/** `checks.yaml:9:44  unit-missing  2000 has no unit.`: editors read the first words, which stay together however long the path is. */
function formatHead({ code, column, file, line, message, severity }: Problem): string[] {
  const columns = COLUMNS - MESSAGE_INDENT;
  const said = `${severity === "warning" ? "warning: " : ""}${message}`;
  const place = `${file}:${line}:${column}  ${code} `;
  return hang(wrapWords([place, ...wordsOf(said, columns)], columns), { indent: MESSAGE_INDENT });
}

function formatExcerpt(problem: Problem, lines: readonly string[]): string[] {
  const source = lines[problem.line - 1];
  if (source === undefined) return [];
  const gutter = String(problem.line).length;
  const columns = COLUMNS - GUTTER_COLUMNS - gutter;
  const first = Math.max(1, problem.line - LINES_BEFORE);
  const before = lines.slice(first - 1, problem.line - 1).map((line, index) => {
    return `   ${String(first + index).padStart(gutter)} | ${printable(cutLine(line, columns))}`;
  });
  const { after, lead } = cutAround(source, { start: problem.column - 1, columns });
  const caret = `${blankOf(lead)}${"^".repeat(caretWidth(after))}`;
  return [...before, ` > ${problem.line} | ${printable(`${lead}${after}`)}`, `   ${" ".repeat(gutter)} | ${caret}`];
}

interface Window {
  /** Where the fault begins, in UTF-16 units. */
  readonly start: number;
  readonly columns: number;
}

/** The part of a line that shows the fault: what stands before it, and from it on. */
function cutAround(line: string, { columns, start }: Window): { readonly lead: string; readonly after: string } {
  const before = line.slice(Math.max(0, start - SEEN_MAX), start);
  const rest = line.slice(start, start + SEEN_MAX);
  // Where nothing stands any more there is still the caret.
  const leadColumns = Math.max(Math.floor(columns * LEAD_SHARE), columns - Math.max(1, sourceWidth(rest)));
  const lead = sourceWidth(before) <= leadColumns ? before : `${CUT}${takeEnd(before, leadColumns - 1, sourceColumns)}`;
  return { lead, after: cutLine(rest, columns - sourceWidth(lead)) };
}

function cutLine(line: string, columns: number): string {
  const seen = line.slice(0, SEEN_MAX);
  return sourceWidth(seen) <= columns ? seen : `${takeStart(seen, columns - 1, sourceColumns)}${CUT}`;
}

function sourceWidth(line: string): number {
  return weightOf(line, sourceColumns);
}

function sourceColumns(character: string): number {
  return character === "\t" ? TAB_COLUMNS : Math.max(1, characterWidth(character));
}

/** As much room as the text takes: tabs stay tabs, so that any tab width fits. */
function blankOf(text: string): string {
  return Array.from(text, (character) => (character === "\t" ? "\t" : " ".repeat(displayWidth(character)))).join("");
}

/** At least one, and no wider than what is shown. */
function caretWidth(shown: string): number {
  const token = tokenAt(shown.endsWith(CUT) ? shown.slice(0, -CUT.length) : shown);
  return Math.max(
    1,
    Array.from(token).reduce((width, character) => width + (character === "\t" ? 1 : displayWidth(character)), 0),
  );
}

/** The quoted text, the key or the value with which the rest of the line begins. */
function tokenAt(rest: string): string {
  const quoted = /^"(?:[^"\\]|\\.)*"|^'(?:[^']|'')*'/.exec(rest)?.[0];
  if (quoted !== undefined) return quoted;
  const bracketed = /^[[{]/.test(rest);
  const end = bracketed ? /\s+#.*$|\s*$/.exec(rest) : /:(?=\s|$)|[,\]}](?=\s|[,\]}]|$)|\s+#|\s*$/.exec(rest);
  return rest.slice(0, end?.index ?? rest.length).trimEnd();
}

/** Control characters cannot move the cursor or change colours. */
function printable(line: string): string {
  return line.replaceAll(/[^\P{Cc}\t]/gu, "\ufffd");
}
