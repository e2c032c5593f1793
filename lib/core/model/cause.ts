/** The causes that can be named, each with what its sentence needs. Ids are promises: stable, lower case, searchable. */

type Nothing = Readonly<Record<never, never>>;
/** From inside the user's own network, where other things can stand in the way than outside. */
interface Seen {
  readonly inVpc?: true;
}

export interface Causes {
  // our own fault
  "prober-fault": Nothing;
  "prober-out-of-time": Nothing;
  "secret-unavailable": Nothing;
  "cold-start": Nothing;
  "prober-overloaded": Nothing;
  "prober-silent": { readonly ageMs: number };
  "our-clock-wrong": Nothing;
  "our-credentials-unavailable": Nothing;

  // the place we probe from
  "location-fault": { readonly location: string };
  "resolver-fault": { readonly location: string };
  "some-places-only": { readonly failing: string; readonly places: number; readonly all: number };

  // what it rests on
  "dependency-down": { readonly check: string };

  // the target: where it is found
  "host-fault": { readonly host: string };
  "management-only": { readonly check: string };
  "name-missing": { readonly name: string } & Seen;
  "name-unresolvable": { readonly name: string };
  "address-changed": { readonly address: string };
  "records-changed": Nothing;
  "ipv6-broken": Nothing;

  // its connections
  "not-listening": Seen;
  "host-silent": Seen;
  "accept-queue-full": Nothing;
  "no-route": Seen;
  "reset-on-connect": Nothing;
  "closes-on-request": Nothing;

  // TLS
  "tls-stalled": Nothing;
  "tls-policy": Nothing;
  "tls-not-spoken": Nothing;
  "client-certificate-required": Nothing;
  "certificate-expired": Nothing;
  "certificate-expiring": { readonly daysLeft: number };
  "certificate-not-yet-valid": Nothing;
  "certificate-name-mismatch": Nothing;
  "certificate-untrusted": Nothing;
  "certificate-chain-incomplete": Nothing;

  // whether and how it serves
  "not-serving": { readonly kind: string };
  "queue-ahead": Nothing;
  "slow-query": Nothing;
  "kdb-credentials-refused": Nothing;
  "slower-by-the-day": Nothing;
  "slow-transfer": Nothing;
  "body-cut-short": Nothing;

  // what it answers
  "server-error": { readonly status: number };
  "client-error": { readonly status: number };
  "component-down": { readonly component: string };
  "gateway-upstream": { readonly status: number };
  "bad-release": { readonly startedAtEpochMs: number };
  "rate-limited": Nothing;
  "access-refused": Nothing;
  "redirect-loop": Nothing;
  "redirected-away": { readonly url: string };
  "wrong-content": Nothing;
  "answer-garbled": Nothing;
  "server-clock-wrong": { readonly skewMs: number };

  // credentials for AWS
  "credentials-frozen": { readonly ageMs?: number };
  "writer-stopped": { readonly ageMs: number };
  "object-missing": Nothing;
  "access-denied": Nothing;

  // what its own metrics tell
  "thread-leak": { readonly slopePerHour: number };
  "thread-churn": Nothing;
  "lock-convoy": Nothing;
  deadlock: Nothing;
  "descriptor-leak": Nothing;
  "steady-rise": { readonly series: string };
  "connection-pool-exhausted": Nothing;
  "workers-busy": Nothing;
  "heap-pressure": Nothing;
  "cpu-saturated": Nothing;
  "event-loop-blocked": Nothing;
  "metrics-stale": Nothing;

  // when it happens
  restarted: { readonly startedAtEpochMs: number };
  "busy-hour": { readonly hour: number };
  "minute-marks": Nothing;
  flapping: Nothing;
}

export type CauseId = keyof Causes;
