/** What core asks of the outside. `lib/aws` and `lib/local` answer; tests bring their own. */
import type { AlarmSpec, AlarmStateValue } from "./model/alarm.ts";
import type { Sample } from "./model/metric.ts";

/** Time, injected: durations come from `monotonicMs`, `epochMs` serves only for timestamps. */
export interface Clock {
  /** Milliseconds since an arbitrary moment; never goes back. */
  monotonicMs(): number;
  /** Milliseconds since 1970-01-01T00:00Z. */
  epochMs(): number;
  /** Resolves after the time, or at once when the signal aborts; never rejects. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
}

/** Where samples go. Never rejects: what could not be delivered is said in the receipt. */
export interface MetricSink {
  publish(samples: readonly Sample[]): Promise<Receipt>;
}

export interface Receipt {
  readonly delivered: number;
  readonly undelivered: readonly Sample[];
  /** Why, when something was not delivered. */
  readonly reason?: string;
}

/** Where secret references are resolved at run time. */
export interface Secrets {
  /** The value behind `${scheme:name}`; a sentence when it cannot be had. Never rejects. */
  resolve(reference: SecretReference): Promise<SecretResult>;
}

export interface SecretReference {
  readonly scheme: "env" | "secret" | "ssm";
  readonly name: string;
}

export type SecretResult = { readonly value: string } | { readonly unavailable: string };

/** Who signs requests to AWS (Signature Version 4) with the credentials that this process has at that moment. */
export interface RequestSigner {
  /** Headers that make the request a signed one; a sentence when there are no credentials. Never rejects. */
  sign(request: UnsignedRequest, options: SigningOptions): Promise<SigningResult>;
}

export interface UnsignedRequest {
  readonly method: string;
  readonly url: URL;
  /** As they will be sent, names in lower case, `host` among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SigningOptions {
  /** As in the credential scope: `execute-api`, `eu-west-1`. */
  readonly service: string;
  readonly region: string;
  /** AWS has just called the credentials expired: fetch new ones whatever time they seem to have left. */
  readonly renew: boolean;
}

export type SigningResult = { readonly headers: Readonly<Record<string, string>> } | { readonly unavailable: string };

/** An alarm changed its state. */
export interface AlarmTransition {
  readonly alarm: AlarmSpec;
  readonly from: AlarmStateValue;
  readonly to: AlarmStateValue;
  readonly atEpochMs: number;
  /** CloudWatch's own words, or ours locally: which datapoints decided. */
  readonly reason: string;
}
