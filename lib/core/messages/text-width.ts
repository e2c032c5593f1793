/** How wide text stands in a terminal: Hangul, Hanja and Kana take two columns (UAX #11, wide and fullwidth). */
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
  let columns = 0;
  for (const character of text) columns += characterWidth(character);
  return columns;
}

export function padEndTo(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - displayWidth(text)));
}

export function padStartTo(text: string, columns: number): string {
  return " ".repeat(Math.max(0, columns - displayWidth(text))) + text;
}

/** Cuts in the middle, because ids differ at their ends: `acme-pr..heckout`. */
export function shortenMiddle(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  const keep = Math.max(0, columns - 2);
  return `${takeStart(text, Math.floor(keep / 2))}..${takeEnd(text, Math.ceil(keep / 2))}`;
}

/** Cuts at the end and says so with two dots. */
export function shortenEnd(text: string, columns: number): string {
  return displayWidth(text) <= columns ? text : `${takeStart(text, Math.max(0, columns - 2))}..`;
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

function characterWidth(character: string): number {
  if (COMBINING.test(character)) return 0;
  const code = character.codePointAt(0) ?? 0;
  return WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

function takeStart(text: string, columns: number): string {
  let taken = "";
  let width = 0;
  for (const character of text) {
    width += characterWidth(character);
    if (width > columns) break;
    taken += character;
  }
  return taken;
}

function takeEnd(text: string, columns: number): string {
  let taken = "";
  let width = 0;
  for (const character of [...text].reverse()) {
    width += characterWidth(character);
    if (width > columns) break;
    taken = character + taken;
  }
  return taken;
}
