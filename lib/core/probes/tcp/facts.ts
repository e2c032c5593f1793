import type { FactSpecs } from "../../model/fact.ts";
import { connectionFacts } from "../facts.ts";

export const tcpFacts = { ...connectionFacts } as const satisfies FactSpecs;
