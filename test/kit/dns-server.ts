/** A DNS server on loopback that gives prepared answers over UDP, or none. */
import { createSocket } from "node:dgram";

export interface DnsServer extends AsyncDisposable {
  /** As resolvers take it: `127.0.0.1:5353`. */
  readonly address: string;
  /** Names that were asked for, with their type: `a.example A`. */
  readonly questions: string[];
}

export type DnsAnswer =
  | { readonly addresses: readonly string[] }
  | { readonly rcode: number }
  /** Not a DNS message at all. */
  | { readonly raw: Buffer }
  | "silence";

const TYPE_A = 1;
const TYPE_AAAA = 28;

/** `answerFor` is asked for every question; type is `A` or `AAAA`. */
export async function startDns(answerFor: (name: string, type: "A" | "AAAA") => DnsAnswer): Promise<DnsServer> {
  const socket = createSocket("udp4");
  const questions: string[] = [];
  socket.on("message", (query, from) => {
    const { name, type, end } = readQuestion(query);
    const kind = type === TYPE_AAAA ? "AAAA" : "A";
    questions.push(`${name} ${kind}`);
    const answer = answerFor(name, kind);
    if (answer !== "silence") socket.send(reply(query.subarray(0, end), answer, type), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    questions,
    [Symbol.asyncDispose]: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length !== 0; length = query.readUInt8(at)) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join("."), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function reply(question: Buffer, answer: Exclude<DnsAnswer, "silence">, type: number): Buffer {
  if ("raw" in answer) return answer.raw;
  const addresses = "addresses" in answer ? answer.addresses : [];
  const header = Buffer.from(question.subarray(0, 12));
  header.writeUInt16BE(0x8180 | ("rcode" in answer ? answer.rcode : 0), 2);
  header.writeUInt16BE(addresses.length, 6);
  header.fill(0, 8, 12);
  return Buffer.concat([header, question.subarray(12), ...addresses.map((address) => record(address, type))]);
}

function record(address: string, type: number): Buffer {
  const data = type === TYPE_A ? Buffer.from(address.split(".").map(Number)) : ipv6Bytes(address);
  const head = Buffer.from([0xc0, 0x0c, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length]);
  return Buffer.concat([head, data]);
}

/** Full form or `::1` only. */
function ipv6Bytes(address: string): Buffer {
  const groups = address === "::1" ? ["0", "0", "0", "0", "0", "0", "0", "1"] : address.split(":");
  return Buffer.concat(groups.map((group) => Buffer.from(group.padStart(4, "0"), "hex")));
}
