/** One endpoint of Gatus -> a check. The scheme of its address says of which kind. */
import { type Converted, impossible, type Loss, type Written } from "../foreign.ts";
import { goDurationMs } from "../go-duration.ts";
import { timingOf } from "../timing.ts";
import { expectOf } from "./conditions.ts";
import type { EndpointContext } from "./context.ts";
import { convertHttp } from "./http.ts";
import type { GatusEndpoint } from "./schema.ts";

export function convertEndpoint(endpoint: GatusEndpoint, context: EndpointContext): Converted {
  const isHttp = endpoint.dns == null && /^https?:\/\//i.test(endpoint.url ?? "");
  const kind = isHttp ? "http" : endpoint.dns == null ? "connection" : "dns";
  const expected = expectOf(endpoint.conditions ?? [], kind);
  if ("impossible" in expected) return expected;
  const converted = kind === "http" ? convertHttp(endpoint, context) : convertOther(endpoint);
  if ("impossible" in converted) return converted;
  const { keys: timing, losses } = timingOf({
    everyMs: goDurationMs(endpoint.interval ?? "") ?? 60_000,
    timeoutMs: goDurationMs(endpoint.client?.timeout ?? ""),
    failures: context.failures,
  });
  const check: Written = {
    ...converted.check,
    ...(Object.keys(expected.expect).length > 0 && { expect: expected.expect }),
    ...timing,
    ...(context.notify.length > 0 && { notify: [...context.notify] }),
  };
  return { check, losses: [...converted.losses, ...expected.losses, ...losses, ...restOf(endpoint)] };
}

function restOf(endpoint: GatusEndpoint): Loss[] {
  const { client } = endpoint;
  return [
    ...(client?.["dns-resolver"] ? [{ what: "it asks a DNS server of its own", todo: "Watch that server with kind dns." }] : []),
    ...(client?.tunnel ? [{ what: "it goes through an SSH tunnel", todo: "Run the check inside the network: from: vpc." }] : []),
    ...((endpoint["maintenance-windows"] ?? []).length > 0
      ? [{ what: "its maintenance windows", todo: "Mute its alarm in CloudWatch with a mute rule." }]
      : []),
  ];
}

function convertOther({ client, dns, url, ssh }: GatusEndpoint): Converted {
  if (dns != null) return convertDns({ name: dns["query-name"], type: dns["query-type"] ?? "A", server: url ?? "" });
  const [, scheme = "", host = "", port] =
    /^([a-z]+):\/\/(?:[^/@]*@)?(\[[^\]]+\]|[^/:?#]+)(?::(\d{1,5}))?/i.exec(url ?? "") ?? [];
  const verify = client?.insecure ? { verify: false } : {};
  switch (scheme.toLowerCase()) {
    case "tcp":
      return whole({ tcp: `${host}:${port ?? 80}` });
    case "tls":
      return whole({ tls: { host, port: Number(port ?? 443), ...verify } });
    case "starttls":
      return whole({ tls: { host, port: Number(port ?? 587), startTls: "smtp", ...verify } });
    case "ssh":
      return whole({ tcp: { host, port: Number(port ?? 22), script: [{ expect: "^SSH-" }] } }, ssh == null ? [] : [LOGIN]);
    case "grpc":
    case "grpcs":
      return whole({ tcp: { host, port: Number(port ?? 443), ...(scheme === "grpcs" && { tls: true }) } }, [GRPC]);
    default:
      return withoutEqual(scheme.toLowerCase());
  }
}

const LOGIN: Loss = {
  what: "it logs in by SSH",
  todo: "That a server greets is watched: let the machine report its health over http.",
};
const GRPC: Loss = {
  what: "it asks for gRPC health",
  todo: "Only its port is watched: let the service report its health over http.",
};

function whole(check: Written, losses: readonly Loss[] = []): Converted {
  return { check, losses };
}

function convertDns({
  name,
  server,
  type,
}: {
  readonly name: string;
  readonly server: string;
  readonly type: string;
}): Converted {
  const address = server.replace(/^[a-z]+:\/\//i, "").replace(/\/.*$/, "");
  const dns = { name: name.replace(/\.$/, ""), ...(type !== "A" && { type }), ...(address !== "" && { server: address }) };
  return whole({ dns });
}

function withoutEqual(scheme: string): Converted {
  switch (scheme) {
    case "icmp":
      return impossible("it is a ping", "Lambda sends no ICMP: watch a port of the host with tcp.");
    case "udp":
    case "sctp":
      return impossible(`it speaks ${scheme.toUpperCase()}`, "Watch a TCP port of the same service with tcp.");
    case "ws":
    case "wss":
      return impossible("it opens a WebSocket", "Watch the same host with http or tls.");
    default:
      return impossible("its address begins with no scheme that is known", "Watch it with http, tcp, tls or dns.");
  }
}
