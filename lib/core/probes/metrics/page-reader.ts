/** Reads a page of metrics line by line: Prometheus text 0.0.4 and OpenMetrics 1.0. Keeps what is wanted, and never throws. */
import type { Failure } from "../../model/failure.ts";
import type { ExposedSample, Page } from "./page.ts";
import { readSampleLine, readSeriesName, type SampleLine } from "./sample-line.ts";

const LINES_MAX = 50_000;
const LINE_MAX_CHARACTERS = 1_000_000;
const NAMES_MAX = 5_000;
const SHOWN_CHARACTERS = 60;

export interface PageReaderOptions {
  /** Names of series to keep. */
  readonly wanted: ReadonlySet<string>;
  /** OpenMetrics says where it ends and writes times in seconds. */
  readonly isOpenMetrics: boolean;
}

export class PageReader {
  readonly #options: PageReaderOptions;
  readonly #lines: SampleLine[] = [];
  readonly #names = new Set<string>();
  #lineCount = 0;
  #rest = "";
  #hasEnd = false;
  #fault: Failure | undefined;

  constructor(options: PageReaderOptions) {
    this.#options = options;
  }

  /** The next piece of text, cut anywhere. After a fault pieces are ignored. */
  push(chunk: string): void {
    if (this.#isOver()) return;
    const lines = `${this.#rest}${chunk}`.split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#read(line);
    if (this.#rest.length > LINE_MAX_CHARACTERS) this.#fault ??= tooLarge(`line ${this.#lineCount + 1} is longer than 1 MB`);
  }

  /** No more will come. A last line without its line break is read too, as Prometheus does. */
  end(): Page | Failure {
    if (this.#rest !== "") this.push("\n");
    if (this.#fault !== undefined) return this.#fault;
    if (this.#options.isOpenMetrics && !this.#hasEnd) return truncated(this.#lineCount);
    const msPerUnit = this.#hasEnd ? 1_000 : 1;
    return { samples: this.#lines.map((line) => toSample(line, msPerUnit)), names: this.#names };
  }

  #isOver(): boolean {
    return this.#fault !== undefined || this.#hasEnd;
  }

  #read(written: string): void {
    if (this.#isOver()) return;
    if (++this.#lineCount > LINES_MAX) this.#fault = tooLarge(`the page has more than ${LINES_MAX} lines`);
    const line = written.trim();
    if (line === "# EOF") this.#hasEnd = true;
    else if (line !== "" && !line.startsWith("#")) this.#readSample(line);
  }

  #readSample(line: string): void {
    const name = readSeriesName(line);
    if (name !== undefined && this.#names.size < NAMES_MAX) this.#names.add(name);
    if (name !== undefined && !this.#options.wanted.has(name)) return;
    const sample = name === undefined ? undefined : readSampleLine(line);
    if (sample === undefined) this.#fault ??= malformed(line, this.#lineCount);
    else this.#lines.push(sample);
  }
}

/** A page that is there as a whole. */
export function readPage(text: string, options: PageReaderOptions): Page | Failure {
  const reader = new PageReader(options);
  reader.push(text);
  return reader.end();
}

function toSample({ writtenTime, ...sample }: SampleLine, msPerUnit: number): ExposedSample {
  return { ...sample, ...(writtenTime !== undefined && { atEpochMs: Math.round(writtenTime * msPerUnit) }) };
}

function malformed(line: string, lineNumber: number): Failure {
  const message = `line ${lineNumber} is no line of metrics: ${JSON.stringify(line.slice(0, SHOWN_CHARACTERS))}`;
  return { phase: "transfer", code: "protocol-error", message };
}

function tooLarge(message: string): Failure {
  return { phase: "transfer", code: "body-too-large", message };
}

function truncated(lineCount: number): Failure {
  const message = `the page breaks off after ${lineCount} lines: OpenMetrics ends with # EOF`;
  return { phase: "transfer", code: "body-incomplete", message };
}
