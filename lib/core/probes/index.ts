/** Every kind of probe, what it learns and how it runs. Its configuration schema stands in the line of the same name in schemas.ts. */
import { addressingByHost, addressingByUrl } from "./addressing.ts";
import { httpFacts } from "./http/facts.ts";
import type { Probe } from "./probe.ts";
import { tcpFacts } from "./tcp/facts.ts";

export const probes = {
  http: { facts: httpFacts, addressing: addressingByUrl, load: async () => (await import("./http/run.ts")).runHttp },
  tcp: { facts: tcpFacts, addressing: addressingByHost, load: async () => (await import("./tcp/run.ts")).runTcp },
} as const satisfies Record<string, Probe>;

export type KnownKind = keyof typeof probes;

export function findProbe(kind: string): Probe | undefined {
  return Object.hasOwn(probes, kind) ? probes[kind as KnownKind] : undefined;
}
