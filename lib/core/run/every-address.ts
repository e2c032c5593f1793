/** `ip: all`: every address behind a name is probed, and the check is up only if all are. */
import type { Check } from "../model/check.ts";
import type { AddressResult, Outcome, Status } from "../model/outcome.ts";
import { type Address, literalAddress, type Resolution, type Resolved, type Resolver } from "../net/resolve.ts";
import type { Clock } from "../ports.ts";
import { startDeadline } from "../time/deadline.ts";
import { roundMs } from "../time/stopwatch.ts";

/** A name with more addresses than this is probed at the first ones. */
const ADDRESSES_MAX = 16;
const WORST_FIRST: readonly Status[] = ["down", "unknown", "slow", "up"];

export interface EveryAddressOptions {
  readonly host: string;
  readonly clock: Clock;
  readonly resolver: Resolver;
  readonly cancel?: AbortSignal;
  /** Runs the check with a resolver that knows one address only. */
  readonly runAt: (check: Check, resolver: Resolver) => Promise<Outcome>;
}

/** The outcome at the address where it went worst, with what came of the others. DNS is asked once, and shares the check's timeout. */
export async function runEveryAddress(check: Check, options: EveryAddressOptions): Promise<Outcome> {
  const { host, clock, resolver, cancel, runAt } = options;
  if (literalAddress(host) !== undefined) return await runAt(check, resolver);
  const startedMs = clock.monotonicMs();
  const deadline = startDeadline(check.timeoutMs, clock, cancel);
  const resolution = await resolver.resolve(host, "all", deadline).finally(() => deadline.clear());
  const dnsMs = clock.monotonicMs() - startedMs;
  // What is left until the next run, for whoever asks whether there is room to try again.
  const rest = { ...check, everyMs: check.everyMs - dnsMs };
  if ("failure" in resolution) {
    return withDnsAtFirst(await runAt(rest, answeringOnce(resolution, host, resolver)), dnsMs);
  }
  const connecting = { ...rest, timeoutMs: Math.max(1, check.timeoutMs - dnsMs) };
  const addresses = resolution.addresses.slice(0, ADDRESSES_MAX);
  const outcomes = await Promise.all(addresses.map((address) => runAt(connecting, pinnedTo(address, host, resolver))));
  const leftOut = resolution.addresses.length - addresses.length;
  return withDns(worstOf(outcomes, addresses, [...notProbed(leftOut), ...notKnown(resolution)]), dnsMs);
}

/** Knows what DNS has just said of the host; whoever tries again asks DNS anew. */
function answeringOnce(known: Resolution, host: string, resolver: Resolver): Resolver {
  let isTold = false;
  return {
    resolve: async (name, choice, deadline) => {
      if (name !== host || isTold) return await resolver.resolve(name, choice, deadline);
      isTold = true;
      return known;
    },
    servers: () => resolver.servers(),
  };
}

/** Knows one address of the host; a redirect to another host is resolved as ever. */
function pinnedTo(address: Address, host: string, resolver: Resolver): Resolver {
  return {
    resolve: async (name, _choice, deadline) =>
      name === host ? { addresses: [address] } : await resolver.resolve(name, "any", deadline),
    servers: () => resolver.servers(),
  };
}

function worstOf(outcomes: readonly Outcome[], addresses: readonly Address[], gaps: readonly string[]): Outcome {
  const [chosen] = outcomes.toSorted(byWorst);
  if (chosen === undefined) throw new Error("no address was probed");
  const results = outcomes.map((outcome, index) => resultOf(outcome, addresses[index]?.ip ?? ""));
  const notes = [...(chosen.evidence.notes ?? []), ...differingCertificates(results), ...gaps];
  return { ...chosen, evidence: { ...chosen.evidence, addresses: results, ...(notes.length > 0 && { notes }) } };
}

/** Of equals the one whose certificate expires first: DNS gives addresses in any order, and the days left must not change with it. */
function byWorst(one: Outcome, other: Outcome): number {
  const byStatus = WORST_FIRST.indexOf(one.status) - WORST_FIRST.indexOf(other.status);
  return byStatus === 0 ? Math.sign(daysLeftOf(one) - daysLeftOf(other)) || 0 : byStatus;
}

function daysLeftOf({ evidence }: Outcome): number {
  return evidence.certificate?.daysLeft ?? Number.POSITIVE_INFINITY;
}

function resultOf({ status, totalMs, failure, evidence }: Outcome, address: string): AddressResult {
  const fingerprint = evidence.certificate?.fingerprint;
  const seen = { ...(failure !== undefined && { code: failure.code }), ...(fingerprint !== undefined && { fingerprint }) };
  return { address, status, totalMs, ...seen };
}

/** No fault in itself, but a surprise to whoever renewed only one of them. */
function differingCertificates(results: readonly AddressResult[]): string[] {
  const seen = new Set(results.flatMap(({ fingerprint }) => fingerprint ?? []));
  return seen.size > 1 ? [`its addresses show ${seen.size} different certificates`] : [];
}

/** Else "all" would be believed. */
function notProbed(leftOut: number): string[] {
  return leftOut === 0 ? [] : [`the name has ${leftOut} more addresses, which were not probed: ${ADDRESSES_MAX} are the most`];
}

/** A family that DNS could not be asked about may have addresses that nobody probed. */
function notKnown({ unknownFamily }: Resolved): string[] {
  if (unknownFamily === undefined) return [];
  const { family, failure } = unknownFamily;
  return [`its IPv${family} addresses are not known and were not probed: ${failure.message}`];
}

/** A second attempt has asked DNS itself, and measured that. */
function withDnsAtFirst(outcome: Outcome, dnsMs: number): Outcome {
  const [first, ...others] = outcome.evidence.attempts ?? [];
  if (first === undefined) return withDns(outcome, dnsMs);
  const attempts = [{ ...first, totalMs: roundMs(first.totalMs + dnsMs) }, ...others];
  return { ...outcome, evidence: { ...outcome.evidence, attempts } };
}

/** The run was told the addresses at once: the time that the name really took is added to what it measured. */
function withDns(outcome: Outcome, dnsMs: number): Outcome {
  const phases = outcome.phases.map(({ phase, ms }) => (phase === "dns" ? { phase, ms: roundMs(ms + dnsMs) } : { phase, ms }));
  const dns = phases.find(({ phase }) => phase === "dns");
  if (dns === undefined) return outcome;
  const totalMs = roundMs(outcome.totalMs + dnsMs);
  return { ...outcome, phases, totalMs, facts: { ...outcome.facts, dns: dns.ms, total: totalMs } };
}
