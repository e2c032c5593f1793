/** Servers that agree on HTTP/2 and then do as the test says: well-behaved with node:http2, or frame by frame. */
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import type { AddressInfo } from "node:net";
import { createServer, type TLSSocket, type TlsOptions } from "node:tls";

export interface Http2Identity extends Pick<TlsOptions, "ca" | "requestCert" | "rejectUnauthorized"> {
  readonly cert: string;
  readonly key: string;
}

export interface Http2Server extends AsyncDisposable {
  readonly port: number;
  openConnections(): number;
}

/** Speaks HTTP/1.1 too where the client does not offer HTTP/2. */
export function startHttp2(
  identity: Http2Identity,
  onRequest: (request: Http2ServerRequest, response: Http2ServerResponse) => void,
): Promise<Http2Server> {
  const server = createSecureServer({ ...identity, allowHTTP1: true, maxSendHeaderBlockLength: 1_000_000 }, onRequest);
  server.on("sessionError", () => undefined);
  return listen(server);
}

/** Sends the bytes once the client's preface has come, whatever it asks. Several are sent one after another. */
export function startHttp2Frames(
  identity: Http2Identity,
  chunks: readonly Buffer[],
  { thenEnds = false } = {},
): Promise<Http2Server> {
  const server = createServer({ ...identity, ALPNProtocols: ["h2"] }, (socket: TLSSocket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => {
      for (const chunk of chunks) socket.write(chunk);
      if (thenEnds) socket.end();
    });
  });
  return listen(server);
}

/** RFC 9113, 4.1. */
export function frame(type: number, part: { flags?: number; stream?: number; payload?: Buffer } = {}): Buffer {
  const { flags = 0, stream = 0, payload = Buffer.alloc(0) } = part;
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** Of the first stream that a client opens. */
export const frames = {
  settings: frame(4),
  /** `:status: 200`, from HPACK's static table. */
  ok: frame(1, { flags: 4, stream: 1, payload: Buffer.from([0x88]) }),
  data: (text: string, { isLast = false } = {}) => frame(0, { flags: isLast ? 1 : 0, stream: 1, payload: Buffer.from(text) }),
  reset: (code: number) => frame(3, { stream: 1, payload: uint32(code) }),
  goaway: (code: number, { lastStream = 0 } = {}) => frame(7, { payload: Buffer.concat([uint32(lastStream), uint32(code)]) }),
};

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

async function listen(server: ReturnType<typeof createServer>): Promise<Http2Server> {
  const sockets = new Set<TLSSocket>();
  server.on("tlsClientError", () => undefined);
  server.on("secureConnection", (socket: TLSSocket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    openConnections: () => sockets.size,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
