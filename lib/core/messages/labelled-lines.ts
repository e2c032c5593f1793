/** Lines of a report: a label and its answer, at most 80 columns wide. Only what is to be copied may be wider. */
import { padEndTo, wrapAll } from "./text-width.ts";

export const COLUMNS = 80;
const INDENT = "   ";
const LABEL_COLUMNS = 9;
export const ANSWER_COLUMNS = COLUMNS - INDENT.length - LABEL_COLUMNS;

/** The label stands before the first line. Nothing of no text. */
export function labelled(label: string, text: string | undefined): string[] {
  if (text === undefined || text === "") return [];
  return wrapAll(text, ANSWER_COLUMNS).map((line, index) => withLabel(index === 0 ? label : "", line));
}

/** Commands and addresses stay whole, however long. */
export function copyable(label: string, text: string | undefined): string[] {
  return text === undefined ? [] : [withLabel(label, text)];
}

export function withLabel(label: string, line: string): string {
  return `${INDENT}${padEndTo(label, LABEL_COLUMNS)}${line}`.trimEnd();
}
