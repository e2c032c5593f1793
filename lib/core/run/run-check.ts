/** One check, once: probe, judge, and on failure try again at once on a new connection. */
import type { Check } from "../model/check.ts";
import type { Failure, FailureCode } from "../model/failure.ts";
import type { Evidence, Observation, Outcome } from "../model/outcome.ts";
import type { Resolver } from "../net/resolve.ts";
import type { Clock, RequestSigner, Secrets } from "../ports.ts";
import { findProbe } from "../probes/index.ts";
import type { Probe } from "../probes/probe.ts";
import { type Deadline, startDeadline } from "../time/deadline.ts";
import { runEveryAddress } from "./every-address.ts";
import { judge } from "./judge.ts";
import { loadProbe } from "./load-probe.ts";
import type { LoopLagMeter } from "./loop-lag.ts";
import { maskText, withEncodedForms } from "./mask.ts";
import { fillSecrets, replaceStrings } from "./secrets.ts";

export interface RunOptions {
  /** Where the run takes place: an AWS Region, or `local`. */
  readonly location: string;
  readonly clock: Clock;
  readonly resolver: Resolver;
  readonly secrets: Secrets;
  /** For checks that sign their requests to AWS. */
  readonly signer?: RequestSigner;
  /** Calls the run off; it is then `unknown`, never an outage. */
  readonly cancel?: AbortSignal;
  readonly loopLag?: LoopLagMeter;
  /** Told what each attempt saw, masked, with the facts that an outcome forgets. */
  readonly onObservation?: (observation: Observation) => void;
}

/** Never rejects. Ends within the check's timeout for each of at most two attempts. */
export async function runCheck(check: Check, options: RunOptions): Promise<Outcome> {
  const addressing = findProbe(check.kind)?.addressing?.(check.target);
  if (addressing?.ip !== "all") return await runConfirmed(check, options);
  const runAt = (at: Check, resolver: Resolver) => runConfirmed(at, { ...options, resolver });
  return await runEveryAddress(check, { ...options, host: addressing.host, runAt });
}

/** A failed run is tried again at once, unless its kind forbids it; what the second says counts. */
async function runConfirmed(check: Check, options: RunOptions): Promise<Outcome> {
  const startedMs = options.clock.monotonicMs();
  const first = await runOnce(check, options);
  if (first.status !== "down" || first.failure === undefined) return first;
  const spentMs = options.clock.monotonicMs() - startedMs;
  if (options.cancel?.aborted || !mayRunAgain(check) || !hasRoomForSecondRun(check, spentMs)) return first;
  const second = await runOnce(check, options);
  if (isCalledOff(second)) return first;
  const attempt = { code: first.failure.code, message: first.failure.message, totalMs: first.totalMs };
  return { ...second, startedAtEpochMs: first.startedAtEpochMs, evidence: { ...second.evidence, attempts: [attempt] } };
}

function mayRunAgain({ kind }: Check): boolean {
  return findProbe(kind)?.retry !== "never";
}

/** The second run gets its full timeout, or is not begun: a shorter one would be a different question. */
function hasRoomForSecondRun(check: Check, spentMs: number): boolean {
  return spentMs + check.timeoutMs < check.everyMs;
}

function isCalledOff(outcome: Outcome): boolean {
  return outcome.failure?.code === "prober-out-of-time";
}

async function runOnce(check: Check, options: RunOptions): Promise<Outcome> {
  const startedAtEpochMs = options.clock.epochMs();
  const probe = findProbe(check.kind);
  const { observation, secretValues } = await observeSafely(check, probe, options);
  const verdict = await judge(check, observation, probe?.factsOf?.(check.target) ?? probe?.facts ?? {}).catch((error) => ({
    status: "unknown" as const,
    failure: proberFault(error, "judged"),
    breaches: [],
    facts: {},
  }));
  const { failure, breaches, facts, status } = verdict;
  const secretForms = withEncodedForms(secretValues);
  const words = { ...(failure !== undefined && { failure }), breaches, facts, evidence: observation.evidence };
  const masked = replaceStrings(words, (text) => maskText(text, secretForms)) as typeof words;
  options.onObservation?.(replaceStrings(observation, (text) => maskText(text, secretForms)) as Observation);
  return {
    check: check.id,
    kind: check.kind,
    location: options.location,
    status,
    startedAtEpochMs,
    totalMs: observation.totalMs,
    phases: observation.phases,
    ...masked,
    evidence: shortenBody(masked.evidence),
  };
}

const EVIDENCE_BODY_CHARACTERS = 200;

/** Cut only after masking: half a secret is recognised by nobody, and is still too much. */
function shortenBody({ body, ...others }: Evidence): Evidence {
  return { ...others, ...(body !== undefined && { body: body.slice(0, EVIDENCE_BODY_CHARACTERS) }) };
}

interface Observed {
  readonly observation: Observation;
  readonly secretValues: readonly string[];
}

/** An observation whatever happens: our own faults become failures with a code of ours. */
async function observeSafely(check: Check, probe: Probe | undefined, options: RunOptions): Promise<Observed> {
  if (probe === undefined)
    return { observation: ownFault("prober-fault", `no probe of kind ${check.kind} in this version`), secretValues: [] };
  const filled = await fillSecrets(check.target, options.secrets);
  if ("unavailable" in filled) return { observation: ownFault("secret-unavailable", filled.unavailable), secretValues: [] };
  // Before the deadline begins: what a first run spends on loading is not the target's time.
  const run = await loadProbe(probe).catch((error: unknown) => proberFault(error, "load"));
  if (typeof run !== "function") return { observation: ownFault(run.code, run.message), secretValues: [] };
  const startedMs = options.clock.monotonicMs();
  const deadline = startDeadline(check.timeoutMs, options.clock, options.cancel);
  const secretValues = [...filled.secretValues];
  const context = { ...contextOf(check, options), deadline, keepSecret: (value: string) => void secretValues.push(value) };
  try {
    const observation = await Promise.race([run(filled.target, context), watchdog(deadline)]);
    return { observation: blameOurselves(observation, { options, deadline, startedMs }), secretValues };
  } catch (error) {
    return { observation: { ...ownFault("prober-fault", ""), failure: proberFault(error, "run") }, secretValues };
  } finally {
    deadline.clear();
  }
}

function contextOf(check: Check, { clock, resolver, signer }: RunOptions) {
  const wanted = new Set([...check.expect, ...check.slow].map(({ fact }) => fact));
  return { clock, resolver, wanted, ...(signer !== undefined && { signer }) };
}

/** How long after its deadline a probe may still tidy up before we call it our own bug. */
const GRACE_MS = 1_000;

/** No probe can freeze a check: one that outlives its deadline is our bug, and is left behind. */
function watchdog({ signal }: Deadline): Promise<Observation> {
  return new Promise((resolve) => {
    const give = () =>
      setTimeout(() => resolve(ownFault("prober-fault", "the probe did not end at its deadline")), GRACE_MS).unref();
    if (signal.aborted) give();
    else signal.addEventListener("abort", give, { once: true });
  });
}

interface Circumstances {
  readonly options: RunOptions;
  readonly deadline: Deadline;
  readonly startedMs: number;
}

/** A share of the timeout for which our own loop may have stood still before a time-out is no longer the target's. */
const TOLERATED_LAG_SHARE = 0.25;

/** A failed run that was called off, or that timed out while our own loop stood still, says nothing about the target. */
function blameOurselves(observation: Observation, { options, deadline, startedMs }: Circumstances): Observation {
  const lagMs = Math.round(options.loopLag?.worstSinceMs(startedMs) ?? 0);
  const noted = lagMs === 0 ? observation : { ...observation, evidence: { ...observation.evidence, loopLagMs: lagMs } };
  const { failure } = observation;
  if (failure === undefined) return noted;
  if (options.cancel?.aborted) {
    return { ...noted, failure: { ...failure, code: "prober-out-of-time", message: "the run was called off before it ended" } };
  }
  const isLate = failure.code.endsWith("timed-out") || deadline.signal.aborted;
  if (isLate && lagMs > deadline.timeoutMs * TOLERATED_LAG_SHARE) {
    const message = `timed out while the prober's own event loop stood still for ${lagMs} ms`;
    return { ...noted, failure: { ...failure, code: "prober-overloaded", message } };
  }
  return noted;
}

function ownFault(code: FailureCode, message: string): Observation {
  return { phases: [], totalMs: 0, facts: {}, failure: { phase: "prober", code, message }, evidence: {} };
}

function proberFault(error: unknown, where: string): Failure {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { phase: "prober", code: "prober-fault", message: `a fault in Bongsu itself (${where}): ${reason.slice(0, 200)}` };
}
