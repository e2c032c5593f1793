const LENGTH_BYTES = 2;

/** Puts a message with its length before it (RFC 1035, 4.2.2) together again, wherever the stream was cut. */
export class FrameReader {
  readonly #chunks: Buffer[] = [];
  #receivedBytes = 0;
  #frameBytes: number | undefined;

  /** The message, once its last byte has come; what follows it is left out. */
  push(chunk: Buffer): Buffer | undefined {
    this.#chunks.push(chunk);
    this.#receivedBytes += chunk.length;
    if (this.#receivedBytes < LENGTH_BYTES) return undefined;
    this.#frameBytes ??= LENGTH_BYTES + Buffer.concat(this.#chunks).readUInt16BE();
    if (this.#receivedBytes < this.#frameBytes) return undefined;
    return Buffer.concat(this.#chunks).subarray(LENGTH_BYTES, this.#frameBytes);
  }
}

export function frame(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from([message.length >>> 8, message.length & 0xff]), message]);
}
