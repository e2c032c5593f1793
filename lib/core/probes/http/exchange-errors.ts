import type { Failure } from "../../model/failure.ts";
import { formatMeasuredMs } from "../../model/units.ts";
import { explainTlsError } from "../../net/tls-errors.ts";

/** How far the exchange had come when it broke. */
export interface Progress {
  /** Any byte of an answer. */
  readonly isBegun: boolean;
  /** The whole head of the final answer. */
  readonly hasHeaders: boolean;
  readonly receivedBytes: number;
}

/** Errors of the socket, of undici (UND_ERR_*) and of its parser (HTTPParserError), in the light of what had come before. */
export function explainExchangeError(error: Error, progress: Progress): Failure {
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  if (code.startsWith("ERR_SSL_")) return explainTlsError(error);
  if (progress.hasHeaders) return explainBroken(code, progress);
  if (code === "UND_ERR_HEADERS_OVERFLOW") {
    return { phase: "server", code: "response-header-too-large", message: "the headers of the answer are larger than 64 KB" };
  }
  if (code === "ECONNRESET" || code === "EPIPE" || code === "ECONNABORTED") {
    return { phase: "server", code: "response-reset", message: `the server reset the connection ${howFar(progress)}` };
  }
  if (isClosed(code, error)) {
    return { phase: "server", code: "response-closed", message: `the server closed the connection ${howFar(progress)}` };
  }
  return { phase: "server", code: "response-malformed", message: "the answer is not an HTTP response to our request" };
}

export function explainTimeout(timeoutMs: number, progress: Progress): Failure {
  const within = `within ${formatMeasuredMs(timeoutMs)}`;
  if (progress.hasHeaders) {
    return {
      phase: "transfer",
      code: "body-timed-out",
      message: `the body did not end ${within} (${progress.receivedBytes} bytes came)`,
    };
  }
  const what = progress.isBegun ? "began to answer, but sent no whole head" : "accepted the request, but sent no answer";
  return { phase: "server", code: "response-timed-out", message: `the server ${what} ${within}` };
}

function explainBroken(code: string, { receivedBytes }: Progress): Failure {
  const after = `after ${receivedBytes} bytes of the body`;
  if (code === "ECONNRESET" || code === "EPIPE" || code === "ECONNABORTED") {
    return { phase: "transfer", code: "body-reset", message: `the server reset the connection ${after}` };
  }
  if (code === "HTTPParserError") {
    return { phase: "transfer", code: "response-malformed", message: `the body is not well-formed HTTP ${after}` };
  }
  return { phase: "transfer", code: "body-incomplete", message: `the body ended too early, ${after}` };
}

function isClosed(code: string, error: Error): boolean {
  return code === "UND_ERR_SOCKET" && error.message === "other side closed";
}

function howFar({ isBegun }: Progress): string {
  return isBegun ? "in the middle of the headers" : "before it sent any answer";
}
