import type { FactSpecs } from "../model/fact.ts";

/** Facts of every kind that opens a connection. */
export const connectionFacts = {
  address: { shape: "text", unit: "none", doc: "IP address that was used." },
  total: { shape: "number", unit: "ms", doc: "Whole run, from DNS to the last byte." },
  dns: { shape: "number", unit: "ms", doc: "Finding the address." },
  connect: { shape: "number", unit: "ms", doc: "TCP connection." },
} as const satisfies FactSpecs;

/** Facts of a certificate, known also when it is refused. */
export const certificateFacts = {
  "certificate.daysLeft": { shape: "number", unit: "days", doc: "Days until the certificate expires; negative once it has." },
  "certificate.issuer": { shape: "text", unit: "none", doc: "Who signed the certificate." },
  "certificate.subject": { shape: "text", unit: "none", doc: "Whom the certificate names." },
  "certificate.fingerprint": { shape: "text", unit: "none", doc: "SHA-256 of the certificate, hexadecimal." },
} as const satisfies FactSpecs;
