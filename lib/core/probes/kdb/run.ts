/** One run of a `kdb` check: one connection, a handshake, a question and, if wanted, the server's own numbers. */
import type { FactValue } from "../../model/fact.ts";
import type { Failure } from "../../model/failure.ts";
import type { Evidence, Observation } from "../../model/outcome.ts";
import { formatPlace } from "../../net/connect.ts";
import { endConnection } from "../../net/end-connection.ts";
import { type Opened, openConnection } from "../../net/open-connection.ts";
import { type Address, firstPhaseOf } from "../../net/resolve.ts";
import type { Deadline } from "../../time/deadline.ts";
import { Stopwatch } from "../../time/stopwatch.ts";
import { certificateFactsOf } from "../certificate-facts.ts";
import type { ProbeContext, RunProbe } from "../probe.ts";
import { ask } from "./ask.ts";
import type { QValue } from "./codec/value.ts";
import { shakeHands } from "./handshake.ts";
import { askNumbers } from "./numbers.ts";
import { resultOf, shorten } from "./result.ts";
import { type Pause, StallMemory } from "./stall-memory.ts";
import { type KdbTarget, LIVENESS_QUERY } from "./target.ts";
import { Wire } from "./wire.ts";

const QUERY_MAX_CHARACTERS = 100;
/** A deadline that ends this much early was called off. */
const TIMER_SLACK_MS = 10;

/** All runs of this process share what they know of stalled servers. */
export const runKdb: RunProbe = kdbRunner(new StallMemory());

/** `target` is a KdbTarget: the kind's own schema made it. */
export function kdbRunner(stalls: StallMemory): RunProbe {
  return async (target, context) => {
    const endpoint = target as KdbTarget;
    if (endpoint.password !== undefined) context.keepSecret(endpoint.password);
    const stopwatch = new Stopwatch(context.clock, firstPhaseOf(endpoint.host));
    const run: KdbRun = { target: endpoint, context, stopwatch, facts: {}, notes: [] };
    const resolution = await context.resolver.resolve(endpoint.host, endpoint.ip, context.deadline);
    if ("failure" in resolution) return observe(run, { phase: "dns", ...resolution.failure });
    return await probe(run, resolution.addresses[0], stalls);
  };
}

/** What is known so far; becomes the Observation. */
interface KdbRun {
  readonly target: KdbTarget;
  readonly context: ProbeContext;
  readonly stopwatch: Stopwatch;
  readonly facts: Record<string, FactValue>;
  readonly notes: string[];
  opened?: Opened;
}

/** The queue that we must not fill belongs to an address: a name may have several. */
async function probe(run: KdbRun, address: Address, stalls: StallMemory): Promise<Observation> {
  const { context, target } = run;
  run.facts.address = address.ip;
  const place = formatPlace(address.ip, target.port);
  const startedAtEpochMs = context.clock.epochMs();
  const pause = stalls.pauseOf(place, startedAtEpochMs);
  if (pause !== undefined) return observePause(run, pause);
  const failure = await converse(run, address);
  const observation = observe(run, failure);
  if (!isCalledOff(context.deadline)) stalls.note(place, failure, startedAtEpochMs);
  if (run.opened !== undefined && "socket" in run.opened) await endConnection(run.opened.socket, context.deadline);
  return observation;
}

async function converse(run: KdbRun, address: Address): Promise<Failure | undefined> {
  const { target, context, stopwatch, facts, notes } = run;
  const resolver = { ...context.resolver, resolve: async () => ({ addresses: [address] as const }) };
  run.opened = await openConnection(target, { ...context, resolver, stopwatch });
  if ("failure" in run.opened) return run.opened.failure;
  const wire = new Wire(run.opened.socket, { stopwatch, tls: target.tls });
  const refused = await shakeHands(wire, target, context.deadline);
  if (refused !== undefined) return refused;
  stopwatch.enter("query");
  const answer = await ask(target.query, wire, context.deadline);
  if ("failure" in answer) return answer.failure;
  facts.result = resultOf(answer.value, secretsOf(target));
  if (answer.value.shape === "error") return judgeError(answer.value, run);
  if (!target.numbers) return undefined;
  const numbers = await askNumbers(wire, context);
  Object.assign(facts, numbers.facts);
  if (numbers.note !== undefined) notes.push(shorten(numbers.note, secretsOf(target)));
  return undefined;
}

/** An error is a sign of life, and all that the liveness query asks for; who asks a question of his own wants its answer. */
function judgeError(error: Extract<QValue, { shape: "error" }>, { target, notes }: KdbRun): Failure | undefined {
  const text = shorten(`'${error.text}`, secretsOf(target));
  if (target.query !== LIVENESS_QUERY) {
    return { phase: "query", code: "query-failed", message: `the server is alive, but the query failed: ${text}` };
  }
  notes.push(`the server is alive, and answered ${LIVENESS_QUERY} with ${text}: it was not asked for its numbers`);
  return undefined;
}

function secretsOf({ password }: KdbTarget): string[] {
  return password === undefined ? [] : [password];
}

function isCalledOff({ signal, remainingMs }: Deadline): boolean {
  return signal.aborted && remainingMs() > TIMER_SLACK_MS;
}

function observe(run: KdbRun, failure: Failure | undefined): Observation {
  const certificate = run.opened?.tls?.certificate;
  return {
    ...run.stopwatch.read(),
    facts: { ...run.facts, ...(certificate !== undefined && certificateFactsOf(certificate)) },
    ...(failure !== undefined && { failure }),
    evidence: evidenceOf(run),
  };
}

/** What was seen last still stands: neither up nor a new stall. No connection was made, so that only DNS took time. */
function observePause(run: KdbRun, { failure, stalls, probedAtEpochMs, untilEpochMs }: Pause): Observation {
  const phases = run.stopwatch.read().phases.filter(({ phase }) => phase === "dns");
  const totalMs = phases.reduce((sum, { ms }) => sum + ms, 0);
  run.notes.push(
    `not probed: ${stalls} times in a row nobody took our connection, the last time at ${printTime(probedAtEpochMs)}; ` +
      `not probed again before ${printTime(untilEpochMs)}, so that we do not fill its accept queue`,
  );
  return { phases, totalMs, facts: run.facts, failure, evidence: evidenceOf(run) };
}

function evidenceOf({ target, opened, facts, notes }: KdbRun): Evidence {
  const { host, port, query, tls, user } = target;
  const shown = query.length <= QUERY_MAX_CHARACTERS ? query : `${query.slice(0, QUERY_MAX_CHARACTERS)}…`;
  const asWhom = user === undefined ? "" : ` as ${user}`;
  return {
    request: `${shown} at ${formatPlace(host, port)}${asWhom}${tls === undefined ? "" : " over TLS"}`,
    ...(typeof facts.address === "string" && { address: facts.address }),
    ...(opened?.tls?.certificate !== undefined && { certificate: opened.tls.certificate }),
    ...(notes.length > 0 && { notes }),
  };
}

/** `12:05:30 UTC` */
function printTime(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(11, 19)} UTC`;
}
