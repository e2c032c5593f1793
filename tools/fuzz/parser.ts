/** A reader of bytes that come from outside, with honest documents to damage. */
export interface Parser {
  readonly name: string;
  readonly honest: readonly Buffer[];
  /** Whatever it answers is right, as long as it answers soon and does not throw. */
  readonly read: (input: Buffer) => unknown;
  /** Instead of 100. */
  readonly slowMs?: number;
}
