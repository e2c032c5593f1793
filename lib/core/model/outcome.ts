import type { CheckId, ProbeKind } from "./check.ts";
import type { Facts, Scalar } from "./fact.ts";
import type { Failure, FailureCode, Phase } from "./failure.ts";

/** `unknown` means our own fault: it says nothing about the target and never pages its owner. */
export type Status = "up" | "slow" | "down" | "unknown";

export interface PhaseTime {
  readonly phase: Phase;
  readonly ms: number;
}

/** What a probe saw. It does not judge: whether 503 is bad is for the expectations to say. */
export interface Observation {
  /** Only phases that happened, in order; they add up to `totalMs`. */
  readonly phases: readonly PhaseTime[];
  readonly totalMs: number;
  readonly facts: Facts;
  /** Set when the probe could not finish what it does. */
  readonly failure?: Failure;
  readonly evidence: Evidence;
}

/** What a person needs to believe a verdict. Bounded in size, secrets masked. */
export interface Evidence {
  /** What was asked: `GET https://api.acme.example/health`. */
  readonly request?: string;
  readonly address?: string;
  readonly certificate?: CertificateSummary;
  /** `302 https://a.example/ -> https://b.example/`, one line a hop. */
  readonly redirects?: readonly string[];
  /** First 200 characters of the answer, control characters stripped. */
  readonly body?: string;
  /** What else happened on the way: `10.0.0.2:53 was passed over: no answer within 2 s`. */
  readonly notes?: readonly string[];
  /** With `ip: all`: what came of each address. */
  readonly addresses?: readonly AddressResult[];
  /** Runs before this one that failed and were tried again at once. */
  readonly attempts?: readonly Attempt[];
  /** How long the prober's own event loop was stuck at worst during the run; only where that could matter. */
  readonly loopLagMs?: number;
}

export interface CertificateSummary {
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  readonly validFrom: string;
  readonly validTo: string;
  readonly daysLeft: number;
  /** SHA-256, lower-case hexadecimal without colons. */
  readonly fingerprint: string;
}

export interface AddressResult {
  readonly address: string;
  readonly status: Status;
  readonly totalMs: number;
  readonly code?: FailureCode;
  /** Of the certificate that was shown there, as in CertificateSummary. */
  readonly fingerprint?: string;
}

export interface Attempt {
  readonly code: FailureCode;
  readonly message: string;
  readonly totalMs: number;
}

/** One run of one check, judged. This is what `bongsu run --json` prints. */
export interface Outcome {
  readonly check: CheckId;
  readonly kind: ProbeKind;
  readonly location: string;
  readonly status: Status;
  readonly startedAtEpochMs: number;
  readonly totalMs: number;
  readonly phases: readonly PhaseTime[];
  readonly facts: Readonly<Record<string, Scalar>>;
  readonly failure?: Failure;
  /** Expectations that did not hold. */
  readonly breaches: readonly Breach[];
  readonly evidence: Evidence;
}

export interface Breach {
  /** `status == 200` */
  readonly expected: string;
  /** `503` */
  readonly actual: string;
}
