/** Bytes -> one value of q, in either byte order. Nothing that comes in can make this throw, recurse without end or fill the memory. */
import { ByteReader } from "./byte-reader.ts";
import { PRIMITIVES } from "./primitives.ts";
import type { QValue } from "./value.ts";

export type Decoded = { readonly value: QValue } | { readonly malformed: string };

const LEVELS_MAX = 64;
/** The least that any value takes: its type and one byte. */
const VALUE_MIN_BYTES = 2;

const ERROR = -128;
const LIST = 0;
const CHARS = 10;
const TABLE = 98;
const DICT = 99;
const LAMBDA = 100;
const UNARY = 101;
const TERNARY = 103;
const PROJECTION = 104;
const COMPOSITION = 105;
const LAST_FUNCTION = 112;
const SORTED_DICT = 127;

const NOTHING: QValue = { shape: "nothing" };
const FUNCTION: QValue = { shape: "function" };

/** The body of a message: exactly one value. */
export function decodeBody(body: Buffer, { isLittleEndian }: { readonly isLittleEndian: boolean }): Decoded {
  const reader = new ByteReader(body, isLittleEndian);
  const value = readValue(reader, 1);
  if (reader.remainingBytes > 0) reader.fail(`${reader.remainingBytes} bytes follow the value`);
  return reader.fault === undefined ? { value } : { malformed: reader.fault };
}

function readValue(reader: ByteReader, level: number): QValue {
  if (level > LEVELS_MAX) return refuse(reader, `it is nested deeper than ${LEVELS_MAX} levels`);
  const code = reader.int8();
  switch (code) {
    case ERROR:
      return level === 1 ? { shape: "error", text: reader.text() } : refuse(reader, "an error stands inside a value");
    case LIST:
      reader.bytes(1);
      return { shape: "list", items: readItems(reader, level) };
    case CHARS:
      return readText(reader);
    case TABLE:
      return readTable(reader, level);
    case DICT:
    case SORTED_DICT:
      return { shape: "dict", keys: readValue(reader, level + 1), values: readValue(reader, level + 1) };
    default:
      return code >= LAMBDA && code <= LAST_FUNCTION ? readFunction(reader, { code, level }) : readPrimitives(reader, code);
  }
}

function readText(reader: ByteReader): QValue {
  reader.bytes(1);
  const bytes = reader.bytes(reader.count(1));
  return { shape: "text", text: bytes.toString("utf8"), sizeBytes: bytes.length };
}

function readPrimitives(reader: ByteReader, code: number): QValue {
  const codec = PRIMITIVES[Math.abs(code)];
  if (codec === undefined) return refuse(reader, `nobody knows the type ${code}`);
  const { type, bytes, read } = codec;
  if (code < 0) return { shape: "atom", type, value: read(reader) };
  reader.bytes(1);
  const values = Array.from({ length: reader.count(bytes) }, () => read(reader));
  return { shape: "vector", type, values };
}

/** Stops at the first fault, whatever was promised. */
function readItems(reader: ByteReader, level: number): QValue[] {
  const count = reader.count(VALUE_MIN_BYTES);
  const items: QValue[] = [];
  while (items.length < count && reader.fault === undefined) items.push(readValue(reader, level + 1));
  return items;
}

/** A dictionary of column names -> columns, of which only the names and the number of rows matter here. */
function readTable(reader: ByteReader, level: number): QValue {
  reader.bytes(1);
  const dict = readValue(reader, level + 1);
  const isSound =
    dict.shape === "dict" && dict.keys.shape === "vector" && dict.keys.type === "symbol" && dict.values.shape === "list";
  if (!isSound) return refuse(reader, "a table is no dictionary of columns");
  const columns = dict.keys.values.map(String);
  const lengths = dict.values.items.map(lengthOf);
  const [rows = 0] = lengths;
  const fits = lengths.length === columns.length && lengths.every((length) => length === rows);
  return fits ? { shape: "table", columns, rows } : refuse(reader, "the columns of a table do not fit together");
}

function lengthOf(column: QValue): number {
  switch (column.shape) {
    case "vector":
      return column.values.length;
    case "text":
      return column.sizeBytes;
    case "list":
      return column.items.length;
    case "table":
      return column.rows;
    case "dict":
      return lengthOf(column.keys);
    default:
      return 1;
  }
}

/** Only to know where it ends. */
function readFunction(reader: ByteReader, { code, level }: { readonly code: number; readonly level: number }): QValue {
  if (code === LAMBDA) {
    reader.text();
    readValue(reader, level + 1);
  } else if (code <= TERNARY) {
    const isNull = reader.uint8() === 0 && code === UNARY;
    return isNull ? NOTHING : FUNCTION;
  } else if (code === PROJECTION || code === COMPOSITION) readItems(reader, level);
  else readValue(reader, level + 1);
  return FUNCTION;
}

function refuse(reader: ByteReader, fault: string): QValue {
  reader.fail(fault);
  return NOTHING;
}
