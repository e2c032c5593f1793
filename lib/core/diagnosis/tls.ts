/** TLS that stalls, or on which both sides cannot agree. */
import type { CaseFile } from "./case-file.ts";
import { type Examination, fits, line, type Rule, refutedBy } from "./rule.ts";
import { badRunsWith, failureMessage, hasCode, phaseMs, repetition } from "./runs.ts";

/** The kernel accepts in one round trip, whatever the process does. */
const ACCEPTED_AT_ONCE_MS = 1_000;
/** Alerts handshake_failure, protocol_version, insufficient_security, in OpenSSL's words and in ours. */
const POLICY = /cipher|handshake.?failure|protocol.?version|insufficient.?security|TLS versions?/i;

export const tlsRules: readonly Rule[] = [
  { row: 11, cause: "tls-stalled", layer: "target", atMost: "likely", examine: isTlsStalled },
  { row: 21, cause: "client-certificate-required", layer: "target", atMost: "likely", examine: isClientCertificateRequired },
  { row: 21, cause: "tls-not-spoken", layer: "target", atMost: "likely", examine: isTlsNotSpoken },
  { row: 21, cause: "tls-policy", layer: "target", atMost: "likely", examine: isTlsPolicy },
];

function isTlsStalled(file: CaseFile): Examination {
  const trouble = badRunsWith(file, "tls-timed-out");
  if (trouble === undefined) return undefined;
  const connectMs = phaseMs(trouble.latest, "connect");
  if (connectMs === undefined) return undefined;
  if (connectMs > ACCEPTED_AT_ONCE_MS) return refutedBy("phase-took", { phase: "connect", ms: connectMs });
  const waitedMs = phaseMs(trouble.latest, "tls") ?? 0;
  const evidence = [line("no-reply", { phase: "tls", connectMs, waitedMs }), ...repetition(trouble)] as const;
  return fits("tls-stalled", { confidence: "likely", with: {}, evidence });
}

function isClientCertificateRequired(file: CaseFile): Examination {
  const trouble = badRunsWith(file, "tls-client-certificate-required");
  if (trouble === undefined) return undefined;
  return fits("client-certificate-required", { confidence: "likely", with: {}, evidence: [failureMessage(trouble)] });
}

function isTlsNotSpoken(file: CaseFile): Examination {
  const trouble = badRunsWith(file, "tls-not-spoken", "starttls-not-offered");
  if (trouble === undefined) return undefined;
  return fits("tls-not-spoken", { confidence: "likely", with: {}, evidence: [failureMessage(trouble), ...repetition(trouble)] });
}

function isTlsPolicy(file: CaseFile): Examination {
  const trouble = badRunsWith(file, "tls-version-mismatch", "tls-failed");
  if (trouble === undefined) return undefined;
  const seen = failureMessage(trouble);
  const saysSo = hasCode(trouble.latest, ["tls-version-mismatch"]) || POLICY.test(trouble.latest.failure?.message ?? "");
  if (!saysSo) return { refutedBy: seen };
  return fits("tls-policy", { confidence: "likely", with: {}, evidence: [seen, ...repetition(trouble)] });
}
