/** A problem as the terminal shows it: place, code, sentence, the lines around it with a caret, and the cure. */
import { displayWidth } from "../messages/text-width.ts";
import type { Problem } from "./problem.ts";

const LINES_BEFORE = 2;
/** UTF-16 units shown of a line; a longer line is cut around the fault. */
const SHOWN_LENGTH = 120;
const LEAD_LENGTH = 80;

/** Several lines without a line break at the end; `text` is the file's. */
export function formatProblem(problem: Problem, text: string): string {
  return problemFormatter(text)(problem);
}

/** The same for many problems of one file. */
export function problemFormatter(text: string): (problem: Problem) => string {
  const lines = text.split(/\r?\n/);
  return (problem) => {
    const { file, line, column, code, severity, message, fix } = problem;
    const head = `${file}:${line}:${column}  ${code}  ${severity === "warning" ? "warning: " : ""}${message}`;
    return [head, ...formatExcerpt(problem, lines), `  fix  ${fix}`].join("\n");
  };
}

function formatExcerpt(problem: Problem, lines: readonly string[]): string[] {
  const source = lines[problem.line - 1];
  if (source === undefined) return [];
  const gutter = String(problem.line).length;
  const first = Math.max(1, problem.line - LINES_BEFORE);
  const before = lines.slice(first - 1, problem.line - 1).map((line, index) => {
    return `   ${String(first + index).padStart(gutter)} | ${printable(line.slice(0, SHOWN_LENGTH))}`;
  });
  const { shown, start } = cutAround(source, problem.column - 1);
  const caret = `${blankOf(shown.slice(0, start))}${"^".repeat(caretWidth(shown, start))}`;
  return [...before, ` > ${problem.line} | ${printable(shown)}`, `   ${" ".repeat(gutter)} | ${caret}`];
}

function cutAround(line: string, start: number): { shown: string; start: number } {
  const from = start > LEAD_LENGTH ? start - LEAD_LENGTH : 0;
  return { shown: line.slice(from, from + SHOWN_LENGTH), start: start - from };
}

/** As much room as the text takes: tabs stay tabs, so that any tab width fits. */
function blankOf(text: string): string {
  return Array.from(text, (character) => (character === "\t" ? "\t" : " ".repeat(displayWidth(character)))).join("");
}

function caretWidth(line: string, start: number): number {
  const token = tokenAt(line.slice(start));
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
