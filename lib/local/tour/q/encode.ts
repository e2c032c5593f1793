/** Values as a q process would send them, written for the fake one: an encoder of its own, so that our decoder is not tested by its twin. */

export interface QTimestamp {
  /** Since 2000-01-01T00:00Z. */
  readonly ns: bigint;
}

/** number: int; bigint: long; string: vector of chars; array: list; Map: dictionary of symbols to longs. */
export type Sendable =
  | number
  | bigint
  | string
  | QTimestamp
  | { readonly error: string }
  | { readonly symbol: string }
  | { readonly table: Readonly<Record<string, readonly bigint[]>> }
  | readonly Sendable[]
  | ReadonlyMap<string, bigint>;

const RESPONSE = 2;

export function response(value: Sendable): Buffer {
  return message(RESPONSE, encode(value));
}

/** kind: 0 async, 1 sync, 2 response. */
export function message(kind: number, body: Buffer): Buffer {
  const header = Buffer.from([1, kind, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32LE(header.length + body.length, 4);
  return Buffer.concat([header, body]);
}

export function encode(value: Sendable): Buffer {
  if (typeof value === "number") return Buffer.concat([code(-6), int32(value)]);
  if (typeof value === "bigint") return Buffer.concat([code(-7), int64(value)]);
  if (typeof value === "string") return Buffer.concat([code(10), vectorHead(Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Map) return dictionary([...value.keys()], longs([...value.values()]));
  if (Array.isArray(value)) return list(value.map(encode));
  if ("ns" in value) return Buffer.concat([code(-12), int64(value.ns)]);
  if ("error" in value) return Buffer.concat([code(-128), nulTerminated(value.error)]);
  if ("symbol" in value) return Buffer.concat([code(-11), nulTerminated(value.symbol)]);
  if ("table" in value) {
    const columns = list(Object.values(value.table).map(longs));
    return Buffer.concat([code(98), Buffer.alloc(1), dictionary(Object.keys(value.table), columns)]);
  }
  throw new Error("this fake q cannot send such a value");
}

function dictionary(keys: readonly string[], values: Buffer): Buffer {
  return Buffer.concat([code(99), code(11), vectorHead(keys.length), ...keys.map(nulTerminated), values]);
}

function longs(values: readonly bigint[]): Buffer {
  return Buffer.concat([code(7), vectorHead(values.length), ...values.map(int64)]);
}

function list(items: readonly Buffer[]): Buffer {
  return Buffer.concat([code(0), vectorHead(items.length), ...items]);
}

/** No attribute, and the number of items. */
function vectorHead(count: number): Buffer {
  return Buffer.concat([Buffer.alloc(1), int32(count)]);
}

function nulTerminated(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

function code(type: number): Buffer {
  return Buffer.from([type & 0xff]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return bytes;
}
