/**
 * Why a run failed. The codes are promises: stable, lower case, searchable, each with a section in docs/failures.md.
 */
const TARGET_FAILURE_CODES = [
  // dns
  "dns-not-found",
  "dns-no-address",
  "dns-server-failed",
  "dns-refused",
  "dns-timed-out",
  "dns-malformed",
  // connect
  "connect-refused",
  "connect-timed-out",
  "connect-unreachable",
  "connect-reset",
  // tls
  "tls-timed-out",
  "tls-not-spoken",
  "tls-version-mismatch",
  "tls-client-certificate-required",
  "tls-failed",
  "certificate-expired",
  "certificate-not-yet-valid",
  "certificate-name-mismatch",
  "certificate-self-signed",
  "certificate-untrusted",
  "certificate-chain-incomplete",
  "starttls-not-offered",
  // proxy, auth
  "proxy-failed",
  "auth-failed",
  "credentials-expired",
  "credentials-unavailable",
  "access-denied",
  "clock-skewed",
  // server
  "response-timed-out",
  "response-closed",
  "response-reset",
  "response-malformed",
  "response-header-too-large",
  "too-many-redirects",
  "throttled",
  // transfer
  "body-timed-out",
  "body-incomplete",
  "body-reset",
  "body-too-large",
  "body-undecodable",
  // protocol
  "handshake-timed-out",
  "query-timed-out",
  "query-failed",
  "protocol-error",
  "script-unmatched",
  "metrics-stale",
  "series-missing",
  "object-missing",
  // judged
  "expectation-unmet",
] as const;

/** Our own fault: the run says nothing about the target, and its owner is never paged for it. */
const OWN_FAULT_CODES = ["prober-fault", "prober-out-of-time", "prober-overloaded", "secret-unavailable"] as const;

export const FAILURE_CODES = [...TARGET_FAILURE_CODES, ...OWN_FAULT_CODES] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

/** What a probe does, in order. A kind uses those that exist for it and may add its own. */
export type Phase = "dns" | "connect" | "tls" | "server" | "transfer" | (string & {});

export interface Failure {
  /** The phase that was running when it failed. */
  readonly phase: Phase;
  readonly code: FailureCode;
  /** One sentence for people, with the numbers that matter; never a secret. */
  readonly message: string;
}

/** No name, no connection, no TLS, or a reset before any answer. */
const LOST_ON_THE_WAY_CODES: readonly FailureCode[] = [
  "dns-not-found",
  "dns-no-address",
  "dns-server-failed",
  "dns-refused",
  "dns-timed-out",
  "dns-malformed",
  "connect-refused",
  "connect-timed-out",
  "connect-unreachable",
  "connect-reset",
  "tls-timed-out",
  "proxy-failed",
  "response-reset",
];

/** Whether nothing shows that the target was reached. Only then can the place that asked be at fault; an answer, however wrong, clears it. */
export function isLostOnTheWay(code: FailureCode): boolean {
  return LOST_ON_THE_WAY_CODES.includes(code);
}

/** Whether a code means that the prober, not the target, is at fault. */
export function isOwnFault(code: FailureCode): boolean {
  return (OWN_FAULT_CODES as readonly string[]).includes(code);
}
