import type { Facts } from "../model/fact.ts";
import type { CertificateSummary } from "../model/outcome.ts";

/** The facts declared in facts.ts as `certificateFacts`. */
export function certificateFactsOf(certificate: CertificateSummary): Facts {
  return {
    "certificate.daysLeft": certificate.daysLeft,
    "certificate.issuer": certificate.issuer,
    "certificate.subject": certificate.subject,
    "certificate.fingerprint": certificate.fingerprint,
  };
}
