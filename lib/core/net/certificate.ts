/** What a server's certificate says, and whether it should be believed. */
import type { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import type { FailureCode } from "../model/failure.ts";
import type { CertificateSummary } from "../model/outcome.ts";

const DAY_MS = 86_400_000;
const NAMES_MAX = 20;
const TEXT_MAX = 200;
/** What OpenSSL prints for a date such as month 13. Node makes any moment at all of it. */
const BAD_TIME = "Bad time value";

/** Bounded, so that a hostile certificate cannot fill a message; undefined where names or dates are beyond reading. */
export function summariseCertificate(certificate: X509Certificate, nowEpochMs: number): CertificateSummary | undefined {
  try {
    if (certificate.validFrom === BAD_TIME || certificate.validTo === BAD_TIME) return undefined;
    const daysLeft = Math.floor((certificate.validToDate.getTime() - nowEpochMs) / DAY_MS);
    return {
      subject: shorten(certificate.subject),
      issuer: shorten(certificate.issuer),
      names: subjectNames(certificate),
      validFrom: certificate.validFromDate.toISOString(),
      validTo: certificate.validToDate.toISOString(),
      daysLeft,
      fingerprint: certificate.fingerprint256.replaceAll(":", "").toLowerCase(),
    };
  } catch {
    // Names in broken UTF-8, for example: Node throws when it is asked for them.
    return undefined;
  }
}

export interface CertificateFinding {
  readonly code: FailureCode;
  readonly message: string;
}

export interface CertificateCase {
  readonly certificate: X509Certificate;
  /** Undefined where it could not be read. */
  readonly summary: CertificateSummary | undefined;
  /** The name or address that the certificate must hold. */
  readonly expectedName: string;
  /** What OpenSSL said of the chain: `CERT_HAS_EXPIRED`, … ; undefined when it trusts it. */
  readonly chainError: string | undefined;
  /** Certificates that the server sent, the leaf included. */
  readonly sentCertificates: number;
  /** The check brings its own roots. */
  readonly hasOwnRoots: boolean;
  readonly nowEpochMs: number;
}

/** Why the certificate must not be believed; undefined when all is well. The chain is judged before the name. */
export function judgeCertificate(subject: CertificateCase): CertificateFinding | undefined {
  if (subject.summary === undefined)
    return { code: "certificate-untrusted", message: "the certificate's names or dates cannot be read" };
  return judgeDates(subject) ?? judgeChain(subject) ?? judgeName(subject);
}

function judgeDates({ certificate, nowEpochMs }: CertificateCase): CertificateFinding | undefined {
  if (certificate.validToDate.getTime() < nowEpochMs) {
    return { code: "certificate-expired", message: `the certificate expired on ${certificate.validToDate.toISOString()}` };
  }
  if (certificate.validFromDate.getTime() > nowEpochMs) {
    return {
      code: "certificate-not-yet-valid",
      message: `the certificate is not valid before ${certificate.validFromDate.toISOString()}`,
    };
  }
  return undefined;
}

function judgeChain(subject: CertificateCase): CertificateFinding | undefined {
  const { chainError, summary } = subject;
  const issuer = summary?.issuer || "unnamed";
  switch (chainError) {
    case undefined:
      return undefined;
    case "CERT_HAS_EXPIRED":
      return { code: "certificate-expired", message: "a certificate in the chain above the server's own has expired" };
    case "CERT_NOT_YET_VALID":
      return { code: "certificate-not-yet-valid", message: "a certificate in the chain is not valid yet" };
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
      return { code: "certificate-self-signed", message: `the certificate is signed by itself (${issuer})` };
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
      return lacksIntermediate(subject)
        ? { code: "certificate-chain-incomplete", message: `the server does not send the certificate of its issuer (${issuer})` }
        : { code: "certificate-untrusted", message: `nobody whom we trust vouches for the issuer (${issuer})` };
    case "UNSPECIFIED":
      return { code: "certificate-untrusted", message: explainUnspecified(subject) };
    default:
      return {
        code: "certificate-untrusted",
        message: `the certificate's chain is not trusted (${chainError}, issuer ${issuer})`,
      };
  }
}

const RSA_MIN_BITS = 2_048;

/** Node has no name for what OpenSSL refuses as too weak, and for some rarer faults. */
function explainUnspecified({ certificate }: CertificateCase): string {
  const bits = rsaBits(certificate);
  if (bits !== undefined && bits < RSA_MIN_BITS) {
    return `the certificate's key of ${bits} bits is too short to be trusted: ${RSA_MIN_BITS} are the least`;
  }
  return "OpenSSL refuses the certificate's chain, most often for a key or a signature in it that is too weak";
}

function rsaBits(certificate: X509Certificate): number | undefined {
  try {
    return certificate.publicKey.asymmetricKeyDetails?.modulusLength;
  } catch {
    // A key of a sort that Node does not know.
    return undefined;
  }
}

/**
 * A leaf sent alone whose issuer is unknown is either signed by a private root or lacks its intermediate. Public authorities
 * say in the leaf where the issuer's certificate lies; private roots do not, unless the check brings the root and it still does not fit.
 */
function lacksIntermediate({ certificate, sentCertificates, hasOwnRoots }: CertificateCase): boolean {
  const saysWhereIssuerLies = certificate.infoAccess?.includes("CA Issuers") ?? false;
  return sentCertificates === 1 && (saysWhereIssuerLies || hasOwnRoots);
}

/** As RFC 9525 (6.3) and browsers have them; OpenSSL alone would take the common name, and `w*.acme.example` for `www`. */
const HOST_RULES = { subject: "never", partialWildcards: false } as const;

function judgeName({ certificate, summary, expectedName }: CertificateCase): CertificateFinding | undefined {
  const matches =
    isIP(expectedName) === 0
      ? certificate.checkHost(expectedName, HOST_RULES) !== undefined
      : certificate.checkIP(expectedName) !== undefined;
  if (matches) return undefined;
  const names = summary?.names.join(", ") || "no name at all";
  return { code: "certificate-name-mismatch", message: `the certificate is for ${shorten(names)}, not for ${expectedName}` };
}

/** `DNS:a.example`, `IP Address:10.0.0.1` -> `a.example`, `10.0.0.1` */
function subjectNames(certificate: X509Certificate): string[] {
  const names = (certificate.subjectAltName ?? "").split(", ").filter((name) => name !== "");
  return names.slice(0, NAMES_MAX).map((name) => shorten(name.replace(/^(DNS|IP Address|email|URI):/, "")));
}

/** Node's types forget that a name can be empty, and is then undefined. */
function shorten(text: string | undefined): string {
  const line = (text ?? "").replaceAll("\n", ", ").replaceAll(/\p{Cc}/gu, " ");
  return line.length <= TEXT_MAX ? line : `${line.slice(0, TEXT_MAX - 1)}…`;
}
