import type { FactSpecs } from "../../model/fact.ts";
import { certificateFacts, connectionFacts } from "../facts.ts";

export const tcpFacts = {
  ...connectionFacts,
  starttls: { shape: "number", unit: "ms", doc: "The talk in plain text that asks for TLS." },
  tls: { shape: "number", unit: "ms", doc: "TLS handshake." },
  script: { shape: "number", unit: "ms", doc: "The script, from its first step to the end of its last." },
  received: {
    shape: "text",
    unit: "none",
    doc: "Line in which the last expect was found, or what came in its place; at most 200 characters.",
  },
  ...certificateFacts,
} as const satisfies FactSpecs;
