/** Checks and run options with everything filled in, so that a test states only what it is about. */
import type { Check } from "../../lib/core/model/check.ts";
import type { Expectation } from "../../lib/core/model/expectation.ts";
import type { HttpTarget } from "../../lib/core/net/http/target.ts";
import { createResolver } from "../../lib/core/net/system-resolver.ts";
import type { RequestSigner } from "../../lib/core/ports.ts";
import type { DnsTarget } from "../../lib/core/probes/dns/target.ts";
import type { KdbTarget } from "../../lib/core/probes/kdb/target.ts";
import type { MetricsTarget } from "../../lib/core/probes/metrics/target.ts";
import type { S3Target } from "../../lib/core/probes/s3/target.ts";
import type { TcpTarget } from "../../lib/core/probes/tcp/target.ts";
import type { TlsTarget } from "../../lib/core/probes/tls/target.ts";
import type { RunOptions } from "../../lib/core/run/run-check.ts";
import { environmentSecrets } from "../../lib/core/run/secrets.ts";
import { systemClock } from "../../lib/core/time/clock.ts";

const anyGoodStatus: Expectation = { fact: "status", matcher: { op: "oneOf", values: [{ from: 200, to: 299 }] } };

export function makeCheck(part: Pick<Check, "kind" | "target"> & Partial<Check>): Check {
  return {
    id: "test/check",
    group: "test",
    title: "test/check",
    everyMs: 60_000,
    timeoutMs: 2_000,
    from: ["region"],
    notify: [],
    expect: [],
    slow: [],
    alarm: { badDatapoints: 2, ofDatapoints: 3 },
    dependsOn: [],
    ...part,
  };
}

export function httpCheck(url: string, part: Partial<Check> & { http?: Partial<HttpTarget> } = {}): Check {
  const { http, ...rest } = part;
  const target: HttpTarget = { url, method: "GET", headers: {}, redirects: 10, ip: "any", tls: { verify: true }, ...http };
  return makeCheck({ kind: "http", target, expect: [anyGoodStatus], ...rest });
}

export function tcpCheck(port: number, part: Partial<Check> & { tcp?: Partial<TcpTarget> } = {}): Check {
  const { tcp, ...rest } = part;
  const target: TcpTarget = { host: "127.0.0.1", port, ip: "any", ...tcp };
  return makeCheck({ kind: "tcp", target, ...rest });
}

/** Asks 127.0.0.1 for the addresses of `www.acme.example` unless told otherwise. */
export function dnsCheck(port: number, part: Partial<Check> & { dns?: Partial<DnsTarget> } = {}): Check {
  const { dns, ...rest } = part;
  const server = { host: "127.0.0.1", port };
  const question = { name: "www.acme.example", type: "A", class: "IN", transport: "udp", recurse: true, ip: "any" } as const;
  const target: DnsTarget = { ...question, server, ...dns };
  return makeCheck({ kind: "dns", target, expect: [{ fact: "rcode", matcher: { op: "oneOf", values: ["NOERROR"] } }], ...rest });
}

export function tlsCheck(port: number, part: Partial<Check> & { tls?: Partial<TlsTarget> } = {}): Check {
  const { tls, ...rest } = part;
  const target: TlsTarget = { host: "127.0.0.1", port, ip: "any", tls: { verify: true }, ...tls };
  return makeCheck({ kind: "tls", target, ...rest });
}

export function kdbCheck(port: number, part: Partial<Check> & { kdb?: Partial<KdbTarget> } = {}): Check {
  const { kdb, ...rest } = part;
  const target: KdbTarget = { host: "127.0.0.1", port, ip: "any", query: "1+1", numbers: true, ...kdb };
  return makeCheck({ kind: "kdb", target, ...rest });
}

/** Without `series` it asks for a health document, and expects nothing of it. */
export function metricsCheck(url: string, part: Partial<Check> & { metrics?: Partial<MetricsTarget> } = {}): Check {
  const { metrics, ...rest } = part;
  const tls = { verify: true };
  const target: MetricsTarget = { url, series: {}, headers: {}, staleAfterMs: 180_000, ip: "any", tls, ...metrics };
  return makeCheck({ kind: "metrics", target, ...rest });
}

/** Asks for the age of `heartbeat/export.json` in the bucket `acme-exports`, and expects nothing of it. */
export function s3Check(endpoint: string, part: Partial<Check> & { s3?: Partial<S3Target> } = {}): Check {
  const { s3, ...rest } = part;
  const object = { bucket: "acme-exports", key: "heartbeat/export.json", region: "eu-west-1" };
  const target: S3Target = { ...object, mode: "age", endpoint, forcePathStyle: false, ip: "any", tls: { verify: true }, ...s3 };
  return makeCheck({ kind: "s3", target, ...rest });
}

/** Signs whatever it is given, with nothing behind it: for servers that do not look. */
export const anySigner: RequestSigner = {
  sign: async () => ({ headers: { authorization: "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/x" } }),
};

export function runOptions(part: Partial<RunOptions> = {}): RunOptions {
  return { location: "test", clock: systemClock, resolver: createResolver(), secrets: environmentSecrets, ...part };
}
