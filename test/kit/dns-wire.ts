/** DNS messages as a server writes them, built without the code that is tested with them. */
import { isIPv4 } from "node:net";

export interface WireQuestion {
  readonly id: number;
  readonly flags: number;
  readonly name: string;
  readonly type: number;
  readonly class: number;
  /** Name, type and class as they were sent. */
  readonly bytes: Buffer;
  readonly hasEdns: boolean;
}

export interface WireAnswer {
  readonly id?: number;
  readonly rcode?: number;
  /** Bits besides QR, RD and RA: `AA`, `TC`. */
  readonly flags?: number;
  /** Instead of the question that was asked; empty leaves it out. */
  readonly question?: Buffer;
  readonly answers?: readonly Buffer[];
  readonly authority?: readonly Buffer[];
  readonly additional?: readonly Buffer[];
  /** Instead of the true numbers of records. */
  readonly counts?: readonly [number, number, number, number];
}

export const AA = 0x0400;
export const TC = 0x0200;
const RESPONSE_WITH_RECURSION = 0x8180;

export const TYPE = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  OPT: 41,
  TLSA: 52,
  HTTPS: 65,
  CAA: 257,
} as const;

export function readQuestion(query: Buffer): WireQuestion {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length !== 0; length = query.readUInt8(at)) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += length + 1;
  }
  return {
    id: query.readUInt16BE(0),
    flags: query.readUInt16BE(2),
    name: labels.join("."),
    type: query.readUInt16BE(at + 1),
    class: query.readUInt16BE(at + 3),
    bytes: query.subarray(12, at + 5),
    hasEdns: query.readUInt16BE(10) === 1,
  };
}

/** NOERROR without records unless told otherwise. */
export function answerTo(query: Buffer, part: WireAnswer = {}): Buffer {
  const { answers = [], authority = [], additional = [] } = part;
  const asked = readQuestion(query);
  const question = part.question ?? asked.bytes;
  const counts = part.counts ?? [question.length === 0 ? 0 : 1, answers.length, authority.length, additional.length];
  const flags = RESPONSE_WITH_RECURSION | (part.flags ?? 0) | (part.rcode ?? 0);
  return Buffer.concat([uint16(part.id ?? asked.id, flags, ...counts), question, ...answers, ...authority, ...additional]);
}

/** Of the name that was asked for, by a pointer to it, unless another is named. */
export function record(type: number, data: Buffer, part: { name?: string; ttlSeconds?: number; class?: number } = {}): Buffer {
  const name = part.name === undefined ? Buffer.from([0xc0, 12]) : nameBytes(part.name);
  const ttl = Buffer.alloc(4);
  ttl.writeUInt32BE(part.ttlSeconds ?? 300);
  return Buffer.concat([name, uint16(type, part.class ?? 1), ttl, uint16(data.length), data]);
}

/** `192.0.2.1` or `2001:db8::1` as a record of its type. */
export function addressRecord(ip: string, part: { name?: string; ttlSeconds?: number } = {}): Buffer {
  return isIPv4(ip) ? record(TYPE.A, Buffer.from(ip.split(".").map(Number)), part) : record(TYPE.AAAA, ipv6Bytes(ip), part);
}

export function nameBytes(name: string): Buffer {
  const labels = name === "." ? [] : name.split(".");
  return Buffer.concat([...labels.map(stringBytes), Buffer.alloc(1)]);
}

/** A text with its length before it. */
export function stringBytes(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

export function uint16(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(2 * numbers.length);
  for (const [index, number] of numbers.entries()) bytes.writeUInt16BE(number, 2 * index);
  return bytes;
}

export function uint32(...numbers: number[]): Buffer {
  return Buffer.concat(numbers.map((number) => uint16(number >>> 16, number & 0xffff)));
}

function ipv6Bytes(ip: string): Buffer {
  const [head = "", tail = ""] = ip.split("::");
  const groups = (part: string) => part.split(":").filter((group) => group !== "");
  const missing = 8 - groups(head).length - groups(tail).length;
  return uint16(
    ...[...groups(head), ...Array<string>(missing).fill("0"), ...groups(tail)].map((group) => Number.parseInt(group, 16)),
  );
}
