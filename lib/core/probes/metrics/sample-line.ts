/** One line of a page: `name{label="v"} value timestamp # exemplar`, or with a quoted name `{"my.name",label="v"} value`. */

export interface SampleLine {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
  /** As written: milliseconds in Prometheus' text format, seconds in OpenMetrics. */
  readonly writtenTime?: number;
}

const LABELS_MAX = 64;
const NAME = /[A-Za-z_:][\w:]*/y;
const WORD = /[^ \t]+/y;
const BLANKS = /[ \t]*/y;
/** Longer than any number; keeps the patterns below from going over a long text again and again. */
const NUMBER_MAX_CHARACTERS = 64;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;

/** The name alone, which is all that most lines are read for; `undefined` if the line is none. */
export function readSeriesName(line: string): string | undefined {
  const scan = new Scan(line);
  return scan.next(NAME)?.[0] ?? readBraces(scan)?.name;
}

/** The whole line; `undefined` if it is malformed. */
export function readSampleLine(line: string): SampleLine | undefined {
  const scan = new Scan(line);
  const plainName = scan.next(NAME)?.[0];
  scan.next(BLANKS);
  const braces = scan.isAt("{") ? readBraces(scan) : NO_LABELS;
  const name = plainName ?? braces?.name;
  if (braces === undefined || name === undefined || (plainName !== undefined && braces.name !== undefined)) return undefined;
  const numbers = readNumbers(scan);
  return numbers === undefined ? undefined : { name, labels: braces.labels, ...numbers };
}

function readNumbers(scan: Scan): Pick<SampleLine, "value" | "writtenTime"> | undefined {
  const value = readNumber(scan.word() ?? "");
  if (value === undefined) return undefined;
  if (scan.isAtExemplar()) return { value };
  const writtenTime = readNumber(scan.word() ?? "") ?? Number.NaN;
  return Number.isFinite(writtenTime) && scan.isAtExemplar() ? { value, writtenTime } : undefined;
}

/** As Go reads numbers, without its hexadecimal and underscored forms, which no producer writes. */
function readNumber(text: string): number | undefined {
  if (text.length > NUMBER_MAX_CHARACTERS) return undefined;
  if (DECIMAL.test(text)) return Number(text);
  const sign = INFINITE.exec(text)?.[1];
  if (sign !== undefined) return sign === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^[+-]?nan$/i.test(text) ? Number.NaN : undefined;
}

interface Braces {
  readonly name?: string;
  readonly labels: ReadonlyMap<string, string>;
}

const NO_LABELS: Braces = { labels: new Map() };

function readBraces(scan: Scan): Braces | undefined {
  const labels = new Map<string, string>();
  let name: string | undefined;
  if (!scan.take("{")) return undefined;
  while (!scan.take("}")) {
    const quoted = scan.quoted();
    const word = quoted ?? scan.next(NAME)?.[0];
    if (word === undefined) return undefined;
    if (scan.take("=")) {
      const value = scan.quoted();
      if (value === undefined || labels.size === LABELS_MAX) return undefined;
      labels.set(word, value);
    } else if (quoted !== undefined && name === undefined) name = quoted;
    else return undefined;
    if (!scan.take(",") && !scan.isAt("}")) return undefined;
  }
  return { labels, ...(name !== undefined && { name }) };
}

/** A place in a line that only moves on, so that reading stays linear. */
class Scan {
  readonly #line: string;
  #at = 0;

  constructor(line: string) {
    this.#line = line;
  }

  next(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#line);
    if (match !== null) this.#at = pattern.lastIndex;
    return match;
  }

  isAt(sign: string): boolean {
    return this.#line.startsWith(sign, this.#at);
  }

  /** Takes the sign with the blanks around it. */
  take(sign: string): boolean {
    this.next(BLANKS);
    if (!this.isAt(sign)) return false;
    this.#at += sign.length;
    this.next(BLANKS);
    return true;
  }

  /** Takes what stands up to the next blank, with the blanks around it. */
  word(): string | undefined {
    this.next(BLANKS);
    const word = this.next(WORD)?.[0];
    this.next(BLANKS);
    return word;
  }

  /** The end, or an exemplar, which is nobody's business here. */
  isAtExemplar(): boolean {
    return this.#at === this.#line.length || this.isAt("#");
  }

  quoted(): string | undefined {
    this.next(BLANKS);
    const end = this.isAt('"') ? closingQuote(this.#line, this.#at) : -1;
    if (end === -1) return undefined;
    const inside = this.#line.slice(this.#at + 1, end);
    this.#at = end + 1;
    this.next(BLANKS);
    return undoEscapes(inside);
  }
}

function closingQuote(line: string, opening: number): number {
  for (let at = opening + 1; at < line.length; at++) {
    if (line[at] === '"') return at;
    if (line[at] === "\\") at++;
  }
  return -1;
}

/** Other escapes than the three stand for themselves. */
function undoEscapes(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replaceAll(/\\([\\"n])/g, (_, sign) => (sign === "n" ? "\n" : sign));
}
