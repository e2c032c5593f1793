/** A proxy that speaks CONNECT, with or without TLS and credentials. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";

export interface ProxyServer extends AsyncDisposable {
  readonly port: number;
  /** Heads of the requests that arrived. */
  readonly heads: readonly string[];
  openConnections(): number;
}

export interface ProxyOptions {
  readonly tls?: TlsOptions;
  /** Sent instead of opening a tunnel; `silence` sends nothing. */
  readonly answer?: string | Buffer;
  /** Sent in one piece with the head that opens the tunnel. */
  readonly greeting?: string;
}

export async function startProxy({ tls, answer, greeting = "" }: ProxyOptions = {}): Promise<ProxyServer> {
  const heads: string[] = [];
  const sockets = new Set<Socket>();
  const onSocket = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).once("close", () => sockets.delete(socket));
    socket.once("data", (head) => {
      heads.push(String(head));
      if (answer !== undefined) return void (answer === "silence" ? socket.resume() : socket.end(answer));
      const [, host = "", port = ""] = /^CONNECT (\S+):(\d+) /.exec(String(head)) ?? [];
      const target = connect(Number(port), host.replace(/^\[|\]$/g, ""), () => {
        socket.write(`HTTP/1.1 200 Connection established\r\nvia: test\r\n\r\n${greeting}`);
        socket.pipe(target).pipe(socket);
      });
      target.on("error", () => socket.end("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n"));
      // With nobody left to pass it on to, what the client still says would hold its connection open.
      target.once("close", () => socket.resume());
      socket.once("close", () => target.destroy());
    });
  };
  const server = tls === undefined ? createServer(onSocket) : createTlsServer(tls, onSocket);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    heads,
    openConnections: () => sockets.size,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
