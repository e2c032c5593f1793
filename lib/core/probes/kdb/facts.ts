import type { FactSpecs } from "../../model/fact.ts";
import { certificateFacts, connectionFacts } from "../facts.ts";

export const kdbFacts = {
  ...connectionFacts,
  tls: { shape: "number", unit: "ms", doc: "TLS handshake." },
  handshake: {
    shape: "number",
    unit: "ms",
    doc: "From user and password to the server's reply: how long its one thread let us wait, the best gauge of its queue.",
  },
  query: { shape: "number", unit: "ms", doc: "From the query to its whole answer." },
  numbers: { shape: "number", unit: "ms", doc: "Asking for clock, memory and handles." },
  result: {
    shape: "scalar",
    unit: "none",
    doc: "Answer to the query: a number, a text or true and false; other values as a short text, an error as 'type.",
  },
  handles: { shape: "number", unit: "count", doc: "Open handles of the server, ours among them (count .z.W)." },
  queuedBytes: { shape: "number", unit: "bytes", doc: "Waiting in the server for clients that read too slowly (.z.W)." },
  memoryUsedBytes: { shape: "number", unit: "bytes", doc: "Memory in use by the server (.Q.w)." },
  clockSkew: { shape: "number", unit: "ms", doc: "Server's clock (.z.p) less ours." },
  ...certificateFacts,
} as const satisfies FactSpecs;
