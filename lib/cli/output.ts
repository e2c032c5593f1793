/** Where a command writes: the process's own streams, or a test's. */
export interface Output {
  write(text: string): void;
  error(text: string): void;
  readonly hasColor: boolean;
  /** Shows how far it is, in one line that the next one takes the place of; no text takes it away. Absent where nobody watches. */
  readonly progress?: (text: string) => void;
}

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
    ...(stderr.isTTY && process.env.TERM !== "dumb" && { progress }),
  };
}
