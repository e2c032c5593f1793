/** What a failed TLS handshake means, from OpenSSL's reason or from the alert that the server sent. */
import type { Failure, FailureCode } from "../model/failure.ts";

type Meaning = readonly [FailureCode, string];

/** By the name that Node gives OpenSSL's reason. */
const REASONS: Readonly<Record<string, Meaning>> = {
  ERR_SSL_WRONG_VERSION_NUMBER: ["tls-not-spoken", "the server does not speak TLS on this port"],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ["tls-not-spoken", "the server does not speak TLS on this port"],
  ERR_SSL_DATA_LENGTH_TOO_LONG: ["tls-not-spoken", "the server does not speak TLS on this port"],
  ERR_SSL_HTTP_REQUEST: ["tls-not-spoken", "the server speaks plain HTTP on this port"],
  ERR_SSL_UNEXPECTED_MESSAGE: ["tls-not-spoken", "the server's answer is not a TLS handshake"],
  ERR_SSL_UNSUPPORTED_PROTOCOL: ["tls-version-mismatch", "the server offers only TLS versions that this check does not accept"],
  ERR_SSL_UNSUPPORTED_SSL_VERSION: [
    "tls-version-mismatch",
    "the server offers only TLS versions that this check does not accept",
  ],
};

/** By the number of the alert (RFC 8446, 6): OpenSSL's names of them change from version to version. */
const ALERTS: Readonly<Record<number, Meaning>> = {
  40: ["tls-failed", "the server found no common cipher (alert handshake_failure)"],
  70: ["tls-version-mismatch", "the server refuses our TLS versions (alert protocol_version)"],
  80: ["tls-failed", "the server has a fault of its own (alert internal_error)"],
  112: ["tls-failed", "the server does not know the name that was asked for (alert unrecognized_name)"],
  116: ["tls-client-certificate-required", "the server demands a client certificate (alert certificate_required)"],
};

/** Alerts with which servers refuse a client's certificate, or the lack of one. */
const CERTIFICATE_ALERTS: readonly number[] = [40, 41, 42, 43, 44, 45, 46, 48, 49, 51, 116];

/** What is known of our own certificate: whether the server asked for one, and whether we sent it. */
export interface ClientCertificateUse {
  readonly isRequested: boolean;
  readonly isSent: boolean;
}

export function explainTlsError(error: NodeJS.ErrnoException, use?: ClientCertificateUse): Failure {
  const [code, message] = meaningOf(error, use);
  return { phase: "tls", code, message };
}

/** The server asked for a certificate and closed the connection without an alert. */
export function explainClosedAfterRequest({ isSent }: ClientCertificateUse): Failure {
  const [code, message] = refusedCertificate("without a word", isSent);
  return { phase: "tls", code, message };
}

function meaningOf(error: NodeJS.ErrnoException, use: ClientCertificateUse | undefined): Meaning {
  const alert = Number(/SSL alert number (\d{1,3})/.exec(error.message)?.[1] ?? Number.NaN);
  if (use?.isRequested && CERTIFICATE_ALERTS.includes(alert)) return refusedCertificate(`with alert ${alert}`, use.isSent);
  const known = ALERTS[alert] ?? REASONS[error.code ?? ""];
  if (known !== undefined) return known;
  if (error.code === "ECONNRESET" || error.code === "EPIPE") {
    if (use?.isRequested) return refusedCertificate("without a word", use.isSent);
    return ["tls-failed", "the server broke off the connection during the handshake"];
  }
  return ["tls-failed", `the TLS handshake failed (${reasonOf(error)})`];
}

function refusedCertificate(how: string, isSent: boolean): Meaning {
  return isSent
    ? ["tls-failed", `the server refuses our client certificate (${how})`]
    : ["tls-client-certificate-required", `the server demands a client certificate and refuses us ${how}`];
}

/** OpenSSL's own words, `length mismatch`, where there are any. */
function reasonOf(error: NodeJS.ErrnoException): string {
  const reason = "reason" in error && typeof error.reason === "string" ? error.reason : (error.code ?? error.message);
  return reason.slice(0, 100);
}
