/**
 * A TLS handshake over an open socket. It connects leniently and judges for itself, so that a certificate's facts are known
 * also when it is refused; nothing is sent over a connection that did not pass.
 */
import type { Socket } from "node:net";
import { connect as startHandshake, type TLSSocket } from "node:tls";
import type { Failure } from "../model/failure.ts";
import type { CertificateSummary } from "../model/outcome.ts";
import { formatMeasuredMs } from "../model/units.ts";
import type { Clock } from "../ports.ts";
import type { Deadline } from "../run/deadline.ts";
import { judgeCertificate, summariseCertificate } from "./certificate.ts";
import { isSecureContext, secureContextFor } from "./secure-context.ts";
import { explainTlsError } from "./tls-errors.ts";
import type { TlsOptions } from "./tls-options.ts";

export interface TlsRequest {
  /** Host that was asked for: sent as server name and looked for in the certificate, unless the options name another. */
  readonly host: string;
  readonly options: TlsOptions;
  readonly alpnProtocols?: string[];
  readonly deadline: Deadline;
  readonly clock: Clock;
}

export type TlsConnection = { readonly certificate?: CertificateSummary } & (
  | { readonly socket: TLSSocket }
  | { readonly failure: Failure }
);

/** Resolves before the deadline. On failure the socket is destroyed; else the caller owns it. */
export async function connectTls(socket: Socket, request: TlsRequest): Promise<TlsConnection> {
  const context = secureContextFor(request.options);
  if (!isSecureContext(context)) {
    socket.destroy();
    return { failure: context };
  }
  const name = request.options.serverName ?? request.host;
  const secured = startHandshake({
    socket,
    secureContext: context,
    rejectUnauthorized: false,
    servername: isAddress(name) ? "" : name,
    ...(request.alpnProtocols && { ALPNProtocols: request.alpnProtocols }),
  });
  const failure = await handshakeFailure(secured, request.deadline);
  if (failure !== undefined) {
    secured.destroy();
    return { failure };
  }
  return judge(secured, name, request);
}

function handshakeFailure(socket: TLSSocket, deadline: Deadline): Promise<Failure | undefined> {
  return new Promise((resolve) => {
    const finish = (failure?: Failure) => {
      deadline.signal.removeEventListener("abort", onDeadline);
      socket.off("secureConnect", onSecure).off("error", onError).off("close", onClose);
      socket.on("error", () => undefined);
      resolve(failure);
    };
    const onSecure = () => finish();
    const onError = (error: NodeJS.ErrnoException) => finish(explainTlsError(error));
    const onClose = () =>
      finish({ phase: "tls", code: "tls-failed", message: "the server closed the connection during the handshake" });
    const onDeadline = () =>
      finish({
        phase: "tls",
        code: "tls-timed-out",
        message: `accepts TCP, but did not finish the TLS handshake within ${formatMeasuredMs(deadline.timeoutMs)}`,
      });
    socket.once("secureConnect", onSecure).once("error", onError).once("close", onClose);
    if (deadline.signal.aborted) onDeadline();
    else deadline.signal.addEventListener("abort", onDeadline, { once: true });
  });
}

function judge(socket: TLSSocket, name: string, { options, clock }: TlsRequest): TlsConnection {
  const leaf = socket.getPeerX509Certificate();
  if (leaf === undefined) return { socket };
  const nowEpochMs = clock.epochMs();
  const certificate = summariseCertificate(leaf, nowEpochMs);
  if (!options.verify) return { socket, certificate };
  const finding = judgeCertificate({
    certificate: leaf,
    expectedName: isAddress(name) ? name.replace(/^\[|\]$/g, "") : name,
    chainError: chainError(socket),
    sentCertificates: leaf.issuerCertificate === undefined ? 1 : 2,
    hasOwnRoots: options.ca !== undefined,
    nowEpochMs,
  });
  if (finding === undefined) return { socket, certificate };
  socket.destroy();
  return { failure: { phase: "tls", ...finding }, certificate };
}

/** OpenSSL's word on the chain; the name is judged by us. */
function chainError(socket: TLSSocket): string | undefined {
  if (socket.authorized) return undefined;
  const error: unknown = socket.authorizationError;
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return code === "ERR_TLS_CERT_ALTNAME_INVALID" ? undefined : code;
}

function isAddress(name: string): boolean {
  return name.includes(":") || /^\d+\.\d+\.\d+\.\d+$/.test(name);
}
