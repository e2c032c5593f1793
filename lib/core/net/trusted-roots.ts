/** Certificates that are trusted by themselves: those that Node brings (with NODE_EXTRA_CA_CERTS) and those of the check. */
import { X509Certificate } from "node:crypto";
import { getCACertificates } from "node:tls";

const PEM = /-----BEGIN CERTIFICATE-----[^-]{1,100000}-----END CERTIFICATE-----/g;

let usual: ReadonlyMap<string, readonly X509Certificate[]> | undefined;

/** PEM of every root to trust. */
export function trustedRootsPem(ca: string): string[] {
  return [...getCACertificates("default"), ca];
}

/** Roots whose subject is this one. Those that Node brings are read once: that takes some milliseconds. */
export function trustedRootsNamed(subject: string, ca: string | undefined): readonly X509Certificate[] {
  usual ??= Map.groupBy(getCACertificates("default").map(parse), (root) => root.subject);
  const own = (ca?.match(PEM) ?? []).map(parse).filter((root) => root.subject === subject);
  return [...(usual.get(subject) ?? []), ...own];
}

function parse(pem: string): X509Certificate {
  return new X509Certificate(pem);
}
