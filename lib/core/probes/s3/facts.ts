import type { FactSpecs } from "../../model/fact.ts";
import { certificateFacts, connectionFacts } from "../facts.ts";

export const s3Facts = {
  ...connectionFacts,
  auth: { shape: "number", unit: "ms", doc: "Getting credentials and signing with them." },
  tls: { shape: "number", unit: "ms", doc: "TLS handshake." },
  server: { shape: "number", unit: "ms", doc: "From the request to the first byte of the answer." },
  transfer: { shape: "number", unit: "ms", doc: "From the first byte to the last." },
  sts: { shape: "number", unit: "ms", doc: "Asking STS who signs; once for each set of credentials, and 2 s at most." },
  identity: {
    shape: "text",
    unit: "none",
    doc: "ARN of whoever signed, as STS calls it; absent where STS does not say, and where S3 is not AWS's own.",
  },
  ageMs: {
    shape: "number",
    unit: "ms",
    doc: "S3's own time less the time at which the object was last written; mode age only.",
    explainedBy: "access",
  },
  bytes: { shape: "number", unit: "bytes", doc: "Size of the object." },
  credentialsExpireInMs: {
    shape: "number",
    unit: "ms",
    doc: "How long the credentials of this run are still valid, where their end is known.",
  },
  access: {
    shape: "text",
    unit: "none",
    doc: "How S3 answered us while the object had this age: as whom, and with credentials valid for how long.",
    transient: true,
  },
  ...certificateFacts,
} as const satisfies FactSpecs;
