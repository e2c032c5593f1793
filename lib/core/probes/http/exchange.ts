/** One request and its answer over one connection, spoken by undici. */
import type { Socket } from "node:net";
import { Client, type Dispatcher } from "undici";
import type { Failure } from "../../model/failure.ts";
import type { Answer } from "./answer.ts";
import { AnswerReader } from "./answer-reader.ts";
import type { HttpRun } from "./http-run.ts";
import { requestHeaders, requestPath } from "./request.ts";
import { tapSocket } from "./socket-tap.ts";

/** All headers of an answer together; more is refused. */
const HEADERS_MAX_BYTES = 65_536;

/** Closes the connection on every path. */
export async function exchange(socket: Socket, run: HttpRun): Promise<Answer | Failure> {
  const tap = tapSocket(socket);
  const client = new Client(run.request.url.origin, {
    connect: (_options, done) => queueMicrotask(() => done(null, socket)),
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: HEADERS_MAX_BYTES,
    // The run's own deadline is the only clock.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  run.stopwatch.enter("server");
  try {
    return await new Promise((resolve) => client.dispatch(dispatchOptions(run), new AnswerReader(run, tap, resolve)));
  } finally {
    // Says goodbye (close_notify, FIN) before it lets go, so that targets log no broken connections.
    socket.destroySoon();
    client.destroy().catch(() => undefined);
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
