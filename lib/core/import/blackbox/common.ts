/** What all probers of blackbox_exporter have in common. */
import type { Conversion, Loss, Written } from "../foreign.ts";
import type { BlackboxTls } from "./schema.ts";

export interface ModuleContext extends Conversion {
  /** As Prometheus hands it over: an address, host:port, or a host. */
  readonly target: string;
  readonly interval?: string | undefined;
}

export function hostAndPort(target: string, portDefault: number): { readonly host: string; readonly port: number } {
  const match = /^(?:[a-z]+:\/\/)?(?:[^/@]*@)?(\[[^\]]+\]|[^/:?#]*)(?::(\d{1,5}))?/i.exec(target);
  return { host: (match?.[1] ?? target).replace(/^\[(.*)\]$/, "$1"), port: Number(match?.[2] ?? portDefault) };
}

interface Addressing {
  readonly preferred_ip_protocol?: string | null | undefined;
  readonly ip_protocol_fallback?: boolean | null | undefined;
}

/** Without fallback one family is meant; with it, any will do. */
export function ipOf({ ip_protocol_fallback, preferred_ip_protocol }: Addressing): 4 | 6 | undefined {
  if (ip_protocol_fallback !== false) return undefined;
  return preferred_ip_protocol === "ip4" ? 4 : 6;
}

export function tlsOf(config: BlackboxTls): { readonly tls: Written; readonly losses: readonly Loss[] } {
  const oldest = { TLS12: "1.2", TLS13: "1.3" }[config?.min_version ?? ""];
  const files = [config?.ca_file, config?.cert_file, config?.key_file].some(Boolean);
  return {
    tls: {
      ...(config?.insecure_skip_verify && { verify: false }),
      ...(config?.server_name && { serverName: config.server_name }),
      ...(oldest !== undefined && { minVersion: oldest }),
    },
    losses: [
      ...(files ? [{ what: "its certificates are files", todo: "Write them under tls: ca, cert, and key as a reference." }] : []),
      ...(config?.max_version
        ? [{ what: "its newest TLS version", todo: "Watch the version with kind tls: expect: protocol." }]
        : []),
    ],
  };
}
