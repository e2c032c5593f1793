import type { Failure, FailureCode } from "../model/failure.ts";

/** Errors of a handshake, by the name that Node gives OpenSSL's reason. */
const CODES: Readonly<Record<string, readonly [FailureCode, string]>> = {
  ERR_SSL_WRONG_VERSION_NUMBER: ["tls-not-spoken", "the server does not speak TLS on this port"],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ["tls-not-spoken", "the server does not speak TLS on this port"],
  ERR_SSL_HTTP_REQUEST: ["tls-not-spoken", "the server speaks plain HTTP on this port"],
  ERR_SSL_UNEXPECTED_MESSAGE: ["tls-not-spoken", "the server's answer is not a TLS handshake"],
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: ["tls-version-mismatch", "the server refuses our TLS versions (alert protocol_version)"],
  ERR_SSL_UNSUPPORTED_PROTOCOL: ["tls-version-mismatch", "the server offers only TLS versions that this check does not accept"],
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: ["tls-client-certificate-required", "the server demands a client certificate"],
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: [
    "tls-failed",
    "the server does not trust the issuer of our client certificate (alert unknown_ca)",
  ],
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: [
    "tls-failed",
    "the server found no common cipher or demands a certificate (alert handshake_failure)",
  ],
};

/** What a failed handshake means. Names of OpenSSL vary by version, so the alert is also looked for in the text. */
export function explainTlsError(error: NodeJS.ErrnoException): Failure {
  const known = CODES[error.code ?? ""];
  if (known !== undefined) return { phase: "tls", code: known[0], message: known[1] };
  if (error.code === "ECONNRESET" || error.code === "EPIPE") {
    return { phase: "tls", code: "tls-failed", message: "the server broke off the connection during the handshake" };
  }
  return { phase: "tls", code: "tls-failed", message: `the TLS handshake failed (${error.code ?? error.message.slice(0, 100)})` };
}
