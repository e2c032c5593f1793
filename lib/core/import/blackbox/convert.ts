/** One module of blackbox_exporter with one target -> a check. */
import { type Converted, impossible } from "../foreign.ts";
import { goDurationMs } from "../go-duration.ts";
import { timingOf } from "../timing.ts";
import { hostAndPort, type ModuleContext } from "./common.ts";
import { convertDns } from "./dns.ts";
import { convertHttp } from "./http.ts";
import type { BlackboxModule } from "./schema.ts";
import { convertTcp } from "./tcp.ts";

export function convertModule(module: BlackboxModule, context: ModuleContext): Converted {
  const converted = convertProber(module, context);
  if ("impossible" in converted) return converted;
  const { keys: timing, losses } = timingOf({
    everyMs: goDurationMs(context.interval ?? "") ?? 60_000,
    timeoutMs: goDurationMs(module.timeout ?? ""),
  });
  return { check: { ...converted.check, ...timing }, losses: [...converted.losses, ...losses] };
}

function convertProber(module: BlackboxModule, context: ModuleContext): Converted {
  switch (module.prober) {
    case "http":
      return convertHttp(module.http ?? {}, context);
    case "tcp":
      return convertTcp(module.tcp ?? {}, context);
    case "dns":
      return module.dns == null ? impossible("it asks for no name", "Write dns: with a name.") : convertDns(module.dns, context);
    case "grpc":
      return convertGrpc(module, context);
    case "icmp":
      return impossible("it is a ping", "Lambda sends no ICMP: watch a port of the host with tcp.");
    case "websocket":
      return impossible("it opens a WebSocket", "Watch the same host with http or tls.");
    default:
      return impossible(
        `Bongsu has no kind for ${JSON.stringify(module.prober.slice(0, 40))}`,
        "Watch a port or an address with tcp or http.",
      );
  }
}

function convertGrpc({ grpc }: BlackboxModule, { target }: ModuleContext): Converted {
  const { host, port } = hostAndPort(target, grpc?.tls ? 443 : 80);
  const todo = "Only its port is watched: let the service report its health over http.";
  return { check: { tcp: { host, port, ...(grpc?.tls && { tls: true }) } }, losses: [{ what: "it asks for gRPC health", todo }] };
}
