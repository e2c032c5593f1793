/** The frame of a message: eight bytes of header, then a body. Only questions are written, only their answers are read. */

export interface Header {
  readonly isLittleEndian: boolean;
  readonly kind: "async" | "sync" | "response";
  /** The header included. */
  readonly messageBytes: number;
}

export const HEADER_BYTES = 8;
/** Far above any answer to a health query. */
export const MESSAGE_MAX_BYTES = 65_536;
const KINDS = ["async", "sync", "response"] as const;
const SYNC = 1;
const LITTLE_ENDIAN = 1;
const CHARS = 10;
const TOO_LARGE = "the answer is too large for a health query";

/** Expects at least `HEADER_BYTES` bytes. */
export function readHeader(bytes: Buffer): Header | { readonly malformed: string } {
  const [order = 0, kindCode = 0, compression = 0] = bytes;
  const kind = KINDS[kindCode];
  if (order > LITTLE_ENDIAN || kind === undefined) {
    return { malformed: `a message cannot begin with the bytes ${bytes.toString("hex", 0, HEADER_BYTES)}` };
  }
  const isLittleEndian = order === LITTLE_ENDIAN;
  const messageBytes = isLittleEndian ? bytes.readUInt32LE(4) : bytes.readUInt32BE(4);
  if (messageBytes <= HEADER_BYTES) return { malformed: `a message cannot be ${messageBytes} bytes long` };
  // Servers compress only what is longer than 2,000 bytes, so we need no decompressor, and nobody can send us a bomb.
  if (compression !== 0) return { malformed: `${TOO_LARGE} (the server has compressed it)` };
  if (messageBytes > MESSAGE_MAX_BYTES) return { malformed: `${TOO_LARGE} (${messageBytes} bytes)` };
  return { isLittleEndian, kind, messageBytes };
}

/** A question in q: a synchronous message with one vector of chars, little endian. */
export function encodeQuestion(query: string): Buffer {
  const text = Buffer.from(query, "utf8");
  const head = Buffer.alloc(HEADER_BYTES + 6);
  head.writeUInt8(LITTLE_ENDIAN, 0);
  head.writeUInt8(SYNC, 1);
  head.writeUInt32LE(head.length + text.length, 4);
  head.writeUInt8(CHARS, HEADER_BYTES);
  head.writeUInt32LE(text.length, HEADER_BYTES + 2);
  return Buffer.concat([head, text]);
}
