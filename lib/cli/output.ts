/** Where a command writes: the process's own streams, or a test's. */
export interface Output {
  write(text: string): void;
  error(text: string): void;
  readonly hasColor: boolean;
  /** How wide lines of prose may be now. Default 80. */
  readonly columns?: number;
  /** Shows how far it is, in one line that the next one takes the place of; no text takes it away. Absent where nobody watches. */
  readonly progress?: (text: string) => void;
}

/** On wider terminals lines would be hard to read, on narrower ones there would be too many. */
const COLUMNS_LIMITS = { least: 60, most: 120 };
/** Back to the beginning of the line, and empty it. */
const ERASE_LINE = "\r\u001b[2K";
const COLUMNS_DEFAULT = 80;

/** Colour only on a terminal that wants it (https://no-color.org); lines that change only on one that can. */
export function processOutput(): Output {
  const { stderr, stdout } = process;
  const progress = (text: string) => void stderr.write(ERASE_LINE + text.slice(0, (stderr.columns || COLUMNS_DEFAULT) - 1));
  return {
    write: (text) => void stdout.write(text),
    error: (text) => void stderr.write(text),
    hasColor: stdout.isTTY && stdout.hasColors(),
    get columns() {
      return columnsOf(stdout);
    },
    ...(stderr.isTTY && process.env.TERM !== "dumb" && { progress }),
  };
}

/** What is no terminal, or does not know its width, gets the usual one. */
export function columnsOf({ columns, isTTY }: { readonly columns?: number; readonly isTTY?: boolean }): number {
  const { least, most } = COLUMNS_LIMITS;
  return isTTY && columns ? Math.min(most, Math.max(least, columns)) : COLUMNS_DEFAULT;
}
