/**
 * The contract of a probe. A probe looks and reports: it never judges, and never throws for the target's fault.
 * An exception is our own bug; run-check turns it into `unknown` with code `prober-fault`.
 */
import type { FactSpecs } from "../model/fact.ts";
import type { Observation } from "../model/outcome.ts";
import type { IpChoice, Resolver } from "../net/resolve.ts";
import type { Clock, RequestSigner } from "../ports.ts";
import type { Deadline } from "../time/deadline.ts";

/** What is known of every kind, also of those that AWS itself watches and nothing probes. */
export interface Kind {
  readonly facts: FactSpecs;
}

/** What a deployed prober needs of a kind. Its schema stands in probes/schemas.ts, which no Lambda loads. */
export interface Probe extends Kind {
  /** With those that a target names itself; absent for kinds whose targets name none. */
  readonly factsOf?: (target: unknown) => FactSpecs;
  /** The host that a target names and which of its addresses are wanted; absent for kinds that open no connection of their own. */
  readonly addressing?: (target: unknown) => Addressing;
  /** `never`: a second connection right after a failed one could do harm. Else a failed run is tried again at once. */
  readonly retry?: "never";
  /** Loaded on first use: kinds that nobody uses cost nothing. */
  readonly load: () => Promise<RunProbe>;
}

/**
 * One run on new connections. Resolves before `context.deadline` + 100 ms whatever the target does,
 * with every socket closed; rejects only for a bug of ours.
 */
export type RunProbe = (target: unknown, context: ProbeContext) => Promise<Observation>;

export interface Addressing {
  readonly host: string;
  readonly ip: IpChoice;
}

export interface ProbeContext {
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly resolver: Resolver;
  /** Facts that an expectation of this check names: nothing is read that nobody asked for. */
  readonly wanted: ReadonlySet<string>;
  /** Notes a secret that the probe has made or been given (a token, a header with a password in it): whatever is reported is masked. */
  readonly keepSecret: (value: string) => void;
  /** Absent where nobody can sign for AWS. */
  readonly signer?: RequestSigner;
}
