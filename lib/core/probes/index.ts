/** Every kind of probe, what it learns and how it runs. Its configuration schema stands in the line of the same name in schemas.ts. */
import { addressingByHost, addressingByUrl } from "./addressing.ts";
import { addressingByServer } from "./dns/addressing.ts";
import { dnsFacts } from "./dns/facts.ts";
import { httpFacts } from "./http/facts.ts";
import { kdbFacts } from "./kdb/facts.ts";
import { metricsFacts, metricsFactsOf } from "./metrics/facts.ts";
import type { Probe } from "./probe.ts";
import { tcpFacts } from "./tcp/facts.ts";
import { tlsFacts } from "./tls/facts.ts";

export const probes = {
  http: { facts: httpFacts, addressing: addressingByUrl, load: async () => (await import("./http/run.ts")).runHttp },
  tcp: { facts: tcpFacts, addressing: addressingByHost, load: async () => (await import("./tcp/run.ts")).runTcp },
  tls: { facts: tlsFacts, addressing: addressingByHost, load: async () => (await import("./tls/run.ts")).runTls },
  dns: { facts: dnsFacts, addressing: addressingByServer, load: async () => (await import("./dns/run.ts")).runDns },
  kdb: {
    facts: kdbFacts,
    addressing: addressingByHost,
    retry: "never",
    load: async () => (await import("./kdb/run.ts")).runKdb,
  },
  metrics: {
    facts: metricsFacts,
    factsOf: metricsFactsOf,
    addressing: addressingByUrl,
    load: async () => (await import("./metrics/run.ts")).runMetrics,
  },
} as const satisfies Record<string, Probe>;

export type KnownKind = keyof typeof probes;

export function findProbe(kind: string): Probe | undefined {
  return Object.hasOwn(probes, kind) ? probes[kind as KnownKind] : undefined;
}
