/** How each kind is pointed at a port of this computer: the contract and the soak run over this table, and a new kind adds its line. */
import type { Check } from "../../lib/core/model/check.ts";
import type { ProbedKind } from "../../lib/core/probes/index.ts";
import { dnsCheck, httpCheck, kdbCheck, metricsCheck, s3Check, tcpCheck, tlsCheck } from "./checks.ts";

/** A check of 127.0.0.1; `part` sets its times and whatever else a test is about. */
export type CheckAt = (port: number, part: Partial<Check>) => Check;

const bodyIsRead: Partial<Check> = { expect: [{ fact: "body", matcher: { op: "contains", value: "ok" } }] };

const pingPong = [{ send: ["PING\r\n"] }, { expect: "^pong$" }];

const threads = { threads: { name: "jvm_threads_live_threads", labels: {}, fold: "sum" } } as const;

const table = {
  http: {
    http: (port, part) => httpCheck(`http://127.0.0.1:${port}/`, part),
    https: (port, part) => httpCheck(`https://127.0.0.1:${port}/`, part),
    "http with its body": (port, part) => httpCheck(`http://127.0.0.1:${port}/`, { ...part, ...bodyIsRead }),
  },
  tcp: {
    tcp: (port, part) => tcpCheck(port, part),
    "tcp with TLS": (port, part) => tcpCheck(port, { ...part, tcp: { tls: { verify: true } } }),
    "tcp with a script": (port, part) => tcpCheck(port, { ...part, tcp: { script: pingPong } }),
  },
  tls: {
    tls: (port, part) => tlsCheck(port, part),
    "tls after STARTTLS of SMTP": (port, part) => tlsCheck(port, { ...part, tls: { startTls: "smtp" } }),
    "tls after STARTTLS of LDAP": (port, part) => tlsCheck(port, { ...part, tls: { startTls: "ldap" } }),
  },
  dns: { "dns over TCP": (port, part) => dnsCheck(port, { ...part, dns: { transport: "tcp" } }) },
  kdb: {
    kdb: (port, part) => kdbCheck(port, part),
    "kdb over TLS": (port, part) => kdbCheck(port, { ...part, kdb: { tls: { verify: true } } }),
  },
  metrics: {
    "metrics of a page": (port, part) =>
      metricsCheck(`http://127.0.0.1:${port}/metrics`, { ...part, metrics: { series: threads } }),
    "metrics of Actuator's health": (port, part) => metricsCheck(`http://127.0.0.1:${port}/actuator/health`, part),
  },
  s3: {
    s3: (port, part) => s3Check(`http://127.0.0.1:${port}`, part),
    "s3 over TLS": (port, part) => s3Check(`https://127.0.0.1:${port}`, part),
    "s3 with a round trip": (port, part) => s3Check(`http://127.0.0.1:${port}`, { ...part, s3: { mode: "roundTrip" } }),
  },
} satisfies Record<ProbedKind, Readonly<Record<string, CheckAt>>>;

/** Every way in which a kind can be asked, with its name. */
export const waysToAsk: readonly (readonly [name: string, checkAt: CheckAt])[] = Object.values(table).flatMap((ways) =>
  Object.entries<CheckAt>(ways),
);
