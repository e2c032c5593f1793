/** Local servers on loopback, closed with everything that hangs on them when the test ends (`await using`). */
import { createServer as createHttp, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from "node:net";
import { createServer as createTls, type TlsOptions } from "node:tls";

export interface LocalServer extends AsyncDisposable {
  readonly port: number;
  /** Connections that the client has not ended yet. */
  openConnections(): number;
  /** Connections ever accepted. */
  acceptedConnections(): number;
  close(): Promise<void>;
}

export function startTcp(onSocket: (socket: Socket) => void): Promise<LocalServer> {
  // Half-open allowed, so that a trick decides for itself when its half ends; read on, so that the client's goodbye is noticed.
  return listen(createTcp({ allowHalfOpen: true }, (socket) => onSocket(socket.resume())));
}

export function startHttp(onRequest: RequestListener): Promise<LocalServer> {
  return listen(createHttp(onRequest));
}

/** Answers every request with 200 and `ok` unless told otherwise. */
export function startTlsHttp(
  options: TlsOptions,
  onRequest: RequestListener = (_, response) => response.end("ok"),
): Promise<LocalServer> {
  const http = createHttp(onRequest);
  const server = createTls(options, (socket) =>
    http.emit(
      "connection",
      socket.on("error", () => undefined),
    ),
  );
  server.on("tlsClientError", () => undefined);
  return listen(server);
}

/** Sends the bytes as soon as the first request arrives, then ends. */
export function startScripted(answer: string | Buffer): Promise<LocalServer> {
  return startTcp((socket) => socket.once("data", () => socket.end(answer)));
}

/** A port of loopback on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = await startTcp(() => undefined);
  await server.close();
  return server.port;
}

async function listen(server: Server): Promise<LocalServer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  server.on("connection", (socket) => {
    accepted++;
    sockets.add(socket);
    const forget = () => sockets.delete(socket) && socket.destroy();
    socket
      .once("close", forget)
      .once("end", forget)
      .on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return {
    port: (server.address() as AddressInfo).port,
    openConnections: () => sockets.size,
    acceptedConnections: () => accepted,
    close,
    [Symbol.asyncDispose]: close,
  };
}
