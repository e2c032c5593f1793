/** A fake q server: one thread, one request at a time, as kdb+ has it without a negative port. It fills a process of its own. */
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { response, type Sendable } from "./encode.ts";
import { evaluate } from "./evaluate.ts";
import type { QSettings } from "./settings.ts";

const HEADER_BYTES = 8;
const QUERY_START = HEADER_BYTES + 6;
const CAPABILITY_MAX = 3;
const SYNC = 1;

interface Service {
  readonly settings: QSettings;
  readonly handles: Set<Socket>;
  readonly nowEpochMs: () => number;
  readonly onBlock: () => void;
}

/** Resolves with the port on 127.0.0.1 once it listens. */
export async function serveQ(
  settings: QSettings,
  { nowEpochMs, onBlock = () => undefined }: { nowEpochMs: () => number; onBlock?: () => void },
): Promise<number> {
  const { cert, key, port = 0, backlog = 128 } = settings;
  const service: Service = { settings, handles: new Set(), nowEpochMs, onBlock };
  const onSocket = (socket: Socket) => serve(socket, service);
  const server = cert === undefined || key === undefined ? createServer(onSocket) : createTlsServer({ cert, key }, onSocket);
  server.listen({ host: "127.0.0.1", port, backlog });
  await once(server, "listening");
  return portOf(server);
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

function serve(socket: Socket, service: Service): void {
  const { handles, settings } = service;
  let received: Buffer = Buffer.alloc(0);
  let isGreeted = false;
  handles.add(socket);
  socket.on("error", () => undefined).on("close", () => handles.delete(socket));
  socket.on("data", (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    if (!isGreeted) {
      const end = received.indexOf(0);
      if (end < 0) return;
      isGreeted = greet(socket, { greeting: received.subarray(0, end), users: settings.users });
      received = received.subarray(end + 1);
    }
    if (isGreeted) received = answerAll(socket, { received, service });
  });
}

/** One byte for who may come in; a closed door, without a word, for everybody else. */
function greet(socket: Socket, { greeting, users }: { greeting: Buffer; users: QSettings["users"] }): boolean {
  const credentials = greeting.toString("utf8", 0, greeting.length - 1);
  const isKnown = users === undefined || users.includes(credentials);
  if (isKnown) socket.write(Buffer.from([Math.min(greeting.at(-1) ?? 0, CAPABILITY_MAX)]));
  else socket.end();
  return isKnown;
}

/** Answers every whole message in turn; what is left is the beginning of the next. */
function answerAll(socket: Socket, { received, service }: { received: Buffer; service: Service }): Buffer {
  let rest = received;
  while (rest.length >= HEADER_BYTES && rest.length >= rest.readUInt32LE(4)) {
    const value = answerOf(rest.toString("utf8", QUERY_START, rest.readUInt32LE(4)), service);
    if (rest[1] === SYNC) socket.write(response(value));
    rest = rest.subarray(rest.readUInt32LE(4));
  }
  return rest;
}

function answerOf(query: string, { settings, handles, nowEpochMs, onBlock }: Service): Sendable {
  if (settings.refuses?.includes(query)) return { error: "access" };
  return evaluate(query, { handles: handles.size, nowEpochMs: nowEpochMs(), rowMs: settings.rowMs ?? 0, onBlock });
}
