/** One run of a `dns` check: one question, to one server after the other until one answers. */
import type { Failure } from "../../model/failure.ts";
import type { Evidence, Observation } from "../../model/outcome.ts";
import { formatPlace } from "../../net/connect.ts";
import { literalAddress } from "../../net/resolve.ts";
import { type Deadline, startDeadline } from "../../time/deadline.ts";
import { Stopwatch } from "../../time/stopwatch.ts";
import type { ProbeContext } from "../probe.ts";
import { factsOf, followAliases, printRecord } from "./answer.ts";
import { askServer } from "./ask-server.ts";
import { type Asked, printPlace, type ServerPlace } from "./asked.ts";
import type { DnsMessage } from "./message.ts";
import { findServers } from "./servers.ts";
import type { DnsTarget } from "./target.ts";

/** A server that has others behind it must answer this fast, so that a dead one does not eat the time of all. */
const PATIENCE_MS = 2_000;
const EVIDENCE_CHARACTERS = 200;

interface DnsRun {
  readonly target: DnsTarget;
  readonly context: ProbeContext;
  readonly stopwatch: Stopwatch;
  readonly notes: string[];
  /** The one that was asked last. */
  server?: ServerPlace;
}

/** `target` is a DnsTarget: the kind's own schema made it. */
export async function runDns(target: unknown, context: ProbeContext): Promise<Observation> {
  const options = target as DnsTarget;
  const run: DnsRun = { target: options, context, stopwatch: new Stopwatch(context.clock, firstPhase(options)), notes: [] };
  const found = await findServers(options, context);
  return observe(run, "failure" in found ? found : await askInTurn(run, found.servers));
}

function firstPhase({ server, transport }: DnsTarget): "dns" | "connect" | "server" {
  if (server !== undefined && literalAddress(server.host) === undefined) return "dns";
  return transport === "tcp" ? "connect" : "server";
}

async function askInTurn(run: DnsRun, servers: readonly ServerPlace[]): Promise<Asked> {
  const { target, context, stopwatch, notes } = run;
  let last: Failure = { phase: "server", code: "dns-timed-out", message: "no server was asked" };
  for (const [index, server] of servers.entries()) {
    const deadline = turnOf(context, servers.length - index);
    run.server = server;
    const asked = await askServer(target, server, { deadline, clock: context.clock, stopwatch, notes });
    if (deadline !== context.deadline) deadline.clear();
    if ("answer" in asked) return asked;
    last = asked.failure;
    if (context.deadline.signal.aborted) break;
    if (index < servers.length - 1) notes.push(`${printPlace(server)} was passed over: ${last.message}`);
  }
  return { failure: last };
}

/** The last server has all the time that is left. */
function turnOf({ clock, deadline }: ProbeContext, serversLeft: number): Deadline {
  if (serversLeft === 1) return deadline;
  return startDeadline(Math.min(PATIENCE_MS, deadline.remainingMs() / serversLeft), clock, deadline.signal);
}

function observe(run: DnsRun, asked: Asked): Observation {
  const address = run.server?.address.ip;
  const answer = "answer" in asked ? asked.answer : undefined;
  return {
    ...run.stopwatch.read(),
    facts: { ...(address !== undefined && { address }), ...(answer !== undefined && factsOf(answer, run.target)) },
    ...("failure" in asked && { failure: asked.failure }),
    evidence: collectEvidence(run, answer),
  };
}

function collectEvidence({ target, server, notes }: DnsRun, answer: DnsMessage | undefined): Evidence {
  const records = answer === undefined ? [] : followAliases(answer, target);
  const body = records.map(printRecord).join("; ").slice(0, EVIDENCE_CHARACTERS);
  return {
    request: describeQuestion(target, server),
    ...(server !== undefined && { address: server.address.ip }),
    ...(body !== "" && { body }),
    ...(notes.length > 0 && { notes }),
  };
}

/** `A acme.example from 10.0.0.2:53 over UDP`, `CH TXT version.bind from the system's servers over TCP` */
function describeQuestion(target: DnsTarget, asked: ServerPlace | undefined): string {
  const named = target.server === undefined ? "the system's servers" : formatPlace(target.server.host, target.server.port);
  const place = asked === undefined ? named : printPlace(asked);
  const askedClass = target.class === "IN" ? "" : `${target.class} `;
  return `${askedClass}${target.type} ${target.name} from ${place} over ${target.transport.toUpperCase()}`;
}
