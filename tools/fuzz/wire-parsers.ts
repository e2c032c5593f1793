/** Readers of what servers say, and of the user's own files, with honest documents to damage. */
import { X509Certificate } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { readConfig } from "../../lib/core/config/index.ts";
import { summariseCertificate } from "../../lib/core/net/certificate.ts";
import { parseHosts } from "../../lib/core/net/hosts-file.ts";
import { decodeBody } from "../../lib/core/net/http/body.ts";
import type { Dialogue, Want } from "../../lib/core/net/start-tls/dialogue.ts";
import { START_TLS, START_TLS_PROTOCOLS } from "../../lib/core/net/start-tls/index.ts";
import { decodeMessage, encodeQuery, type Query } from "../../lib/core/probes/dns/message.ts";
import { readReply } from "../../lib/core/probes/dns/reply.ts";
import { decodeBody as decodeKdb } from "../../lib/core/probes/kdb/codec/decode.ts";
import { HEADER_BYTES, readHeader } from "../../lib/core/probes/kdb/codec/message.ts";
import { printValue } from "../../lib/core/probes/kdb/codec/print.ts";
import { readDocument } from "../../lib/core/probes/metrics/document.ts";
import { readPage } from "../../lib/core/probes/metrics/page-reader.ts";
import { readSampleLine, readSeriesName } from "../../lib/core/probes/metrics/sample-line.ts";
import { readElement } from "../../lib/core/probes/s3/xml.ts";
import { maskText, withEncodedForms } from "../../lib/core/run/mask.ts";
import { parseJson } from "../../lib/core/run/parse-json.ts";
import { findReferences } from "../../lib/core/run/secrets.ts";
import { parseThreadDump } from "../../lib/core/thread-dump/parse-thread-dump.ts";
import { summariseThreadDump } from "../../lib/core/thread-dump/summarise-thread-dump.ts";
import { makeCertificate } from "../../test/kit/certificates.ts";
import { answerTo, nameBytes, record, stringBytes, TYPE, uint16, uint32 } from "../../test/kit/dns-wire.ts";
import { COMPRESSED, VECTORS } from "../../test/kit/q/vectors.ts";
import { HONEST_HEALTH, HONEST_HOSTS, HONEST_PAGE, HONEST_REPLIES, HONEST_SECRETS, HONEST_XML, honestDump } from "./honest.ts";
import type { Parser } from "./parser.ts";

const query: Query = { id: 0xbeef, name: "www.acme.example", type: TYPE.A, class: 1, recurse: true, edns: true };

export const wireParsers: readonly Parser[] = [
  { name: "dns message", honest: dnsAnswers(), read: (input) => [readReply(input, query), decodeMessage(input)] },
  { name: "kdb+ message", honest: [...VECTORS, ...COMPRESSED].map(({ hex }) => Buffer.from(hex, "hex")), read: readKdb },
  { name: "Prometheus text", honest: [Buffer.from(HONEST_PAGE)], read: readMetrics },
  { name: "Actuator document", honest: HONEST_HEALTH.map((text) => Buffer.from(text)), read: readActuator },
  { name: "thread dump, text or JSON", honest: honestDump().map((text) => Buffer.from(text)), read: readDump },
  { name: "certificate", honest: certificates(), read: readCertificate },
  { name: "STARTTLS replies", honest: HONEST_REPLIES.map((text) => Buffer.from(text, "latin1")), read: readReplies },
  { name: "encoded body of HTTP", honest: packedBodies(), read: readPacked },
  { name: "JSON body", honest: HONEST_HEALTH.map((text) => Buffer.from(text)), read: (input) => parseJson(String(input)) },
  // The user's own file, on the user's own machine; the YAML library spends it on wording thousands of errors.
  { name: "checks.yaml", honest: configurations(), read: (input) => readConfig(String(input), "checks.yaml"), slowMs: 2_000 },
  { name: "secret references and masking", honest: HONEST_SECRETS.map((text) => Buffer.from(text)), read: readSecrets },
  { name: "hosts file", honest: [Buffer.from(HONEST_HOSTS)], read: (input) => parseHosts(String(input)) },
  { name: "XML of S3 and STS", honest: HONEST_XML.map((text) => Buffer.from(text)), read: readXml },
];

function dnsAnswers(): Buffer[] {
  const asked = encodeQuery(query);
  const answers = [
    record(TYPE.CNAME, nameBytes("edge.acme.example")),
    record(TYPE.MX, Buffer.concat([uint16(10), Buffer.from([0xc0, 12])])),
    record(TYPE.TXT, Buffer.concat([stringBytes("one"), stringBytes("two")])),
    record(TYPE.SOA, Buffer.concat([nameBytes("a.example"), nameBytes("b.example"), uint32(1, 2, 3, 4, 5)])),
    record(TYPE.CAA, Buffer.concat([Buffer.from([0]), stringBytes("issue"), Buffer.from("ca")])),
  ];
  return [answerTo(asked, { answers, additional: [record(TYPE.OPT, Buffer.alloc(0), { name: "." })] }), asked];
}

/** The header is read once all of it is there. */
function readKdb(input: Buffer): unknown {
  if (input.length < HEADER_BYTES) return undefined;
  const header = readHeader(input);
  const isLittleEndian = "isLittleEndian" in header && header.isLittleEndian;
  const decoded = decodeKdb(input.subarray(HEADER_BYTES), { isLittleEndian });
  return "value" in decoded ? printValue(decoded.value) : decoded.malformed;
}

function readMetrics(input: Buffer): unknown {
  const text = String(input);
  const wanted = new Set(["jvm_threads_live_threads", "http_requests_total", "a"]);
  const [line = ""] = text.split("\n", 1);
  const pages = [true, false].map((isOpenMetrics) => readPage(text, { wanted, isOpenMetrics }));
  return [...pages, readSampleLine(line), readSeriesName(line)];
}

function readActuator(input: Buffer): unknown {
  return readDocument(String(input), { contentType: "application/vnd.spring-boot.actuator.v3+json", wanted: new Set(["a"]) });
}

function readDump(input: Buffer): unknown {
  const dump = parseThreadDump(String(input));
  return "threads" in dump ? summariseThreadDump(dump.threads) : dump.unreadable;
}

function certificates(): Buffer[] {
  const root = makeCertificate("Acme Root", { isAuthority: true });
  const leaf = makeCertificate("localhost", { issuer: root, altNames: ["localhost", "127.0.0.1"] });
  return [root, leaf].map(({ cert }) => new X509Certificate(cert).raw);
}

function readCertificate(input: Buffer): unknown {
  const certificate = asCertificate(input);
  return certificate && summariseCertificate(certificate, 1_800_000_000_000);
}

/** What OpenSSL does not take for a certificate never comes as far as our code. */
function asCertificate(input: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(input);
  } catch {
    return undefined;
  }
}

/** Every dialect hears the same. */
function readReplies(input: Buffer): unknown {
  return START_TLS_PROTOCOLS.map((protocol) => lead(START_TLS[protocol]("acme.example"), input));
}

function lead(dialogue: Dialogue, input: Buffer): unknown {
  let rest = input;
  let turn = dialogue.next();
  while (!turn.done) {
    const given = take(turn.value, rest);
    if (given === undefined) return "the server says no more";
    rest = rest.subarray(given.length);
    turn = dialogue.next(given);
  }
  return turn.value;
}

function take(want: Want, bytes: Buffer): Buffer | undefined {
  if ("send" in want) return Buffer.alloc(0);
  if ("bytes" in want) return bytes.length >= want.bytes ? bytes.subarray(0, want.bytes) : undefined;
  const at = bytes.indexOf(want.until);
  return at < 0 ? undefined : bytes.subarray(0, at + want.until.length);
}

const ENCODINGS = ["gzip", "deflate", "br", "zstd", "gzip, br"];

function packedBodies(): Buffer[] {
  const body = Buffer.from("the body ".repeat(100));
  return [
    gzipSync(body),
    deflateSync(body),
    brotliCompressSync(body),
    zstdCompressSync(body),
    brotliCompressSync(gzipSync(body)),
  ];
}

/** The last byte chooses the encoding and the charset. */
async function readPacked(input: Buffer): Promise<unknown> {
  const encoding = ENCODINGS[(input.at(-1) ?? 0) % ENCODINGS.length] ?? "gzip";
  const headers = { "content-encoding": [encoding], "content-type": [`text/plain; charset=${input.toString("latin1", 0, 12)}`] };
  return await decodeBody(input, headers, 1_048_576);
}

function configurations(): Buffer[] {
  const folder = join(import.meta.dirname, "../../lib/core/config");
  return globSync("{good,invalid}/*.yaml", { cwd: folder }).map((path) => readFileSync(join(folder, path)));
}

function readSecrets(input: Buffer): unknown {
  const text = String(input);
  return [findReferences({ text }), maskText(text, withEncodedForms([text.slice(0, 40)]))];
}

function readXml(input: Buffer): unknown {
  const xml = String(input);
  return ["Code", "Message", "Key", "Arn"].map((name) => readElement(xml, name));
}
