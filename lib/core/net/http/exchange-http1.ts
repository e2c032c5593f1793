/** One exchange in HTTP/1.1, spoken by undici. */
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { Client, type Dispatcher } from "undici";
import type { Failure } from "../../model/failure.ts";
import { clientCertificateUse } from "../tls.ts";
import type { Answer } from "./answer.ts";
import { AnswerReader, FINISHED, HEADERS_MAX_BYTES } from "./answer-reader.ts";
import type { HttpRun } from "./http-run.ts";
import { requestHeaders, requestPath } from "./request.ts";
import { tapSocket } from "./socket-tap.ts";

export async function exchangeHttp1(socket: Socket, run: HttpRun): Promise<Answer | Failure> {
  const use = socket instanceof TLSSocket ? clientCertificateUse(socket, run.target.tls) : undefined;
  const wire = tapSocket(socket, use);
  const client = new Client(run.request.url.origin, {
    connect: (_options, done) => queueMicrotask(() => done(null, socket)),
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: HEADERS_MAX_BYTES,
    // The run's own deadline is the only clock.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  try {
    return await new Promise((resolve) => client.dispatch(dispatchOptions(run), new AnswerReader(run, wire, resolve)));
  } finally {
    // Says goodbye (close_notify, FIN) before it lets go, so that targets log no broken connections.
    socket.destroySoon();
    client.destroy(FINISHED).catch(() => undefined);
  }
}

function dispatchOptions({ request }: HttpRun): Dispatcher.DispatchOptions {
  return {
    path: requestPath(request.url),
    method: request.method as Dispatcher.HttpMethod,
    headers: requestHeaders(request),
    ...(request.body !== undefined && { body: request.body }),
    reset: true,
  };
}
