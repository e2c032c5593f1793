/**
 * Reads a message that may lie about itself. What would lie outside is noted as a fault and read as zeros,
 * so that no reader need look before each step, and none can be made to throw.
 */
/** What all readers of one message share. */
export interface Whole {
  readonly bytes: Buffer;
  /** Kept because thousands of records may point to one long name. */
  readonly names: Map<number, NamePiece>;
}

/** A name, or the end of one. */
export interface NamePiece {
  /** Empty for the root. */
  readonly text: string;
  /** On the wire, without the zero at its end. */
  readonly bytes: number;
}

export class ByteReader {
  readonly #whole: Whole;
  readonly #end: number;
  #at: number;
  #fault: string | undefined;

  constructor(whole: Whole, at = 0, end = whole.bytes.length) {
    this.#whole = whole;
    this.#at = at;
    this.#end = end;
  }

  /** Names that compression pointers led to, by their place. */
  get names(): Map<number, NamePiece> {
    return this.#whole.names;
  }

  get at(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#end;
  }

  /** The first thing that was wrong. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Notes a fault; from here on there is nothing left to read. */
  fail(fault: string): void {
    this.#fault ??= fault;
    this.#at = this.#end;
  }

  uint8(): number {
    return this.bytes(1).readUInt8();
  }

  uint16(): number {
    return this.bytes(2).readUInt16BE();
  }

  uint32(): number {
    return this.bytes(4).readUInt32BE();
  }

  bytes(count: number): Buffer {
    if (this.#fault !== undefined || this.#at + count > this.#end) {
      this.fail("it ends too early");
      return Buffer.alloc(count);
    }
    this.#at += count;
    return this.#whole.bytes.subarray(this.#at - count, this.#at);
  }

  rest(): Buffer {
    return this.bytes(this.#end - this.#at);
  }

  /** Another reader of the same message, where a compression pointer points. */
  jumpTo(at: number): ByteReader {
    return new ByteReader(this.#whole, at);
  }

  /** A reader for the next bytes alone, whose names may still point back. What goes wrong in it is for the caller to hand on. */
  slice(count: number): ByteReader {
    const at = this.#at;
    const isInside = this.bytes(count).length > 0 && this.#fault === undefined;
    return new ByteReader(this.#whole, at, isInside ? at + count : at);
  }
}
