/** Why an exchange broke: errors of the socket, of TLS and of undici, in the light of what had come before. */
import type { Failure } from "../../model/failure.ts";
import { formatMeasuredMs } from "../../model/units.ts";
import { type ClientCertificateUse, explainTlsError } from "../tls-errors.ts";
import type { Progress } from "./wire.ts";

const RESET = new Set(["ECONNRESET", "EPIPE", "ECONNABORTED"]);
/** The network gave up on a connection that was open. */
const LOST = new Set(["ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "ENETDOWN", "EHOSTDOWN"]);
const CLOSED_MESSAGES = new Set(["other side closed", "closed"]);
/** Of undici, which also says it of every head that it cannot read once a length has stood in it. */
const LENGTH_MISMATCH = "UND_ERR_RES_CONTENT_LENGTH_MISMATCH";
/** Of undici: an answer that is no HTTP, or none to what was asked. */
const MALFORMED_MESSAGES = new Set(["bad response", "bad upgrade"]);

export function explainExchangeError(error: Error, progress: Progress, use?: ClientCertificateUse): Failure {
  const code = codeOf(error);
  if (code === "UND_ERR_HEADERS_OVERFLOW") return headersTooLarge(progress);
  if (RESET.has(code)) return reset(progress, "the server reset the connection");
  if (LOST.has(code)) return reset(progress, `the connection was lost (${code})`);
  if (isTlsError(code)) return explainTlsBreak(error, progress, use);
  if (isMalformed(error, code, progress)) return malformed(progress);
  if (code === "UND_ERR_SOCKET" && CLOSED_MESSAGES.has(error.message)) return closed(progress);
  if (code === LENGTH_MISMATCH) return closed(progress);
  // What we do not understand is not the target's fault.
  return { phase: progress.hasHeaders ? "transfer" : "server", code: "prober-fault", message: `the exchange broke: ${code}` };
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

export function headersTooLarge({ hasHeaders }: Pick<Progress, "hasHeaders">): Failure {
  const code = "response-header-too-large";
  return hasHeaders
    ? { phase: "transfer", code, message: "the headers behind the body (trailers) are larger than 64 KB" }
    : { phase: "server", code, message: "the headers of the answer are larger than 64 KB" };
}

export function malformed({ hasHeaders, receivedBytes }: Progress): Failure {
  return hasHeaders
    ? {
        phase: "transfer",
        code: "response-malformed",
        message: `the body is not well-formed HTTP after ${receivedBytes} bytes of it`,
      }
    : { phase: "server", code: "response-malformed", message: "the answer is not an HTTP response to our request" };
}

export function closed(progress: Progress, what = "the server closed the connection"): Failure {
  if (!progress.hasHeaders) return { phase: "server", code: "response-closed", message: `${what} ${howFar(progress)}` };
  const message = `the body ended too early, ${howFar(progress)}`;
  return { phase: "transfer", code: "body-incomplete", message };
}

export function reset(progress: Progress, what: string): Failure {
  const message = `${what} ${howFar(progress)}`;
  return progress.hasHeaders
    ? { phase: "transfer", code: "body-reset", message }
    : { phase: "server", code: "response-reset", message };
}

function howFar({ hasHeaders, isBegun, receivedBytes }: Progress): string {
  if (hasHeaders) return `after ${receivedBytes} bytes of the body`;
  return isBegun ? "in the middle of the headers" : "before it sent any answer";
}

/** TLS 1.3 refuses a client only after the handshake; later than that it can only break. */
function explainTlsBreak(error: Error, progress: Progress, use: ClientCertificateUse | undefined): Failure {
  if (!progress.isBegun) return explainTlsError(error, use);
  return reset(progress, `the encryption of the connection broke (${codeOf(error)})`);
}

function isTlsError(code: string): boolean {
  return code.startsWith("ERR_SSL_") || code === "EPROTO";
}

function isMalformed(error: Error, code: string, { hasHeaders }: Progress): boolean {
  const isInHead = code === LENGTH_MISMATCH && !hasHeaders;
  const isFromParser = error.name === "HTTPParserError" || code.startsWith("HPE_") || isInHead;
  return isFromParser || (code === "UND_ERR_SOCKET" && MALFORMED_MESSAGES.has(error.message));
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
