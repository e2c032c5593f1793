/**
 * Reads a body in the byte order of its sender. What would lie outside is noted as a fault and read as zeros or nothing,
 * so that no reader need look before each step, none can be made to throw, and none reserves memory for what is only promised.
 */
export class ByteReader {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #isLittleEndian: boolean;
  #at = 0;
  #fault: string | undefined;

  constructor(bytes: Buffer, isLittleEndian: boolean) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#isLittleEndian = isLittleEndian;
  }

  get remainingBytes(): number {
    return this.#bytes.length - this.#at;
  }

  /** The first thing that was wrong. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Notes a fault; from here on there is nothing left to read. */
  fail(fault: string): void {
    this.#fault ??= fault;
    this.#at = this.#bytes.length;
  }

  int8(): number {
    return this.#read(1, (at) => this.#view.getInt8(at)) ?? 0;
  }

  uint8(): number {
    return this.#read(1, (at) => this.#view.getUint8(at)) ?? 0;
  }

  int16(): number {
    return this.#read(2, (at) => this.#view.getInt16(at, this.#isLittleEndian)) ?? 0;
  }

  int32(): number {
    return this.#read(4, (at) => this.#view.getInt32(at, this.#isLittleEndian)) ?? 0;
  }

  int64(): bigint {
    return this.#read(8, (at) => this.#view.getBigInt64(at, this.#isLittleEndian)) ?? 0n;
  }

  float32(): number {
    return this.#read(4, (at) => this.#view.getFloat32(at, this.#isLittleEndian)) ?? 0;
  }

  float64(): number {
    return this.#read(8, (at) => this.#view.getFloat64(at, this.#isLittleEndian)) ?? 0;
  }

  bytes(count: number): Buffer {
    return this.#read(count, (at) => this.#bytes.subarray(at, at + count)) ?? Buffer.alloc(0);
  }

  /** UTF-8 up to a NUL, which is taken too. */
  text(): string {
    const end = this.#bytes.indexOf(0, this.#at);
    if (end < 0) {
      this.fail("a text does not end");
      return "";
    }
    const text = this.#bytes.toString("utf8", this.#at, end);
    this.#at = end + 1;
    return text;
  }

  /** How many items follow; each takes at least so many bytes, so that no count can promise more than there is. */
  count(itemBytes: number): number {
    const count = this.int32();
    if (count >= 0 && count * itemBytes <= this.remainingBytes) return count;
    this.fail(`it promises ${count} items in ${this.remainingBytes} bytes`);
    return 0;
  }

  #read<T>(count: number, read: (at: number) => T): T | undefined {
    if (count > this.remainingBytes) {
      this.fail("it ends too early");
      return undefined;
    }
    const at = this.#at;
    this.#at += count;
    return read(at);
  }
}
