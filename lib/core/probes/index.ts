/** Every kind of probe, what it learns and how it runs. Its configuration schema stands in the line of the same name in schemas.ts. */
import { addressingByHost, addressingByUrl } from "./addressing.ts";
import { addressingByServer } from "./dns/addressing.ts";
import { dnsFacts } from "./dns/facts.ts";
import { httpFacts } from "./http/facts.ts";
import { kdbFacts } from "./kdb/facts.ts";
import { logsFacts } from "./logs/facts.ts";
import { metricsFacts, metricsFactsOf } from "./metrics/facts.ts";
import type { Kind, Probe } from "./probe.ts";
import { addressingByBucket } from "./s3/addressing.ts";
import { s3Facts } from "./s3/facts.ts";
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
  s3: { facts: s3Facts, addressing: addressingByBucket, load: async () => (await import("./s3/run.ts")).runS3 },
} as const satisfies Record<string, Probe>;

/** Kinds that AWS itself watches once they are deployed: nothing of ours ever runs for them. */
const unprobed = { logs: { facts: logsFacts } } as const satisfies Record<string, Kind>;

/** Both together: whatever may be written in checks.yaml. */
export const kinds = { ...probes, ...unprobed } as const;

export type ProbedKind = keyof typeof probes;
export type KnownKind = keyof typeof kinds;

export function findProbe(kind: string): Probe | undefined {
  return Object.hasOwn(probes, kind) ? probes[kind as ProbedKind] : undefined;
}

/** Whether a prober or this computer can run the check; else it takes effect on AWS alone. */
export function isProbed({ kind }: { readonly kind: string }): boolean {
  return !Object.hasOwn(unprobed, kind);
}
