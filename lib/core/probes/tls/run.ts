/** One run of a `tls` check: a handshake, what the server showed in it, and goodbye. */
import type { Facts } from "../../model/fact.ts";
import type { Evidence, Observation } from "../../model/outcome.ts";
import { chainDaysLeft } from "../../net/certificate-chain.ts";
import { formatPlace } from "../../net/connect.ts";
import { endConnection } from "../../net/end-connection.ts";
import { type Opened, openConnection } from "../../net/open-connection.ts";
import { firstPhaseOf } from "../../net/resolve.ts";
import { lateRefusal } from "../../net/tls-late-refusal.ts";
import { Stopwatch } from "../../time/stopwatch.ts";
import { certificateFactsOf } from "../certificate-facts.ts";
import type { ProbeContext } from "../probe.ts";
import type { TlsTarget } from "./target.ts";

/** `target` is a TlsTarget: the kind's own schema made it. */
export async function runTls(target: unknown, context: ProbeContext): Promise<Observation> {
  const endpoint = target as TlsTarget;
  const { clock, deadline } = context;
  const stopwatch = new Stopwatch(clock, firstPhaseOf(endpoint.host));
  const opened = await openConnection(endpoint, { ...context, stopwatch });
  const failure = "failure" in opened ? opened.failure : await lateRefusal(opened.socket, endpoint.tls, deadline);
  const times = stopwatch.read();
  if ("socket" in opened) await endConnection(opened.socket, deadline);
  return {
    ...times,
    facts: factsOf(opened, endpoint, clock.epochMs()),
    ...(failure !== undefined && { failure }),
    evidence: evidenceOf(opened, endpoint),
  };
}

function factsOf({ address, tls }: Opened, endpoint: TlsTarget, nowEpochMs: number): Facts {
  if (tls === undefined) return address === undefined ? {} : { address };
  const { certificate, protocol, cipher, sentCertificates } = tls;
  const daysLeft = chainDaysLeft({ sent: sentCertificates, ca: endpoint.tls.ca, nowEpochMs });
  return {
    ...(address !== undefined && { address }),
    ...(protocol !== undefined && { protocol }),
    ...(cipher !== undefined && { cipher }),
    ...(certificate !== undefined && certificateFactsOf(certificate)),
    ...(daysLeft !== undefined && { chainDaysLeft: daysLeft }),
  };
}

function evidenceOf({ address, tls }: Opened, { host, port, startTls }: TlsTarget): Evidence {
  return {
    request: `TLS ${formatPlace(host, port)}${startTls === undefined ? "" : ` after STARTTLS (${startTls})`}`,
    ...(address !== undefined && { address }),
    ...(tls?.certificate !== undefined && { certificate: tls.certificate }),
  };
}
