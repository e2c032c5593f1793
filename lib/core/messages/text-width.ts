/** How wide text stands in a terminal: Hangul, Hanja and Kana take two columns (UAX #11, wide and fullwidth). */
import { cutEnd, cutMiddle, weightOf } from "./cut.ts";

const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];
const COMBINING = /\p{Mn}|\u200d|\ufe0f/u;

export function displayWidth(text: string): number {
  return weightOf(text, characterWidth);
}

export function padEndTo(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - displayWidth(text)));
}

export function padStartTo(text: string, columns: number): string {
  return " ".repeat(Math.max(0, columns - displayWidth(text))) + text;
}

/** Cuts in the middle, because ids differ at their ends: `acme-pr..heckout`. */
export function shortenMiddle(text: string, columns: number): string {
  return cutMiddle(text, columns, characterWidth);
}

/** Cuts at the end and says so with two dots. */
export function shortenEnd(text: string, columns: number): string {
  return cutEnd(text, columns, characterWidth);
}

/** Breaks at spaces; a word that is longer than a line stays whole, so that it can be copied. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (displayWidth(longer) > columns && line !== "") {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** Columns of one character. */
export function characterWidth(character: string): number {
  if (COMBINING.test(character)) return 0;
  const code = character.codePointAt(0) ?? 0;
  return WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}
