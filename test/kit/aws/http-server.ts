/** A local HTTP server that can go away and come back at the same port. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface HttpStandIn extends AsyncDisposable {
  readonly origin: string;
  /** Closes the port and every connection: callers see "connection refused". */
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
}

export async function startHttpServer(listener: RequestListener): Promise<HttpStandIn> {
  const server = createServer((request, response) => {
    // A test may move this process's clock; Node's own header goes by the real one, and the SDK tries again after five minutes between the two.
    response.setHeader("date", new Date().toUTCString());
    listener(request, response);
  });
  const port = await listen(server, 0);
  const goDown = async () => {
    if (!server.listening) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
  return {
    origin: `http://127.0.0.1:${port}`,
    goDown,
    comeBack: async () => void (await listen(server, port)),
    [Symbol.asyncDispose]: goDown,
  };
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
