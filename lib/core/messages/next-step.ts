/** Where to look first, by the phase in which a run broke off. */
import type { Outcome } from "../model/outcome.ts";

const STEPS: Readonly<Record<string, string>> = {
  dns: "Look at the DNS zone and the name in the configuration: nothing could be asked before the name has an address.",
  connect: "See whether the process is running and listening, and whether a firewall stands in between.",
  tls: "Look at the certificate and the TLS settings of the server; the network is fine.",
  server: "Look at the service behind this address; DNS, network and TLS are fine.",
  transfer: "Look at what sends the body: the answer began, but did not end well.",
};
const UNKNOWN_STEP = "Run the check once by hand and read its details.";

/** One sentence; a target that answered wrongly is told apart from one that could not be reached. */
export function nextStep(outcome: Outcome): string {
  const wasAnswered = outcome.failure?.code === "expectation-unmet";
  const phase = wasAnswered ? "server" : (outcome.failure?.phase ?? "");
  return STEPS[phase] ?? UNKNOWN_STEP;
}
