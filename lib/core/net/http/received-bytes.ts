/**
 * A body as it comes in, piece by piece. A server may send a byte at a time, and a Buffer takes two hundred bytes of memory whatever it
 * holds: kept each for itself, the pieces of a small body would take hundreds of times its size.
 */
export class ReceivedBytes {
  /** Each at least twice as large as the next, so that even a million pieces are kept in twenty. */
  readonly #pieces: Buffer[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  push(piece: Buffer): void {
    this.#count += piece.length;
    let merged = piece;
    for (let last = this.#pieces.at(-1); last !== undefined && last.length < 2 * merged.length; last = this.#pieces.at(-1)) {
      this.#pieces.pop();
      merged = Buffer.concat([last, merged]);
    }
    this.#pieces.push(merged);
  }

  /** At most so many, from the beginning. */
  first(count: number): Buffer {
    return Buffer.concat(this.#pieces, Math.min(count, this.#count));
  }

  /** Most bodies come in one piece, which then is not copied. */
  all(): Buffer {
    const [first] = this.#pieces;
    return first !== undefined && this.#pieces.length === 1 ? first : Buffer.concat(this.#pieces);
  }
}
