/** Why a stream of HTTP/2 broke, in the words of RFC 9113. */
import { constants } from "node:http2";
import type { Failure } from "../../model/failure.ts";
import type { ClientCertificateUse } from "../tls-errors.ts";
import { closed, explainExchangeError, malformed, reset } from "./exchange-errors.ts";
import type { Progress } from "./wire.ts";

/** What was seen beside the stream's own end. */
export interface StreamEnd {
  readonly resetCode: number;
  readonly goawayCode?: number;
  readonly isConnectionClosed: boolean;
  /** Of the answer's content-length. */
  readonly declaredBytes?: number;
  /** Of our own certificate: TLS 1.3 refuses it only now. */
  readonly use: ClientCertificateUse;
}

/** `error`: none when the stream closed without one, as it does for CANCEL and NO_ERROR. */
export function explainHttp2Error(error: Error | undefined, end: StreamEnd, progress: Progress): Failure {
  if (error !== undefined && !isOfHttp2(error)) return explainExchangeError(error, progress, end.use);
  if (end.goawayCode !== undefined) return closed(progress, `the server ended the session (GOAWAY ${nameOf(end.goawayCode)})`);
  if (error !== undefined && "code" in error && error.code === "ERR_HTTP2_ERROR") return malformed(progress);
  if (end.isConnectionClosed || isTooShort(end, progress)) return closed(progress);
  if (end.resetCode === constants.NGHTTP2_PROTOCOL_ERROR) return malformed(progress);
  return reset(progress, whoReset(end.resetCode));
}

/** node:http2 gives up on a head that is too much for it with a code that servers use too, and does not say whose it was. */
function whoReset(code: number): string {
  const name = nameOf(code);
  if (code !== constants.NGHTTP2_ENHANCE_YOUR_CALM) return `the server reset the stream (${name})`;
  return `the stream was reset (${name}: the server had enough of us, or sent more headers than we take)`;
}

function isOfHttp2(error: Error): boolean {
  return "code" in error && typeof error.code === "string" && error.code.startsWith("ERR_HTTP2_");
}

function isTooShort({ declaredBytes }: StreamEnd, { hasHeaders, receivedBytes }: Progress): boolean {
  return hasHeaders && declaredBytes !== undefined && receivedBytes < declaredBytes;
}

const NAMES: Readonly<Record<number, string>> = Object.fromEntries(
  [
    "NO_ERROR",
    "PROTOCOL_ERROR",
    "INTERNAL_ERROR",
    "FLOW_CONTROL_ERROR",
    "SETTINGS_TIMEOUT",
    "STREAM_CLOSED",
    "FRAME_SIZE_ERROR",
    "REFUSED_STREAM",
    "CANCEL",
    "COMPRESSION_ERROR",
    "CONNECT_ERROR",
    "ENHANCE_YOUR_CALM",
    "INADEQUATE_SECURITY",
    "HTTP_1_1_REQUIRED",
  ].entries(),
);

function nameOf(code: number): string {
  return NAMES[code] ?? `code ${code}`;
}
