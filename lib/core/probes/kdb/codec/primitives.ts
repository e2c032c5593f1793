/** Atoms and items of vectors: how each basic type lies in the bytes. */
import type { ByteReader } from "./byte-reader.ts";
import type { Primitive, QType } from "./value.ts";

export interface PrimitiveCodec {
  readonly type: QType;
  /** The least that one takes. */
  readonly bytes: number;
  readonly read: (reader: ByteReader) => Primitive;
}

const SHORT_MAX = 0x7fff;
const INT_MAX = 0x7fff_ffff;
const LONG_MAX = 0x7fff_ffff_ffff_ffffn;

/** By the number that stands before the value, negative for an atom. 3 is nobody's. */
export const PRIMITIVES: Readonly<Record<number, PrimitiveCodec>> = {
  1: { type: "boolean", bytes: 1, read: (reader) => reader.uint8() !== 0 },
  2: { type: "guid", bytes: 16, read: readGuid },
  4: { type: "byte", bytes: 1, read: (reader) => reader.uint8() },
  5: { type: "short", bytes: 2, read: (reader) => bounded(reader.int16(), SHORT_MAX) },
  6: { type: "int", bytes: 4, read: readInt },
  7: { type: "long", bytes: 8, read: readLong },
  8: { type: "real", bytes: 4, read: (reader) => orNull(reader.float32()) },
  9: { type: "float", bytes: 8, read: readFloat },
  10: { type: "char", bytes: 1, read: (reader) => reader.bytes(1).toString("utf8") },
  11: { type: "symbol", bytes: 1, read: (reader) => reader.text() },
  12: { type: "timestamp", bytes: 8, read: readLong },
  13: { type: "month", bytes: 4, read: readInt },
  14: { type: "date", bytes: 4, read: readInt },
  15: { type: "datetime", bytes: 8, read: readFloat },
  16: { type: "timespan", bytes: 8, read: readLong },
  17: { type: "minute", bytes: 4, read: readInt },
  18: { type: "second", bytes: 4, read: readInt },
  19: { type: "time", bytes: 4, read: readInt },
};

/** Bytes stand in the order in which they are printed. */
function readGuid(reader: ByteReader): string {
  return reader
    .bytes(16)
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function readInt(reader: ByteReader): number | null {
  return bounded(reader.int32(), INT_MAX);
}

function readLong(reader: ByteReader): Primitive {
  const value = reader.int64();
  if (value === LONG_MAX) return Number.POSITIVE_INFINITY;
  if (value === -LONG_MAX) return Number.NEGATIVE_INFINITY;
  return value === -LONG_MAX - 1n ? null : value;
}

function readFloat(reader: ByteReader): number | null {
  return orNull(reader.float64());
}

/** The largest number means infinity, the smallest null. */
function bounded(value: number, max: number): number | null {
  if (value === max) return Number.POSITIVE_INFINITY;
  if (value === -max) return Number.NEGATIVE_INFINITY;
  return value === -max - 1 ? null : value;
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
