/**
 * A TLS handshake over an open socket. It connects leniently and judges for itself, so that a certificate's facts are known
 * also when it is refused; nothing is sent over a connection that did not pass.
 */
import type { X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import { type CipherNameAndProtocol, connect as startHandshake, type TLSSocket } from "node:tls";
import type { Failure } from "../model/failure.ts";
import type { CertificateSummary } from "../model/outcome.ts";
import { formatMeasuredMs } from "../model/units.ts";
import type { Clock } from "../ports.ts";
import type { Deadline } from "../time/deadline.ts";
import { judgeCertificate, summariseCertificate } from "./certificate.ts";
import { literalAddress } from "./resolve.ts";
import { isSecureContext, secureContextFor } from "./secure-context.ts";
import { type ClientCertificateUse, explainTlsError } from "./tls-errors.ts";
import type { TlsOptions } from "./tls-options.ts";

export interface TlsRequest {
  /** Host that was asked for: sent as server name and looked for in the certificate, unless the options name another. */
  readonly host: string;
  readonly options: TlsOptions;
  readonly alpnProtocols?: string[];
  readonly deadline: Deadline;
  readonly clock: Clock;
}

/** What a handshake showed, whether or not it came to its end. */
export interface TlsReport {
  readonly certificate?: CertificateSummary;
  /** Certificates as the server sent them, its own first. */
  readonly sentCertificates: readonly X509Certificate[];
  /** `TLSv1.3` */
  readonly protocol?: string;
  /** As the standards name it: `TLS_AES_256_GCM_SHA384`. */
  readonly cipher?: string;
}

export type TlsConnection = TlsReport & ({ readonly socket: TLSSocket } | { readonly failure: Failure });

/** Resolves before the deadline. On failure the socket is destroyed; else the caller owns it. */
export async function connectTls(socket: Socket, request: TlsRequest): Promise<TlsConnection> {
  const context = secureContextFor(request.options);
  if (!isSecureContext(context)) {
    socket.destroy();
    return { failure: context, sentCertificates: [] };
  }
  const name = withoutRootDot(request.options.serverName ?? request.host);
  const secured = startHandshake({
    socket,
    secureContext: context,
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    servername: literalAddress(name) === undefined ? name : "",
    ...(request.alpnProtocols && { ALPNProtocols: request.alpnProtocols }),
  });
  // Node spells the whole chain out for a check of the name that we do ourselves: a tenth of a run.
  Object.defineProperty(secured, "getPeerCertificate", { value: () => ({}) });
  const { broken, report } = await handshake(secured, request);
  const failure = broken ?? refusal(secured, { name, report, request });
  if (failure === undefined) return { ...report, socket: secured };
  secured.destroy();
  return { ...report, failure };
}

/** `acme.example.` is only for DNS: a server name and a certificate have no dot at their end (RFC 6066, 3). */
function withoutRootDot(name: string): string {
  return name.replace(/\.$/, "");
}

/** Whether the server asked for a certificate: only then does OpenSSL know which signatures both sides share. */
export function clientCertificateUse(socket: TLSSocket, options: TlsOptions): ClientCertificateUse {
  const shared: readonly string[] | undefined = socket.getSharedSigalgs();
  return { isRequested: (shared?.length ?? 0) > 0, isSent: options.cert !== undefined };
}

interface Handshake {
  readonly broken: Failure | undefined;
  readonly report: TlsReport;
}

function handshake(socket: TLSSocket, { clock, deadline, options }: TlsRequest): Promise<Handshake> {
  return new Promise((resolve) => {
    const finish = (broken?: Failure) => {
      deadline.signal.removeEventListener("abort", onDeadline);
      socket.off("secureConnect", onSecure).off("error", onError).off("close", onClose);
      socket.on("error", () => undefined);
      // Now, because a broken socket forgets what it has seen as soon as this event is over.
      resolve({ broken, report: reportOf(socket, clock) });
    };
    const onSecure = () => finish();
    const onError = (error: NodeJS.ErrnoException) => finish(explainTlsError(error, clientCertificateUse(socket, options)));
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

/** Asks the socket once: Node hands the server's certificates out a single time. */
function reportOf(socket: TLSSocket, clock: Clock): TlsReport {
  const sentCertificates: X509Certificate[] = [];
  for (let next = socket.getPeerX509Certificate(); next !== undefined; next = next.issuerCertificate) sentCertificates.push(next);
  const [leaf] = sentCertificates;
  const certificate = leaf && summariseCertificate(leaf, clock.epochMs());
  return { sentCertificates, ...(certificate !== undefined && { certificate }), ...agreementOf(socket) };
}

function agreementOf(socket: TLSSocket): Pick<TlsReport, "protocol" | "cipher"> {
  // Node's types forget that there is none before both sides have agreed on one.
  const cipher: CipherNameAndProtocol | null | undefined = socket.getCipher();
  const protocol = socket.getProtocol();
  return cipher && protocol !== null ? { protocol, cipher: cipher.standardName } : {};
}

interface Presented {
  readonly name: string;
  readonly report: TlsReport;
  readonly request: TlsRequest;
}

function refusal(socket: TLSSocket, { name, report, request }: Presented): Failure | undefined {
  const [certificate] = report.sentCertificates;
  if (certificate === undefined || !request.options.verify) return undefined;
  const finding = judgeCertificate({
    certificate,
    summary: report.certificate,
    expectedName: literalAddress(name)?.ip ?? name,
    chainError: chainError(socket),
    sentCertificates: report.sentCertificates.length,
    hasOwnRoots: request.options.ca !== undefined,
    nowEpochMs: request.clock.epochMs(),
  });
  if (finding?.code === "certificate-name-mismatch" && request.options.verifyName === false) return undefined;
  return finding && { phase: "tls", ...finding };
}

/** OpenSSL's word on the chain; the name is judged by us. */
function chainError(socket: TLSSocket): string | undefined {
  if (socket.authorized) return undefined;
  const error: unknown = socket.authorizationError;
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return code === "ERR_TLS_CERT_ALTNAME_INVALID" ? undefined : code;
}
