import type { Addressing } from "../probe.ts";
import type { DnsTarget } from "./target.ts";

/** With `ip: all` every address of the server is asked; the system's own servers are addresses already. */
export function addressingByServer(target: unknown): Addressing {
  const { server, ip } = target as DnsTarget;
  return server === undefined ? { host: "", ip: "any" } : { host: server.host, ip };
}
