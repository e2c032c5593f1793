/** One request and its answer over one open connection, in the version of HTTP that the TLS handshake chose. */
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Failure } from "../../model/failure.ts";
import type { Answer } from "./answer.ts";
import { exchangeHttp1 } from "./exchange-http1.ts";
import { exchangeHttp2 } from "./exchange-http2.ts";
import type { HttpRun } from "./http-run.ts";

/** Closes the connection on every path. */
export async function exchange(socket: Socket, run: HttpRun): Promise<Answer | Failure> {
  run.stopwatch.enter("server");
  const isHttp2 = socket instanceof TLSSocket && socket.alpnProtocol === "h2";
  return isHttp2 ? await exchangeHttp2(socket, run) : await exchangeHttp1(socket, run);
}
