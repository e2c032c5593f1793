/**
 * One exchange in HTTP/2: one stream on a session of its own. No client above node:http2, since those send a request again of their
 * own accord after GOAWAY and REFUSED_STREAM, and a probe must tell of them.
 */
import { type ClientHttp2Session, connect, constants, type IncomingHttpHeaders } from "node:http2";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { FactMap } from "../../model/fact.ts";
import type { Failure } from "../../model/failure.ts";
import { clientCertificateUse } from "../tls.ts";
import type { ClientCertificateUse } from "../tls-errors.ts";
import type { Answer } from "./answer.ts";
import { AnswerReader, HEADERS_MAX_BYTES, type Settle } from "./answer-reader.ts";
import { tlsOptionsFor } from "./connection.ts";
import type { HttpRun } from "./http-run.ts";
import { explainHttp2Error } from "./http2-errors.ts";
import { requestHeaders, requestPath } from "./request.ts";
import type { Progress } from "./wire.ts";

/** Wide enough that no body waits for us to open the window again. */
const WINDOW_BYTES = 2_097_152;
/** As many as 64 KB of HTTP/1.1 can hold, at four bytes each. What a compressed head can become node:http2 bounds at 10 MB. */
const HEADERS_MAX = HEADERS_MAX_BYTES / 4;
const GOODBYE_MS = 100;
/** Belong to a connection of HTTP/1.1; a request that holds one is malformed (RFC 9113, 8.2.2). */
const NOT_IN_HTTP2 = new Set(["connection", "host", "http2-settings", "keep-alive", "proxy-connection", "te", "upgrade"]);

export async function exchangeHttp2(socket: TLSSocket, run: HttpRun): Promise<Answer | Failure> {
  const use = clientCertificateUse(socket, tlsOptionsFor(run));
  const session = connect(run.request.url.origin, {
    createConnection: () => socket,
    settings: { enablePush: false, initialWindowSize: WINDOW_BYTES },
    maxHeaderListPairs: HEADERS_MAX,
  });
  session.once("connect", () => session.setLocalWindowSize(WINDOW_BYTES));
  session.on("error", () => undefined);
  try {
    return await new Promise((resolve) => ask(session, run, { use, settle: resolve }));
  } finally {
    sayGoodbye(session, socket);
  }
}

/** GOAWAY, then close_notify and FIN, once the stream has closed; a peer that stops reading is not waited for. */
function sayGoodbye(session: ClientHttp2Session, socket: Socket): void {
  const timer = setTimeout(() => socket.destroy(), GOODBYE_MS);
  socket.once("close", () => clearTimeout(timer));
  session.close();
}

interface Asking {
  readonly use: ClientCertificateUse;
  readonly settle: Settle;
}

function ask(session: ClientHttp2Session, run: HttpRun, { use, settle }: Asking): void {
  let goawayCode: number | undefined;
  let declaredBytes: number | undefined;
  let isBegun = false;
  session.once("goaway", (code) => {
    goawayCode = code;
  });
  const stream = session.request(http2Headers(run));
  const explain = (error: Error | undefined, progress: Progress): Failure => {
    const end = { resetCode: stream.rstCode, isConnectionClosed: session.destroyed, use };
    const seen = { ...(goawayCode !== undefined && { goawayCode }), ...(declaredBytes !== undefined && { declaredBytes }) };
    return explainHttp2Error(error, { ...end, ...seen }, progress);
  };
  const reader = new AnswerReader(run, { hasBegun: () => isBegun, explain }, (result) => {
    settle(result);
    stream.close(constants.NGHTTP2_CANCEL);
  });
  stream.on("headers", () => {
    isBegun = true;
  });
  stream.on("response", (headers) => {
    isBegun = true;
    declaredBytes = Number(headers["content-length"] ?? Number.NaN);
    reader.onHead({ status: Number(headers[":status"]), headers: answerHeaders(headers), httpVersion: "2" });
  });
  stream.on("data", (chunk: Buffer) => reader.onData(chunk));
  // A stream that was reset ends too, and then says so when it closes.
  stream.on("end", () => stream.rstCode === constants.NGHTTP2_NO_ERROR && reader.onEnd());
  stream.on("error", (error) => reader.onBreak(error));
  stream.on("close", () => reader.onBreak(undefined));
  stream.end(run.request.body);
}

function http2Headers({ request }: HttpRun): Record<string, string> {
  const headers = requestHeaders(request);
  const { method, url, body } = request;
  return {
    ":method": method,
    ":scheme": url.protocol.slice(0, -1),
    ":authority": headers.host ?? url.host,
    ":path": requestPath(url),
    ...Object.fromEntries(Object.entries(headers).filter(([name]) => !NOT_IN_HTTP2.has(name))),
    ...(body !== undefined && { "content-length": String(Buffer.byteLength(body)) }),
  };
}

function answerHeaders(headers: IncomingHttpHeaders): FactMap {
  const map: Record<string, readonly string[]> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !name.startsWith(":")) map[name] = Array.isArray(value) ? value : [value];
  }
  return map;
}
