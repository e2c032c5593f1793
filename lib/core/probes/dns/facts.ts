import type { FactSpecs } from "../../model/fact.ts";
import { connectionFacts } from "../facts.ts";
import { RCODES } from "./rcodes.ts";

export const dnsFacts = {
  ...connectionFacts,
  address: { shape: "text", unit: "none", doc: "IP address of the server that was asked." },
  dns: { shape: "number", unit: "ms", doc: "Finding the address of the server, where it is a name." },
  connect: { shape: "number", unit: "ms", doc: "TCP connection, where the question goes over TCP." },
  server: { shape: "number", unit: "ms", doc: "From the question to the answer." },
  rcode: { shape: "text", unit: "none", doc: "Response code of the server.", values: RCODES },
  answers: { shape: "list", unit: "none", doc: "Data of the records of the type that was asked for, sorted." },
  count: { shape: "number", unit: "count", doc: "Number of these records." },
  minTtl: { shape: "number", unit: "ms", doc: "Shortest time to live in the answer, aliases included." },
  authoritative: { shape: "flag", unit: "none", doc: "Whether the server itself is responsible for the name (AA)." },
  serial: { shape: "number", unit: "none", doc: "Serial number of the zone; only where SOA is asked for." },
} as const satisfies FactSpecs;
