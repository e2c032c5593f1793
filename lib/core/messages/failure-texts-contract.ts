/** What every language must say of a failed run, in a few words: a code without its text does not compile. */
import type { FailureCode } from "../model/failure.ts";

/** Measured times as people read them. */
export interface FailureTimes {
  /** How long the phase that failed took: `10 s`. */
  readonly waited: string;
  /** How long the TCP connection took, where there was one: `1 ms`. */
  readonly connected?: string;
}

/** Stands behind a name and a colon: `acme-prod/checkout is DOWN: connection refused.` */
export type FailureText = string | ((times: FailureTimes) => string);

export type FailureTexts = Readonly<Record<FailureCode, FailureText>>;
