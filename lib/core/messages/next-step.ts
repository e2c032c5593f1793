/** Where to look first, by the phase in which a run broke off. */
import type { Outcome } from "../model/outcome.ts";

const STEPS: Readonly<Record<string, string>> = {
  dns: "Look at the DNS zone and the name in the configuration: nothing could be asked before the name has an address.",
  connect: "See whether the process is running and listening, and whether a firewall stands in between.",
  tls: "Look at the certificate and the TLS settings of the server; the network is fine.",
  server: "Look at the service behind this address; DNS, network and TLS are fine.",
  proxy: "Look at the proxy: it stands between us and the target, which was not reached.",
  auth: "Look at the credentials of this check and at where its tokens come from; the target itself was not judged.",
  starttls: "Look at the server's STARTTLS settings: it answers, but does not turn to TLS as it should.",
  script: "Look at what the server says at this step; it accepts connections.",
  handshake: "Find out what occupies the process: it accepts connections, but does not serve them. Ask for its running query.",
  query: "Find the query that holds the process, or what queues before ours; the handshake was answered.",
  transfer: "Look at what sends the body: the answer began, but did not end well.",
};
const UNKNOWN_STEP = "Run the check once by hand and read its details.";

/** One sentence; a target that answered wrongly is told apart from one that could not be reached. */
export function nextStep(outcome: Outcome): string {
  const wasAnswered = outcome.failure?.code === "expectation-unmet";
  const phase = wasAnswered ? "server" : (outcome.failure?.phase ?? "");
  return STEPS[phase] ?? UNKNOWN_STEP;
}
