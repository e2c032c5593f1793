import type { FactSpec, FactSpecs } from "../../model/fact.ts";
import { certificateFacts, connectionFacts } from "../facts.ts";
import type { MetricsTarget, SeriesChoice } from "./target.ts";

/** Facts of every check; those of its own `series` come on top. */
export const metricsFacts = {
  ...connectionFacts,
  auth: { shape: "number", unit: "ms", doc: "Fetching a token or credentials; absent when a token was at hand." },
  tls: { shape: "number", unit: "ms", doc: "TLS handshake." },
  server: { shape: "number", unit: "ms", doc: "From the request to the first byte of the answer." },
  transfer: { shape: "number", unit: "ms", doc: "From the first byte to the last." },
  status: { shape: "number", unit: "code", doc: "HTTP status of the answer." },
  health: {
    shape: "text",
    unit: "none",
    doc: "Status of a health document: UP, DOWN, OUT_OF_SERVICE, UNKNOWN or the application's own.",
    explainedBy: "unwell",
  },
  unwell: { shape: "text", unit: "none", doc: "Components of a health document that are not UP, with what they say." },
  ageMs: { shape: "number", unit: "ms", doc: "Age of the oldest value that a series was made of, where the page tells it." },
  startedAtEpochMs: { shape: "number", unit: "none", doc: "When the watched process started, where the page tells it." },
  ...certificateFacts,
} as const satisfies FactSpecs;

/** All facts of one check. The target is what the kind's own schema made. */
export function metricsFactsOf(target: unknown): FactSpecs {
  const { series } = target as Pick<MetricsTarget, "series">;
  return { ...metricsFacts, ...Object.fromEntries(Object.entries(series).map(([name, choice]) => [name, seriesFact(choice)])) };
}

function seriesFact({ name, fold }: SeriesChoice): FactSpec {
  return { shape: "number", unit: "none", doc: `Series ${name}; several lines of it become their ${fold}.` };
}
