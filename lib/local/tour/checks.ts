/**
 * The checks of the tour, as anybody would write them. Times in them pass as everything does on the tour, an hour in a minute;
 * only what a probe measures is real, so `above: 200ms` means just that.
 */
import { defineChecks } from "../../core/config/index.ts";
import type { Config } from "../../core/model/check.ts";

/** Where everybody listens on 127.0.0.1. */
export interface TourPorts {
  readonly objectStore: number;
  readonly smsService: number;
  readonly tickStore: number;
  readonly shop: number;
}

type Checks = Parameters<typeof defineChecks>[0]["checks"];

export const BUCKET = "acme-exports";
export const EXPORT_KEY = "heartbeat/export.json";
export const INVOICES_KEY = "heartbeat/invoices.json";

export function tourChecks(ports: TourPorts): Config {
  return defineChecks({
    name: "tour",
    contacts: { you: { email: ["you@example.com"] } },
    defaults: { every: "5m", timeout: "2m", notify: ["you"] },
    checks: [...exports(ports), ...threads(ports), ...ticks(ports), ...shop(ports)],
  });
}

/** Outage A: one of these writers has frozen credentials. Nobody can ask the writers, but everybody can look at what they write. */
function exports({ objectStore }: TourPorts): Checks {
  const bucket = { bucket: BUCKET, endpoint: `http://127.0.0.1:${objectStore}`, forcePathStyle: true };
  const expect = { ageMs: { below: "15m" } };
  return [
    { id: "orders/export", title: "Order export", s3: { ...bucket, key: EXPORT_KEY }, expect },
    { id: "orders/invoices", title: "Invoice export", s3: { ...bucket, key: INVOICES_KEY }, expect },
  ];
}

/** Outage B: a job leaks threads. The service answers well until there are 2,000; then it answers nobody. */
function threads({ smsService }: TourPorts): Checks {
  const actuator = `http://127.0.0.1:${smsService}/actuator`;
  return [
    {
      id: "sms/threads",
      title: "SMS service, threads",
      metrics: {
        url: `${actuator}/prometheus`,
        series: { threads: "jvm_threads_live_threads", started: "jvm_threads_started_threads_total" },
        threadDump: `${actuator}/threaddump`,
      },
      leak: { series: "threads", limit: 2_000 },
    },
  ];
}

/** Outage C: a process that accepts connections and serves none of them. The port alone does not tell. */
function ticks({ tickStore }: TourPorts): Checks {
  const server = { host: "127.0.0.1", port: tickStore };
  return [
    { id: "ticks/port", title: "Ticks, port only", tcp: server },
    {
      id: "ticks/server",
      title: "Ticks (kdb+)",
      // A kdb+ that stalls is asked at most once in five minutes; a little more, and every run is a real one.
      every: "6m",
      kdb: { ...server, user: "monitor" },
      slow: { handshake: { above: "200ms" } },
    },
  ];
}

/** Nothing is wrong here, although a deployment lifts a gauge that is watched for leaks. */
function shop({ shop: port }: TourPorts): Checks {
  const base = `http://127.0.0.1:${port}`;
  return [
    {
      id: "shop/pool",
      title: "Shop, database connections",
      metrics: { url: `${base}/metrics`, series: { connections: "hikaricp_connections" } },
      leak: { series: "connections", limit: 100 },
    },
    { id: "shop/login", title: "Login", http: `${base}/login`, expect: { status: 200, json: { "$.status": "ok" } } },
  ];
}
