/** What core asks of the outside. `lib/aws` and `lib/local` answer; tests bring their own. */
import type { ThreadEvidence } from "./analysis/thread-evidence.ts";
import type { AlarmMetric, AlarmSpec, AlarmStateValue } from "./model/alarm.ts";
import type { CheckId } from "./model/check.ts";
import type { Incident, IncidentId, Line, Notice, Sent } from "./model/incident.ts";
import type { Sample } from "./model/metric.ts";
import type { Outcome } from "./model/outcome.ts";
import type { Picture } from "./model/picture.ts";
import type { Point } from "./trends/series.ts";

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

/** Where published metrics are read again. */
export interface MetricHistory {
  /** One answer a query, in their order. Never rejects. */
  read(queries: readonly HistoryQuery[]): Promise<readonly HistoryAnswer[]>;
}

export interface HistoryQuery {
  readonly metric: AlarmMetric;
  readonly fromEpochMs: number;
  /** Exclusive. Both ends lie on multiples of the period. */
  readonly toEpochMs: number;
}

/** Datapoints in order of time, each at the start of its period; or a sentence why they, or some of them, could not be had. */
export type HistoryAnswer = { readonly points: readonly Point[] } | { readonly unavailable: string };

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
  /** Region of this process, for checks that name none; absent where nothing tells. */
  readonly region?: string;
  /** Headers that make the request a signed one; a sentence when there are no credentials. Never rejects. */
  sign(request: UnsignedRequest, options: SigningOptions): Promise<SigningResult>;
}

export interface UnsignedRequest {
  readonly method: string;
  readonly url: URL;
  /** As they will be sent, names in lower case, `host` among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface SigningOptions {
  /** As in the credential scope: `execute-api`, `eu-west-1`. */
  readonly service: string;
  readonly region: string;
  /** ARN of a role to sign as; absent: as this process itself. */
  readonly role?: string;
  /** That the role's trust policy asks for. */
  readonly externalId?: string;
  /** AWS has just called the credentials expired: fetch new ones whatever time they seem to have left. */
  readonly renew: boolean;
}

export type SigningResult = SignedHeaders | { readonly unavailable: string };

export interface SignedHeaders {
  readonly headers: Readonly<Record<string, string>>;
  /** When the credentials behind the signature expire; absent where nobody says, as for long-lived keys. */
  readonly expiresAtEpochMs?: number;
}

/** An alarm changed its state. */
export interface AlarmTransition {
  readonly alarm: AlarmSpec;
  readonly from: AlarmStateValue;
  readonly to: AlarmStateValue;
  readonly atEpochMs: number;
  /** CloudWatch's own words, or ours locally: which datapoints decided. */
  readonly reason: string;
}

/** Looks at everything at once. */
export interface PictureSource {
  /** Rejects when alarms or checks cannot be seen: nothing is decided half blind, and the caller tries again. */
  read(): Promise<Picture>;
}

/** Where the evidence about an outage is read. Never rejects: what cannot be had is missing, and a diagnosis says less. */
export interface EvidenceSource {
  /** Newest first, bounded. Every failed or slow run is kept, and of the good ones at least one an hour. */
  outcomes(query: OutcomeQuery): Promise<readonly Outcome[]>;
  readonly history: MetricHistory;
  /** The last thread dump that was taken of a check since then. */
  threads(check: CheckId, fromEpochMs: number): Promise<ThreadEvidence | undefined>;
  /** Runs checks once more, at once, and waits 15 s at most; absent where that cannot be done. */
  probe?(checks: readonly CheckId[]): Promise<readonly Outcome[]>;
}

export interface OutcomeQuery {
  readonly checks: readonly CheckId[];
  /** Good ones are few where only one an hour is kept. */
  readonly of: "all" | "good";
  readonly fromEpochMs: number;
  /** Exclusive. */
  readonly toEpochMs: number;
}

/**
 * Where incidents are kept. One version covers them all, so that two responders can never decide past one another.
 * Every method rejects when the store cannot be reached; the caller tries the whole pass again.
 */
export interface IncidentStore {
  read(): Promise<IncidentLedger>;
  /** Writes all of the change or nothing. `conflict`: somebody wrote since it was read; read again and decide anew. */
  commit(change: LedgerChange, readVersion: number): Promise<"written" | "conflict">;
  /** Takes a notice for sending and counts the attempt; false when another has it or it was settled. */
  claim(noticeId: string, untilEpochMs: number, nowEpochMs: number): Promise<boolean>;
  /** The notice leaves the outbox: it was sent, or is given up. Without effect when it has left already. */
  settle(noticeId: string): Promise<void>;
}

export interface IncidentLedger {
  /** Grows with every commit, and with nothing else; 0 when nothing was ever written. */
  readonly version: number;
  /** Those not closed, and those closed lately: for flapping and for the daily summary. In any order. */
  readonly incidents: readonly Incident[];
  /** In any order. */
  readonly outbox: readonly Notice[];
  /** What each line was sent lately: the ground for budgets. */
  readonly sent: Readonly<Record<Line, readonly Sent[]>>;
  /** The last hourly digest of warnings, and the last daily summary. */
  readonly digestToldAtEpochMs?: number;
  readonly summaryToldAtEpochMs?: number;
  readonly mutes: readonly Mute[];
}

/** What is missing stays as it was; incidents and notices are put in or replaced one by one, the rest as a whole. */
export type LedgerChange = Partial<Omit<IncidentLedger, "version" | "incidents" | "outbox">> & {
  readonly incidents?: readonly Incident[];
  readonly forgotten?: readonly IncidentId[];
  readonly notices?: readonly Notice[];
};

/** Nobody is told of it until then; probing goes on, and so does the recovery of what was told before. */
export interface Mute {
  /** A check's id, a group, or the name of a root: a host, an address, a location. */
  readonly subject: string;
  readonly untilEpochMs: number;
  readonly reason?: string;
}

/** A way to people. Never rejects. */
export interface Messenger {
  /** Sends to the notice's contact through its channels; says what could not be sent, in a sentence. */
  send(notice: Notice): Promise<{ readonly problem?: string }>;
}
