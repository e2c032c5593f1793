import type { FactSpecs } from "../../model/fact.ts";

export const logsFacts = {
  count: { shape: "number", unit: "count", doc: "Log events within one interval that match the pattern." },
} as const satisfies FactSpecs;
