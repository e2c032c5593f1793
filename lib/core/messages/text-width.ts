/** How wide text stands in a terminal: Hangul, Hanja, Kana and emoji take two columns (UAX #11, wide and fullwidth). Where terminals differ, the wider counts. */
import { cutEnd, cutMiddle, takeStart, weightOf } from "./cut.ts";

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
  [0x16fe0, 0x1b2fb],
  [0x1f000, 0x1fbff],
  [0x20000, 0x3fffd],
];
/** Everything before it is one column wide. */
const FIRST_UNUSUAL = 0xad;
/** Marks, joiners, and vowels and finals of a Hangul syllable that is written in parts. */
const COMBINING = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]/u;
/** Makes an emoji of the sign before it, which is then two columns wide. */
const EMOJI_SELECTOR = "\ufe0f";
const IS_ADDRESS = /^https?:\/\//;
const EMOJI = /\p{Emoji_Presentation}/u;

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
  return wrapWords(text.split(" "), columns);
}

/** As `wrap`, of words that are given: one may hold spaces of its own, and stays whole too. */
export function wrapWords(words: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (displayWidth(longer) > columns && line !== "") {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** As `wrap`, but nothing stands out: a word that is longer than a line is broken too. */
export function wrapAll(text: string, columns: number): string[] {
  const words = text.split(" ").flatMap((word) => breakWord(word, columns));
  return wrapWords(words, columns);
}

/** Words that fit into a line: long ones are broken, but addresses stay whole, so that they can be clicked and copied. */
export function wordsOf(text: string, columns: number): string[] {
  return text.split(" ").flatMap((word) => (IS_ADDRESS.test(word) ? [word] : breakWord(word, columns)));
}

export interface Hanging {
  readonly head?: string;
  /** Columns. */
  readonly indent?: number;
}

/** Lines of which the first begins with `head`; the others are indented, by as much as the head takes where nothing else is said. */
export function hang(lines: readonly string[], { head = "", indent = displayWidth(head) }: Hanging): string[] {
  return lines.map((line, index) => `${index === 0 ? head : " ".repeat(indent)}${line}`.trimEnd());
}

function breakWord(word: string, columns: number): string[] {
  if (displayWidth(word) <= columns) return [word];
  const head = takeStart(word, columns, characterWidth);
  return head === "" ? [] : [head, ...breakWord(word.slice(head.length), columns)];
}

/** Columns of one character. */
export function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < FIRST_UNUSUAL || character === EMOJI_SELECTOR) return 1;
  if (COMBINING.test(character)) return 0;
  return EMOJI.test(character) || WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}
