import type { FactSpecs } from "../../model/fact.ts";
import { certificateFacts, connectionFacts } from "../facts.ts";

export const tlsFacts = {
  ...connectionFacts,
  starttls: { shape: "number", unit: "ms", doc: "The talk in plain text that asks for TLS." },
  tls: { shape: "number", unit: "ms", doc: "TLS handshake." },
  protocol: { shape: "text", unit: "none", doc: "Version that both sides agreed on: TLSv1.2 or TLSv1.3." },
  cipher: { shape: "text", unit: "none", doc: "Cipher suite that both sides agreed on, as in TLS_AES_256_GCM_SHA384." },
  ...certificateFacts,
  chainDaysLeft: {
    shape: "number",
    unit: "days",
    doc: "Days until the first certificate of the chain that verification uses expires; certificates that it does not need do not count.",
  },
} as const satisfies FactSpecs;
