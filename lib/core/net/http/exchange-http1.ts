/** One exchange in HTTP/1.1, spoken by undici over a connection that is open already. */
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { Client, type Dispatcher } from "undici";
import type { FactMap } from "../../model/fact.ts";
import type { Failure } from "../../model/failure.ts";
import { clientCertificateUse } from "../tls.ts";
import type { Answer } from "./answer.ts";
import { AnswerReader, HEADERS_MAX_BYTES, type Settle } from "./answer-reader.ts";
import { tlsOptionsFor } from "./connection.ts";
import { malformed } from "./exchange-errors.ts";
import type { HttpRun } from "./http-run.ts";
import { requestHeaders, requestPath } from "./request.ts";
import { type TappedWire, tapSocket } from "./socket-tap.ts";

/** Made once: making and formatting an error cost a tenth of a run. */
const FINISHED = new Error("finished");

export async function exchangeHttp1(socket: Socket, run: HttpRun): Promise<Answer | Failure> {
  const use = socket instanceof TLSSocket ? clientCertificateUse(socket, tlsOptionsFor(run)) : undefined;
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
    return await new Promise((resolve) => {
      const settle: Settle = (result) => {
        sayGoodbye(socket);
        resolve(result);
      };
      client.dispatch(dispatchOptions(run), handlerOf(run, wire, settle));
    });
  } finally {
    client.destroy(FINISHED).catch(() => undefined);
  }
}

/** close_notify, or targets log a broken connection. At once: undici destroys the socket as soon as it has heard the answer, which is FIN. */
function sayGoodbye(socket: Socket): void {
  if (socket instanceof TLSSocket && socket.writable) socket.end();
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

/** undici's events as the reader hears them; once it has heard enough the exchange is broken off. */
function handlerOf(run: HttpRun, wire: TappedWire, settle: Settle): Dispatcher.DispatchHandler {
  let controller: Pick<Dispatcher.DispatchController, "abort"> | undefined;
  const reader = new AnswerReader(run, wire, (result) => {
    settle(result);
    controller?.abort(FINISHED);
  });
  return {
    onRequestStart: (started) => {
      controller = started;
      if (reader.isSettled) started.abort(FINISHED);
    },
    onResponseStart: (_controller, status, headers) => {
      const httpVersion = wire.httpVersion();
      // Interim answers do not come here: this is 101, to another protocol, for which nobody asked.
      if (status < 200) reader.finish(malformed(reader.progress()));
      else reader.onHead({ status, headers: toFactMap(headers), ...(httpVersion !== undefined && { httpVersion }) });
    },
    onResponseData: (_controller, chunk) => reader.onData(chunk),
    onResponseEnd: () => {
      reader.onEnd();
      makeErrorsCheap();
    },
    onResponseError: (_controller, error) => reader.onBreak(error),
  };
}

const STACK_FRAMES = Error.stackTraceLimit;

/** undici ends every exchange with an error that nobody sees; writing down its stack is a tenth of a run. Until the stack is empty. */
function makeErrorsCheap(): void {
  if (Error.stackTraceLimit === 0) return;
  Error.stackTraceLimit = 0;
  queueMicrotask(() => {
    Error.stackTraceLimit = STACK_FRAMES;
  });
}

function toFactMap(headers: Readonly<Record<string, string | string[] | undefined>>): FactMap {
  const map: Record<string, readonly string[]> = Object.create(null);
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) map[name.toLowerCase()] = Array.isArray(value) ? value : [value];
  }
  return map;
}
