/** A plain HTTP server of an actor; what it says of the time is the tour's. */
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "../../core/ports.ts";
import { HOST } from "./actor.ts";

/** Resolves with the port once it listens; 0 takes any free one. */
export async function serveHttp(
  listener: RequestListener,
  { clock, port = 0 }: { clock: Clock; port?: number },
): Promise<number> {
  const server = createServer((request, response) => {
    response.sendDate = false;
    response.setHeader("date", new Date(clock.epochMs()).toUTCString());
    listener(request, response);
  });
  server.listen(port, HOST);
  await once(server, "listening");
  const address: AddressInfo | string | null = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
