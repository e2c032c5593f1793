/** The lines of evidence that can be given, each with the numbers and names that fill it. Times are moments; who prints them knows the zone. */
import type { CauseId } from "./cause.ts";

type Nothing = Readonly<Record<never, never>>;
interface Share {
  readonly failing: number;
  readonly all: number;
}

export interface EvidenceLines {
  // runs of the check itself
  /** What the failed run says of itself. */
  "failure-message": { readonly message: string };
  "runs-alike": { readonly code: string; readonly runs: number };
  "retried-alike": Nothing;
  /** Once more, before people were told. */
  "tried-again-alike": Nothing;
  "tried-again-good": { readonly ms: number };
  "failed-once": { readonly code: string };
  "phase-took": { readonly phase: string; readonly ms: number };
  "phase-usual": { readonly phase: string; readonly ms: number; readonly usualMs: number };
  /** It accepts connections, and then says nothing in this phase. */
  "no-reply": { readonly phase: string; readonly connectMs: number; readonly waitedMs: number };
  "earlier-stalls": { readonly stalls: number };
  "refused-between": { readonly runs: number };
  "paused-runs": { readonly runs: number };
  "long-gap": { readonly ms: number; readonly beforeMs: number; readonly afterMs: number };
  "changes-within": { readonly changes: number; readonly withinMs: number };
  "address-of-failures": { readonly address: string; readonly runs: number };
  "minute-marks": { readonly onsets: number; readonly atMarks: number };
  "last-good": { readonly atEpochMs: number };

  // what the server answered
  "answered-status": { readonly status: number; readonly ms?: number };
  unmet: { readonly expected: string; readonly actual: string };
  said: { readonly text: string };
  component: { readonly text: string };
  gateway: { readonly name: string };
  hop: { readonly hop: string };
  size: { readonly bytes: number; readonly before?: number };
  certificate: { readonly subject: string; readonly issuer: string; readonly validTo: string; readonly daysLeft: number };
  "certificate-names": { readonly names: string };
  /** The first characters of its fingerprint. */
  "certificate-changed": { readonly now: string; readonly before: string };
  records: { readonly now: string; readonly before: string };
  handles: { readonly handles: number; readonly usual?: number };

  // other checks
  "failing-on-host": Share & { readonly host: string };
  "failing-at-location": Share & { readonly location: string };
  "failing-elsewhere": Share;
  "connecting-on-host": { readonly checks: number };
  "other-location": Share & { readonly location: string };
  "fine-at-location": { readonly location: string };
  /** Names of places. */
  "fails-from": { readonly failing: string; readonly fine: string };
  "names-resolve": { readonly resolving: number; readonly failing: number };
  "same-host-fine": { readonly check: string };
  "same-host-down": { readonly check: string };
  "dependency-since": { readonly check: string; readonly sinceEpochMs: number; readonly earlierMs: number };
  "dependency-later": { readonly check: string; readonly laterMs: number };
  "restored-together": { readonly check: string; readonly apartMs: number };
  "address-changed": { readonly now: string; readonly before: string };
  "address-same": { readonly address: string; readonly runs: number };
  "addresses-rotate": { readonly addresses: number };
  "address-family": { readonly failing: string; readonly fine: string };

  // our own side
  heartbeat: { readonly ageMs: number; readonly everyMs: number };
  "time-left": { readonly remainingMs: number; readonly timeoutMs: number };
  "loop-lag": { readonly lagMs: number };
  clock: { readonly hosts: number; readonly skewMs: number };
  "clock-agrees": { readonly hosts: number };

  // AWS
  "object-age": { readonly ageMs: number };
  "object-rewritten": { readonly apartMs: number };
  "s3-works": { readonly identity?: string; readonly credentialsExpireInMs?: number };
  "expired-token-logged": { readonly count: number; readonly group: string };
  "expired-token-said": { readonly text: string };
  lifetime: { readonly ranMs: number; readonly lifetimeMs: number; readonly startedAtEpochMs: number };
  "no-lifetime": { readonly ranMs: number };
  identity: { readonly identity: string };

  // numbers of the application
  rising: { readonly series: string; readonly slopePerHour: number; readonly level: number };
  "no-trend": { readonly series: string; readonly p: number; readonly pBelow: number };
  "rise-too-small": { readonly series: string; readonly rise: number; readonly riseNeeded: number };
  "no-longer-rising": { readonly series: string; readonly slopePerHour: number; readonly slopeNeededPerHour: number };
  "usual-at-this-hour": {
    readonly series: string;
    readonly level: number;
    readonly earlierMaximum: number;
    readonly days: number;
  };
  "too-few-points": { readonly series: string; readonly points: number; readonly pointsNeeded: number };
  "until-limit": { readonly limit: number; readonly soonestMs: number; readonly latestMs: number };
  "above-limit": { readonly limit: number };
  "threads-started": { readonly perHour: number };
  "thread-group": {
    readonly count: number;
    readonly threads: number;
    readonly name: string;
    readonly startedBy?: string;
    readonly added?: number;
  };
  "threads-blocked": { readonly blocked: number; readonly threads: number };
  "lock-owner": { readonly owner: string; readonly frame: string; readonly waiters: number };
  deadlocked: { readonly threads: number; readonly names?: string };
  "in-use": { readonly what: Resource; readonly used: number; readonly of: number };
  waiting: { readonly what: Resource; readonly count: number };
  "waited-in-vain": { readonly what: Resource; readonly count: number };
  /** 0 to 1. */
  "share-of-time": { readonly what: "gc" | "cpu"; readonly share: number };
  "event-loop-lag": { readonly lagMs: number };
  "busy-in": { readonly frame: string };

  // when
  started: { readonly startedAtEpochMs: number; readonly beforeFailureMs: number };
  "slow-hour": { readonly hour: number; readonly daysHit: number; readonly daysLooked: number; readonly timesUsual: number };
  "slow-hour-other": { readonly hour: number; readonly hourNow: number };
  "no-slow-hour": { readonly days: number };
  "days-slower": { readonly days: number; readonly fromMs: number; readonly toMs: number };

  // ruled out
  "dns-fine": { readonly ms: number; readonly sameAddress: boolean };
  "network-fine": { readonly ms: number };
  "certificate-fine": { readonly daysLeft: number };
  "prober-fine": { readonly checks: number };
  "location-fine": { readonly location: string };
  "dependencies-fine": { readonly checks: number };
  "s3-fine": Nothing;

  // for `bongsu explain`
  /** It fits too, but this one explains more, or comes before it. */
  outweighed: { readonly by: CauseId };
}

export type Resource = "connections" | "workers" | "files" | "heap";
export type LineId = keyof EvidenceLines;
