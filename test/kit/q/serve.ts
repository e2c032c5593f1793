/**
 * A fake q process, the program: one thread, one request at a time, as kdb+ without its -p -PORT mode. Started by ../q-server.ts
 * with its settings as JSON in the first argument; says `port N` and `blocking` on its output; ends when its input does.
 */
import { writeSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { response } from "./encode.ts";
import { evaluate } from "./evaluate.ts";
import type { QSettings } from "./settings.ts";

const HEADER_BYTES = 8;
const QUERY_START = HEADER_BYTES + 6;
const CAPABILITY_MAX = 3;
const SYNC = 1;

const settings: QSettings = JSON.parse(process.argv[2] ?? "{}");
const handles = new Set<Socket>();
const { cert, key } = settings;
const server = cert === undefined || key === undefined ? createServer(serve) : createTlsServer({ cert, key }, serve);
server.listen({ host: "127.0.0.1", port: settings.port ?? 0, backlog: settings.backlog ?? 128 }, () =>
  say(`port ${(server.address() as AddressInfo).port}`),
);
process.stdin.on("end", () => process.exit()).resume();

function serve(socket: Socket): void {
  let received: Buffer = Buffer.alloc(0);
  let isGreeted = false;
  handles.add(socket);
  socket.on("error", () => undefined).on("close", () => handles.delete(socket));
  socket.on("data", (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    if (!isGreeted) {
      const end = received.indexOf(0);
      if (end < 0) return;
      isGreeted = greet(socket, received.subarray(0, end));
      received = received.subarray(end + 1);
    }
    if (isGreeted) received = answerAll(socket, received);
  });
}

/** One byte for who may come in; a closed door, without a word, for everybody else. */
function greet(socket: Socket, greeting: Buffer): boolean {
  const credentials = greeting.toString("utf8", 0, greeting.length - 1);
  const isKnown = settings.users === undefined || settings.users.includes(credentials);
  if (isKnown) socket.write(Buffer.from([Math.min(greeting.at(-1) ?? 0, CAPABILITY_MAX)]));
  else socket.end();
  return isKnown;
}

/** Answers every whole message in turn; what is left is the beginning of the next. */
function answerAll(socket: Socket, received: Buffer): Buffer {
  let rest = received;
  while (rest.length >= HEADER_BYTES && rest.length >= rest.readUInt32LE(4)) {
    const query = rest.toString("utf8", QUERY_START, rest.readUInt32LE(4));
    const value = settings.refuses?.includes(query)
      ? { error: "access" }
      : evaluate(query, { handles: handles.size, onBlock: () => say("blocking") });
    if (rest[1] === SYNC) socket.write(response(value));
    rest = rest.subarray(rest.readUInt32LE(4));
  }
  return rest;
}

/** At once, whatever the event loop does next. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}
