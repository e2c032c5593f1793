import type { FactSpecs } from "../../model/fact.ts";
import { certificateFacts, connectionFacts } from "../facts.ts";

export const httpFacts = {
  ...connectionFacts,
  auth: { shape: "number", unit: "ms", doc: "Fetching a token or credentials; absent when a token was at hand." },
  proxy: { shape: "number", unit: "ms", doc: "Way through the proxy, until it has opened a tunnel to the target." },
  tls: { shape: "number", unit: "ms", doc: "TLS handshake." },
  server: { shape: "number", unit: "ms", doc: "From the request to the first byte of the final answer." },
  transfer: { shape: "number", unit: "ms", doc: "From the first byte to the last." },
  status: { shape: "number", unit: "code", doc: "HTTP status of the final answer." },
  headers: { shape: "map", unit: "none", doc: "Headers of the final answer, names in lower case.", transient: true },
  body: { shape: "text", unit: "none", doc: "Body of the final answer, decoded.", transient: true },
  json: { shape: "json", unit: "none", doc: "Body read as JSON, addressed by JSON path.", from: "body", transient: true },
  bodyBytes: { shape: "number", unit: "bytes", doc: "Size of the body after decompression." },
  redirects: { shape: "number", unit: "count", doc: "Redirects that were followed." },
  finalUrl: { shape: "text", unit: "none", doc: "Address of the final answer." },
  httpVersion: { shape: "text", unit: "none", doc: "1.0, 1.1 or 2." },
  clockSkew: { shape: "number", unit: "ms", doc: "Server's Date header less our clock." },
  ...certificateFacts,
} as const satisfies FactSpecs;
