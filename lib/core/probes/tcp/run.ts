/** One run of a `tcp` check: a connection, a script where there is one, and goodbye. */
import type { Socket } from "node:net";
import type { Facts } from "../../model/fact.ts";
import type { Evidence, Observation } from "../../model/outcome.ts";
import { formatPlace } from "../../net/connect.ts";
import { endConnection } from "../../net/end-connection.ts";
import { type ConnectionContext, type Opened, openConnection } from "../../net/open-connection.ts";
import { firstPhaseOf } from "../../net/resolve.ts";
import { lateRefusal } from "../../net/tls-late-refusal.ts";
import { Stopwatch } from "../../time/stopwatch.ts";
import { certificateFactsOf } from "../certificate-facts.ts";
import type { ProbeContext } from "../probe.ts";
import { loadScript, playScript, type Script, type ScriptResult } from "./script.ts";
import type { TcpTarget } from "./target.ts";

/** `target` is a TcpTarget: the kind's own schema made it. */
export async function runTcp(target: unknown, context: ProbeContext): Promise<Observation> {
  const endpoint = target as TcpTarget;
  const script = await loadScript(endpoint.script ?? []);
  const stopwatch = new Stopwatch(context.clock, firstPhaseOf(endpoint.host));
  const opened = await openConnection(endpoint, { ...context, stopwatch });
  const { failure, received } = await talk(opened, { script, endpoint }, { ...context, stopwatch });
  const times = stopwatch.read();
  if ("socket" in opened) await endConnection(opened.socket, context.deadline);
  return {
    ...times,
    facts: factsOf(opened, received),
    ...(failure !== undefined && { failure }),
    evidence: evidenceOf(opened, received, endpoint),
  };
}

interface Talk {
  readonly script: Script;
  readonly endpoint: TcpTarget;
}

async function talk(opened: Opened, { script, endpoint }: Talk, context: ConnectionContext): Promise<ScriptResult> {
  if ("failure" in opened) return { failure: opened.failure };
  if (script.length === 0) return await hearOut(opened.socket, endpoint, context);
  context.stopwatch.enter("script");
  return await playScript(script, opened.socket, context);
}

/** Without a word of ours, a server that refuses our certificate late would pass for one that took it. */
async function hearOut(socket: Socket, { tls }: TcpTarget, { deadline }: ConnectionContext): Promise<ScriptResult> {
  const failure = tls && (await lateRefusal(socket, tls, deadline));
  return failure === undefined ? {} : { failure };
}

function factsOf({ address, tls }: Opened, received: string | undefined): Facts {
  return {
    ...(address !== undefined && { address }),
    ...(tls?.certificate !== undefined && certificateFactsOf(tls.certificate)),
    ...(received !== undefined && { received }),
  };
}

function evidenceOf({ address, tls }: Opened, received: string | undefined, { host, port }: TcpTarget): Evidence {
  return {
    request: `TCP ${formatPlace(host, port)}`,
    ...(address !== undefined && { address }),
    ...(tls?.certificate !== undefined && { certificate: tls.certificate }),
    ...(received !== undefined && received !== "" && { body: received }),
  };
}
