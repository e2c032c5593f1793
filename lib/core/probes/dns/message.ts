/** DNS messages (RFC 1035, EDNS of RFC 6891): a question out, an answer in. Nothing that comes in can make this throw. */
import { ByteReader } from "./byte-reader.ts";
import { encodeName, readName } from "./names.ts";
import { rcodeName } from "./rcodes.ts";
import { readData } from "./record-data.ts";
import { TYPE_OPT, typeName } from "./record-types.ts";

export interface Question {
  readonly name: string;
  readonly type: number;
  readonly class: number;
}

export interface Query extends Question {
  readonly id: number;
  readonly recurse: boolean;
  /** Whether to say that we take answers above 512 bytes; some old servers cannot read that. */
  readonly edns: boolean;
}

export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  readonly ttlMs: number;
  readonly data: string;
}

export interface DnsMessage {
  readonly id: number;
  readonly isResponse: boolean;
  readonly isAuthoritative: boolean;
  /** There was more than fits; the records are then left out here too. */
  readonly isTruncated: boolean;
  readonly rcode: string;
  readonly question: Question | undefined;
  /** The answer section, in the order of the server. */
  readonly answers: readonly DnsRecord[];
  readonly hasEdns: boolean;
}

export type Decoded = { readonly message: DnsMessage } | { readonly malformed: string };

export const HEADER_BYTES = 12;
/** What passes every usual network in one piece: https://www.dnsflagday.net/2020/ */
const UDP_ANSWER_MAX_BYTES = 1_232;
const RESPONSE = 0x8000;
const AUTHORITATIVE = 0x0400;
const TRUNCATED = 0x0200;
const RECURSION_DESIRED = 0x0100;
const RCODE_MASK = 0x000f;
const TTL_MAX_SECONDS = 0x7fff_ffff;

export function encodeQuery({ id, name, type, class: asked, recurse, edns }: Query): Buffer {
  const header = [id, recurse ? RECURSION_DESIRED : 0, 1, 0, 0, edns ? 1 : 0];
  const root = Buffer.alloc(1);
  const option = edns ? [root, uint16s([TYPE_OPT, UDP_ANSWER_MAX_BYTES, 0, 0, 0])] : [];
  return Buffer.concat([uint16s(header), encodeName(name), uint16s([type, asked]), ...option]);
}

export function decodeMessage(bytes: Buffer): Decoded {
  const reader = new ByteReader({ bytes, names: new Map() });
  const [id, flags, questions, answerCount, authorityCount, additionalCount] = readHeader(reader);
  if (questions > 1) reader.fail("it holds several questions");
  const question = questions === 1 ? readQuestion(reader) : undefined;
  const isTruncated = (flags & TRUNCATED) !== 0;
  const answers = isTruncated ? [] : readSection(reader, answerCount, readRecord);
  const others = isTruncated ? [] : readSection(reader, authorityCount + additionalCount, readHead);
  if (reader.fault !== undefined) return { malformed: reader.fault };
  const edns = others.find(({ type }) => type === TYPE_OPT);
  const upperRcode = (edns?.ttlBits ?? 0) >>> 24;
  const message = {
    id,
    isResponse: (flags & RESPONSE) !== 0,
    isAuthoritative: (flags & AUTHORITATIVE) !== 0,
    isTruncated,
    rcode: rcodeName(upperRcode * 16 + (flags & RCODE_MASK)),
    question,
    answers,
    hasEdns: edns !== undefined,
  };
  return { message };
}

function readHeader(reader: ByteReader): [number, number, number, number, number, number] {
  return [reader.uint16(), reader.uint16(), reader.uint16(), reader.uint16(), reader.uint16(), reader.uint16()];
}

function readQuestion(reader: ByteReader): Question {
  return { name: readName(reader), type: reader.uint16(), class: reader.uint16() };
}

/** Stops at the first fault, whatever the header promises. */
function readSection<T>(reader: ByteReader, count: number, readOne: (reader: ByteReader) => T): T[] {
  const records: T[] = [];
  while (records.length < count && reader.fault === undefined) records.push(readOne(reader));
  return records;
}

function readRecord(reader: ByteReader): DnsRecord {
  const { name, data, ttlBits, ...kind } = readHead(reader);
  const text = readData(data, kind);
  if (data.fault !== undefined) reader.fail(data.fault);
  // A time to live with its uppermost bit set is none (RFC 2181, 8).
  const ttlMs = ttlBits > TTL_MAX_SECONDS ? 0 : ttlBits * 1_000;
  return { name, type: typeName(kind.type), ttlMs, data: text };
}

interface RecordHead {
  readonly name: string;
  readonly type: number;
  readonly class: number;
  /** Seconds; flags where the record is EDNS. */
  readonly ttlBits: number;
  readonly data: ByteReader;
}

function readHead(reader: ByteReader): RecordHead {
  return {
    name: readName(reader),
    type: reader.uint16(),
    class: reader.uint16(),
    ttlBits: reader.uint32(),
    data: reader.slice(reader.uint16()),
  };
}

function uint16s(numbers: readonly number[]): Buffer {
  return Buffer.from(numbers.flatMap((number) => [number >>> 8, number & 0xff]));
}
