/** Where a command writes: the process's own streams, or a test's. */
export interface Output {
  write(text: string): void;
  error(text: string): void;
  readonly hasColor: boolean;
}

/** Colour only on a terminal that wants it (https://no-color.org). */
export function processOutput(): Output {
  return {
    write: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
    hasColor: process.stdout.isTTY && process.stdout.hasColors(),
  };
}
