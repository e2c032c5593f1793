/** Kinds of Uptime Kuma that speak a protocol which Bongsu does not: what remains is whether the port answers. */
import { type Converted, impossible } from "../foreign.ts";
import type { KumaMonitor } from "./schema.ts";

interface Server {
  readonly host: string;
  readonly port: number;
  readonly isTls?: boolean;
}

interface PortKind {
  readonly speaks: string;
  readonly find: (monitor: KumaMonitor) => Server | undefined;
}

const KINDS: Readonly<Record<string, PortKind>> = {
  postgres: { speaks: "logs in and sends a query", find: (monitor) => fromConnection(monitor, 5432) },
  mysql: { speaks: "logs in and sends a query", find: (monitor) => fromConnection(monitor, 3306) },
  sqlserver: { speaks: "logs in and sends a query", find: fromSqlServer },
  mongodb: { speaks: "logs in and sends a command", find: (monitor) => fromConnection(monitor, 27_017) },
  redis: { speaks: "logs in and sends PING", find: (monitor) => fromConnection(monitor, 6379) },
  mqtt: { speaks: "subscribes and waits for a message", find: (monitor) => fromHost(monitor, 1883) },
  "grpc-keyword": { speaks: "calls a method and looks for a keyword", find: fromGrpc },
  "kafka-producer": { speaks: "produces a message", find: fromBrokers },
};

/** `undefined` for kinds that have no port to look at. */
export function portOnly(monitor: KumaMonitor): Converted | undefined {
  const kind = Object.hasOwn(KINDS, monitor.type) ? KINDS[monitor.type] : undefined;
  if (kind === undefined) return undefined;
  const server = kind.find(monitor);
  if (server === undefined)
    return impossible(`it ${kind.speaks}, and names no host that can be read`, "Watch its port with tcp.");
  const { host, port, isTls } = server;
  const tcp = isTls ? { host, port, tls: true } : `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const todo = "Only its port is watched: let the service report its own health over http.";
  return { check: { tcp }, losses: [{ what: `it ${kind.speaks}`, todo }] };
}

/** `postgres://user:password@host:port/database`; nothing but host and port is read. */
function fromConnection({ databaseConnectionString }: KumaMonitor, portDefault: number): Server | undefined {
  const written = databaseConnectionString ?? "";
  // Some drivers take a list of hosts: the first stands for all.
  const match = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#]*@)?(\[[^\]]+\]|[^/?#,:]+)(?::(\d{1,5}))?/i.exec(written);
  const [, scheme = "", host, port] = match ?? [];
  if (host === undefined || scheme.endsWith("+srv")) return undefined;
  return { host: withoutBrackets(host), port: Number(port ?? portDefault), ...(scheme === "rediss" && { isTls: true }) };
}

/** `Server=host,1433;Database=…` */
function fromSqlServer({ databaseConnectionString }: KumaMonitor): Server | undefined {
  const server = /(?:^|;)\s*(?:server|data source|addr(?:ess)?)\s*=\s*(?:tcp:)?([^;,\\\s]+)(?:,\s*(\d{1,5}))?/i.exec(
    databaseConnectionString ?? "",
  );
  return server?.[1] === undefined ? undefined : { host: server[1], port: Number(server[2] ?? 1433) };
}

/** An MQTT broker may be written with its scheme. */
function fromHost({ hostname, port }: KumaMonitor, portDefault: number): Server | undefined {
  const match = /^(?:([a-z]+):\/\/)?(\[[^\]]+\]|[^/:?#@]+)/i.exec(hostname ?? "");
  if (match?.[2] === undefined) return undefined;
  const isTls = match[1] === "mqtts" || match[1] === "wss";
  return { host: withoutBrackets(match[2]), port: port ?? portDefault, ...(isTls && { isTls }) };
}

function fromGrpc({ grpcUrl, grpcEnableTls }: KumaMonitor): Server | undefined {
  const match = /^(?:[a-z]+:\/\/)?(\[[^\]]+\]|[^/:?#@]+):(\d{1,5})/i.exec(grpcUrl ?? "");
  if (match?.[1] === undefined) return undefined;
  return { host: withoutBrackets(match[1]), port: Number(match[2]), ...(grpcEnableTls && { isTls: true }) };
}

function fromBrokers({ kafkaProducerBrokers, kafkaProducerSsl }: KumaMonitor): Server | undefined {
  const match = /^(\[[^\]]+\]|[^:]+):(\d{1,5})$/.exec(kafkaProducerBrokers?.[0] ?? "");
  if (match?.[1] === undefined) return undefined;
  return { host: withoutBrackets(match[1]), port: Number(match[2]), ...(kafkaProducerSsl && { isTls: true }) };
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, "$1");
}
