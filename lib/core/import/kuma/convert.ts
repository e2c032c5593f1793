/** One monitor of Uptime Kuma -> a check. Kinds that Bongsu has not become a look at their port, where they have one. */
import { type Converted, impossible, type Loss, type Written } from "../foreign.ts";
import { timingOf } from "../timing.ts";
import type { MonitorContext } from "./context.ts";
import { convertHttp } from "./http.ts";
import { portOnly } from "./port-only.ts";
import type { KumaMonitor } from "./schema.ts";

export function convertMonitor(monitor: KumaMonitor, context: MonitorContext): Converted {
  if (monitor.upsideDown) return impossible("it is turned upside down: up when it fails", "Watch for what should be there.");
  const converted = convertKind(monitor, context);
  if ("impossible" in converted) return converted;
  const { keys: timing, losses } = timingOf({
    everyMs: secondsToMs(monitor.interval),
    timeoutMs: timeoutOf(monitor),
    failures: (monitor.maxretries ?? 0) + 1,
  });
  const notify = context.notify.length === 0 ? {} : { notify: [...context.notify] };
  const check = { ...converted.check, ...timing, ...notify };
  return { check, losses: [...converted.losses, ...losses, ...retryLoss(monitor)] };
}

const HTTP_TYPES = ["http", "keyword", "json-query"];
const INTERVAL_DEFAULT_SECONDS = 60;

/** Where none is written, Uptime Kuma waits for an answer over HTTP through four fifths of the interval. */
function timeoutOf({ interval, timeout, type }: KumaMonitor): number | undefined {
  if (timeout) return secondsToMs(timeout);
  const everySeconds = interval != null && interval > 0 ? interval : INTERVAL_DEFAULT_SECONDS;
  return HTTP_TYPES.includes(type) ? secondsToMs(0.8 * everySeconds) : undefined;
}

/** What fails is there asked at an interval of its own until the retries are used up. */
function retryLoss({ interval, maxretries, retryInterval }: KumaMonitor): Loss[] {
  if (!maxretries || !retryInterval || retryInterval === (interval ?? INTERVAL_DEFAULT_SECONDS)) return [];
  const todo = "Here a failed run is tried again at once, and alarm: after counts runs at the usual interval: choose how many.";
  return [{ what: `tries again every ${retryInterval} s`, todo }];
}

function secondsToMs(written: number | null | undefined): number | undefined {
  return written == null ? undefined : Math.round(written * 1_000);
}

function convertKind(monitor: KumaMonitor, context: MonitorContext): Converted {
  switch (monitor.type) {
    case "http":
    case "keyword":
    case "json-query":
      return convertHttp(monitor, context);
    case "port":
      return whole({ tcp: { host: monitor.hostname ?? "", port: monitor.port, ...ipOf(monitor) } });
    case "dns":
      return convertDns(monitor);
    case "smtp":
      return convertSmtp(monitor);
    default:
      return portOnly(monitor) ?? withoutEqual(monitor.type);
  }
}

function whole(check: Written, losses: readonly Loss[] = []): Converted {
  return { check, losses };
}

function ipOf({ ipFamily }: KumaMonitor): Written {
  if (ipFamily === "ipv4") return { ip: 4 };
  return ipFamily === "ipv6" ? { ip: 6 } : {};
}

function convertDns({ hostname, port, dns_resolve_server, dns_resolve_type, conditions }: KumaMonitor): Converted {
  const [server, ...others] = (dns_resolve_server ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
  const type = dns_resolve_type ?? "A";
  const dns = {
    name: hostname ?? "",
    ...(type !== "A" && { type }),
    ...(server !== undefined && { server: serverWithPort(server, port ?? 53) }),
  };
  return whole({ dns, expect: { count: { above: 0 } } }, [
    ...(others.length > 0 ? [{ what: "it asks several servers", todo: "Write a check for each of the others." }] : []),
    ...((conditions ?? []).length > 0 ? [{ what: "its conditions on records", todo: "Write them under expect: answers." }] : []),
  ]);
}

function serverWithPort(server: string, port: number): string {
  if (port === 53) return server;
  return server.includes(":") ? `[${server}]:${port}` : `${server}:${port}`;
}

/** A mail server greets; STARTTLS must work where it is asked for. */
function convertSmtp({ hostname, port, smtpSecurity }: KumaMonitor): Converted {
  const base = { host: hostname ?? "", port: port ?? 25 };
  if (smtpSecurity === "secure") return whole({ tcp: { ...base, tls: true, script: [{ expect: "^220" }] } });
  if (smtpSecurity === "starttls") return whole({ tcp: { ...base, startTls: "smtp" } });
  return whole({ tcp: { ...base, script: [{ expect: "^220" }] } });
}

const NO_EQUAL: Readonly<Record<string, readonly [what: string, todo: string]>> = {
  ping: ["it is a ping", "Lambda sends no ICMP: watch a port of the host with tcp."],
  push: [
    "it waits to be called",
    "Bongsu asks, it does not wait: let the job write an object (kind s3) or a log line (kind logs).",
  ],
  docker: ["it asks a Docker daemon", "Watch what the container serves, with http or tcp."],
  "real-browser": ["it drives a browser", "Watch the page with http, or run a CloudWatch Synthetics canary."],
  "websocket-upgrade": ["it opens a WebSocket", "Watch the same host with http or tls."],
  snmp: ["it asks by SNMP", "Export the number to Prometheus text and watch it with metrics."],
  "system-service": ["it asks the machine's own service manager", "Watch what the service serves, with http or tcp."],
  pm2: ["it asks the machine's own PM2", "Watch what the process serves, with http or tcp."],
  manual: ["its state is set by hand", "There is nothing to probe."],
};

function withoutEqual(type: string): Converted {
  const [what, todo] = (Object.hasOwn(NO_EQUAL, type) ? NO_EQUAL[type] : undefined) ?? [
    `Bongsu has no kind for ${JSON.stringify(type.slice(0, 40))}`,
    "Watch a port or an address of it with tcp or http.",
  ];
  return impossible(what, todo);
}
