/** Who is asked: the server of the check, or the system's own in their order. */
import type { Failure } from "../../model/failure.ts";
import { type Address, literalAddress } from "../../net/resolve.ts";
import type { ProbeContext } from "../probe.ts";
import type { ServerPlace } from "./asked.ts";
import type { DnsTarget } from "./target.ts";

const PORT = 53;
/** As the C library reads from resolv.conf at most. */
const SYSTEM_SERVERS_MAX = 3;

export type Servers = { readonly servers: readonly ServerPlace[] } | { readonly failure: Failure };

export async function findServers({ server, ip }: DnsTarget, context: ProbeContext): Promise<Servers> {
  if (server === undefined) return await systemServers(ip, context);
  const resolution = await context.resolver.resolve(server.host, ip, context.deadline);
  if ("failure" in resolution) return { failure: { phase: "dns", ...resolution.failure } };
  const [address] = resolution.addresses;
  return { servers: [{ address, port: server.port }] };
}

async function systemServers(ip: DnsTarget["ip"], { resolver }: ProbeContext): Promise<Servers> {
  const known = (await resolver.servers()).flatMap((server) => readPlace(server) ?? []);
  const servers = known.filter(({ address }) => typeof ip !== "number" || address.family === ip).slice(0, SYSTEM_SERVERS_MAX);
  if (servers.length > 0) return { servers };
  const kind = typeof ip === "number" ? ` over IPv${ip}` : "";
  const message = `this machine knows no DNS server${kind}: name one with server`;
  return { failure: { phase: "server", code: "dns-no-address", message } };
}

/** `10.0.0.2`, `::1`, `10.0.0.2:5353`, `[::1]:5353` */
function readPlace(server: string): ServerPlace | undefined {
  const alone: Address | undefined = literalAddress(server);
  if (alone !== undefined) return { address: alone, port: PORT };
  const [, host = "", port] = /^(.+):(\d+)$/.exec(server) ?? [];
  const address = literalAddress(host);
  return address === undefined ? undefined : { address, port: Number(port) };
}
