/** A DNS server on loopback that answers over UDP and TCP with whatever a test gives it. */
import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server, type Socket as TcpSocket } from "node:net";
import { addressRecord, answerTo, readQuestion, TYPE, type WireQuestion } from "./dns-wire.ts";

export type Transport = "udp" | "tcp";

/** Messages to send back: none is silence. Over TCP their lengths are set before them. */
export type Respond = (query: Buffer, via: Transport) => readonly Buffer[];

export interface NameServer extends AsyncDisposable {
  readonly port: number;
  /** As resolvers take it: `127.0.0.1:5353`. */
  readonly address: string;
  /** In the order in which they came. */
  readonly asked: readonly AskedQuestion[];
  /** TCP connections that the client has not ended. */
  openConnections(): Promise<number>;
}

export interface AskedQuestion extends WireQuestion {
  readonly via: Transport;
  readonly from: { readonly address: string; readonly port: number };
}

export interface NameServerOptions {
  /** false: nothing listens on the TCP port. */
  readonly tcp?: boolean;
  /** How a TCP answer is cut into writes; whole unless told otherwise. */
  readonly cut?: (framed: Buffer) => readonly Buffer[];
}

export async function startNameServer(respond: Respond, options: NameServerOptions = {}): Promise<NameServer> {
  const asked: AskedQuestion[] = [];
  const answer = (query: Buffer, heard: Pick<AskedQuestion, "via" | "from">) => {
    asked.push({ ...readQuestion(query), ...heard });
    return respond(query, heard.via);
  };
  const { udp, tcp } = await listen();
  udp.on("message", (query, from) => {
    for (const message of answer(query, { via: "udp", from })) udp.send(message, from.port, from.address);
  });
  serveTcp(tcp, (query, from) => answer(query, { via: "tcp", from }), options.cut ?? ((framed) => [framed]));
  const { port } = udp.address();
  if (options.tcp === false) await close(tcp);
  return {
    port,
    address: `127.0.0.1:${port}`,
    asked,
    openConnections: () =>
      new Promise((resolve, reject) => tcp.getConnections((error, count) => (error ? reject(error) : resolve(count)))),
    [Symbol.asyncDispose]: async () => {
      await new Promise<void>((resolve) => udp.close(() => resolve()));
      if (options.tcp !== false) await close(tcp);
    },
  };
}

type Answer = (query: Buffer, from: AskedQuestion["from"]) => readonly Buffer[];
type Cut = (framed: Buffer) => readonly Buffer[];

function serveTcp(server: Server, answer: Answer, cut: Cut): void {
  server.on("connection", (socket) => {
    const from = { address: socket.remoteAddress ?? "", port: socket.remotePort ?? 0 };
    socket.on("error", () => undefined).setNoDelay(true);
    // Questions are short and come in one piece on loopback.
    socket.on("data", (framed) => void send(socket, answer(framed.subarray(2), from).flatMap(frame).flatMap(cut)));
  });
}

function frame(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from([message.length >>> 8, message.length & 0xff]), message]);
}

/** Each piece in a segment of its own, as far as the system lets us. */
async function send(socket: TcpSocket, pieces: readonly Buffer[]): Promise<void> {
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise(setImmediate);
  }
}

/** One port for both, as DNS wants it; another one when somebody else has its TCP half. */
async function listen(): Promise<{ udp: UdpSocket; tcp: Server }> {
  while (true) {
    const udp = createSocket("udp4");
    udp.bind(0, "127.0.0.1");
    await once(udp, "listening");
    const tcp = createServer();
    try {
      tcp.listen(udp.address().port, "127.0.0.1");
      await once(tcp, "listening");
      return { udp, tcp };
    } catch {
      udp.close();
    }
  }
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

export type DnsAnswer =
  | { readonly addresses: readonly string[] }
  | { readonly rcode: number }
  /** Not a DNS message at all. */
  | { readonly raw: Buffer }
  | "silence";

export interface DnsServer extends AsyncDisposable {
  readonly address: string;
  /** Names that were asked for, with their type: `a.example A`. */
  readonly questions: readonly string[];
}

/** Knows addresses only; `answerFor` is asked for every question. */
export async function startDns(answerFor: (name: string, type: "A" | "AAAA") => DnsAnswer): Promise<DnsServer> {
  const questions: string[] = [];
  const server = await startNameServer((query) => {
    const { name, type } = readQuestion(query);
    const kind = type === TYPE.AAAA ? "AAAA" : "A";
    questions.push(`${name} ${kind}`);
    const answer = answerFor(name, kind);
    if (answer === "silence") return [];
    if ("raw" in answer) return [answer.raw];
    if ("rcode" in answer) return [answerTo(query, answer)];
    return [answerTo(query, { answers: answer.addresses.map((ip) => addressRecord(ip)) })];
  });
  return { address: server.address, questions, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}
