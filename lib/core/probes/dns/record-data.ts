/** The data of a record as people write and compare it: `192.0.2.7`, `10 mail.acme.example`. Names are without the dot at their end. */
import { SocketAddress } from "node:net";
import type { ByteReader } from "./byte-reader.ts";
import { readName } from "./names.ts";
import { printableText } from "./printable.ts";
import { RECORD_CLASSES, type RecordType, typeName } from "./record-types.ts";

type ReadData = (data: ByteReader) => string;

const READERS: Readonly<Partial<Record<RecordType, ReadData>>> = {
  A: (data) => data.bytes(4).join("."),
  AAAA: readIpv6,
  NS: readName,
  CNAME: readName,
  PTR: readName,
  MX: (data) => `${data.uint16()} ${readName(data)}`,
  SOA: readSoa,
  SRV: (data) => `${data.uint16()} ${data.uint16()} ${data.uint16()} ${readName(data)}`,
  TXT: readText,
  CAA: (data) => `${data.uint8()} ${printableText(readString(data))} "${printableText(data.rest())}"`,
  TLSA: (data) => `${data.uint8()} ${data.uint8()} ${data.uint8()} ${readHex(data)}`,
};

/** Types and classes without a reader of their own come as hexadecimal. Data that does not fit its type is a fault of the reader. */
export function readData(data: ByteReader, record: { readonly type: number; readonly class: number }): string {
  const text = readerOf(record)(data);
  if (!data.isAtEnd) data.fail("a record is longer than its type allows");
  return text;
}

/** An address of CHAOS is not one of the internet. */
function readerOf({ type, class: recordClass }: { readonly type: number; readonly class: number }): ReadData {
  const name = typeName(type);
  const isAddress = name === "A" || name === "AAAA";
  return (isAddress && recordClass !== RECORD_CLASSES.IN ? undefined : READERS[name as RecordType]) ?? readHex;
}

function readIpv6(data: ByteReader): string {
  const groups = data.bytes(16).toString("hex").match(/.{4}/g) ?? [];
  return new SocketAddress({ family: "ipv6", address: groups.join(":") }).address;
}

function readSoa(data: ByteReader): string {
  const names = `${readName(data)} ${readName(data)}`;
  const [serial, refresh, retry, expire, minimum] = [1, 2, 3, 4, 5].map(() => data.uint32());
  return `${names} ${serial} ${refresh} ${retry} ${expire} ${minimum}`;
}

/** Long texts are cut into strings of 255 bytes only for the wire. */
function readText(data: ByteReader): string {
  const strings: Buffer[] = [];
  do strings.push(readString(data));
  while (!data.isAtEnd);
  return printableText(Buffer.concat(strings));
}

function readString(data: ByteReader): Buffer {
  return data.bytes(data.uint8());
}

function readHex(data: ByteReader): string {
  return data.rest().toString("hex");
}
