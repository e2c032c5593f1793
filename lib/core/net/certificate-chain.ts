/**
 * When a server's chain ends to be valid. Servers send certificates that nobody needs (an expired cross-signed root, an old
 * intermediate beside its successor), so this looks at every path to a trusted root and takes the one that lasts longest.
 */
import type { X509Certificate } from "node:crypto";
import { summariseCertificate } from "./certificate.ts";
import { trustedRootsNamed } from "./trusted-roots.ts";

/** More are not looked at: comparing each with each must stay cheap. */
const SENT_MAX = 10;
const DAY_MS = 86_400_000;

export interface ChainQuestion {
  /** As the server sent them, its own first. */
  readonly sent: readonly X509Certificate[];
  /** PEM of roots that the check brings. */
  readonly ca: string | undefined;
  readonly nowEpochMs: number;
}

/** Days until the first certificate of the best path expires, negative once it has; undefined where no path leads to a trusted root. */
export function chainDaysLeft({ sent, ca, nowEpochMs }: ChainQuestion): number | undefined {
  const known = sent.slice(0, SENT_MAX).filter((certificate) => summariseCertificate(certificate, nowEpochMs) !== undefined);
  if (known[0] !== sent[0]) return undefined;
  const links = known.map((certificate) => ({
    certificate,
    rootEndsMs: latest(rootsAbove(certificate, ca)),
    issuers: known.flatMap((issuer, index) => (isIssuedBy(certificate, issuer) ? [index] : [])),
  }));
  const endsMs = links.map(({ certificate, rootEndsMs }) => Math.min(endOf(certificate), rootEndsMs));
  // Each round lets a path grow by one certificate; no useful path is longer than all of them.
  for (const _ of known) {
    for (const [index, { certificate, issuers }] of links.entries()) {
      const throughOthersMs = Math.min(endOf(certificate), Math.max(...issuers.map((issuer) => endsMs[issuer] ?? NEVER)));
      endsMs[index] = Math.max(endsMs[index] ?? NEVER, throughOthersMs);
    }
  }
  const [leafEndsMs = NEVER] = endsMs;
  return leafEndsMs === NEVER ? undefined : Math.floor((leafEndsMs - nowEpochMs) / DAY_MS);
}

/** Of a path that does not exist. */
const NEVER = Number.NEGATIVE_INFINITY;

/** Trusted roots that signed the certificate, or the certificate itself where it is one. */
function rootsAbove(certificate: X509Certificate, ca: string | undefined): X509Certificate[] {
  const itself = trustedRootsNamed(certificate.subject, ca).filter((root) => root.raw.equals(certificate.raw));
  const issuers = trustedRootsNamed(certificate.issuer, ca).filter((root) => isSignedBy(certificate, root));
  return [...itself, ...issuers];
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate !== issuer && issuer.ca && isSignedBy(certificate, issuer);
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    // A key of a sort that Node does not know.
    return false;
  }
}

function latest(certificates: readonly X509Certificate[]): number {
  return Math.max(...certificates.map(endOf));
}

function endOf(certificate: X509Certificate): number {
  return certificate.validToDate.getTime();
}
