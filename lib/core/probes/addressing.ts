/** Where a target says which host and which of its addresses it means. Targets are what the kinds' own schemas made. */
import type { IpChoice } from "../net/resolve.ts";
import type { Addressing } from "./probe.ts";

/** Of targets with `host` and `ip`. */
export function addressingByHost(target: unknown): Addressing {
  const { host, ip } = target as { host: string; ip: IpChoice };
  return { host, ip };
}

/** Of targets with `url` and `ip`. */
export function addressingByUrl(target: unknown): Addressing {
  const { url, ip } = target as { url: string; ip: IpChoice };
  return { host: URL.parse(url)?.hostname ?? "", ip };
}
