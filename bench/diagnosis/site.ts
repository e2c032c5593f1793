/** A port of this computer whose behaviour can be changed while it is watched: well at first, then not. */
import { createServer as createHttp, type RequestListener } from "node:http";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { createSecureContext, TLSSocket, type TLSSocketOptions } from "node:tls";
import type { Identity } from "../../test/kit/certificates.ts";

/** What becomes of one connection. */
export type Behaviour = (socket: Socket) => void;

export interface Port {
  readonly port: number;
}

export interface Site extends Port, AsyncDisposable {
  behave(behaviour: Behaviour): void;
  /** The process ends: its port is closed. */
  stop(): Promise<void>;
  comeBack(): Promise<void>;
}

export interface SiteOptions {
  readonly port?: number;
  readonly host?: string;
}

export async function openSite(behaviour: Behaviour, { port = 0, host = "127.0.0.1" }: SiteOptions = {}): Promise<Site> {
  let current = behaviour;
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).once("close", () => sockets.delete(socket));
    socket.once("end", () => setImmediate(() => socket.destroy()));
    current(socket);
  });
  const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, host, resolve));
  await listen(port);
  const { port: own } = server.address() as AddressInfo;
  const stop = async () => {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    port: own,
    behave: (next) => {
      current = next;
    },
    stop,
    comeBack: () => listen(own),
    [Symbol.asyncDispose]: stop,
  };
}

/** Tells no time of its own: the one of its world is another. */
export function http(listener: RequestListener): Behaviour {
  const server = createHttp((request, response) => {
    response.sendDate = false;
    listener(request, response);
  });
  return (socket) => void server.emit("connection", socket);
}

/** One answer to everything; headers and body as given. */
export function answering(status: number, body = "", headers: Readonly<Record<string, string>> = {}): Behaviour {
  return http((_, response) => response.writeHead(status, headers).end(body));
}

export type Tls = TLSSocketOptions & Parameters<typeof createSecureContext>[0];

export function tls(options: Tls, behaviour: Behaviour): Behaviour {
  const secureContext = createSecureContext(options);
  return (raw) => {
    const socket = new TLSSocket(raw.pause(), { ...options, isServer: true, secureContext });
    socket.on("error", () => raw.destroy()).once("close", () => raw.destroy());
    behaviour(socket);
  };
}

export function keysOf({ cert, keyPem }: Identity, ...issuers: readonly Identity[]): { cert: string; key: string } {
  return { cert: [cert, ...issuers.map((issuer) => issuer.cert)].join(""), key: keyPem };
}

/** Accepts, and never says a word. */
export const silent: Behaviour = (socket) => void socket.resume();
export const resets: Behaviour = (socket) => void socket.resetAndDestroy();
export const closes: Behaviour = (socket) => void socket.resume().end();
export const closesOnData: Behaviour = (socket) => void socket.once("data", () => socket.end());

/** Says the same whatever it hears. */
export function saying(words: string | Buffer): Behaviour {
  return (socket) => void socket.once("data", () => socket.end(words));
}

/** For `tcp` checks with a script: answers each line. */
export const pong: Behaviour = (socket) => void socket.on("data", () => socket.write("pong\r\n"));
