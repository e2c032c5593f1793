import { isIP } from "node:net";
import type { Deadline } from "../time/deadline.ts";

export type IpFamily = 4 | 6;
/** Which addresses a check may use: `any` takes the first that DNS gives, IPv4 before IPv6; `all` takes every one of both. */
export type IpChoice = IpFamily | "any" | "all";

export interface Resolver {
  /** Addresses of a host name in the order to use them; a literal address answers itself. Never rejects. */
  resolve(host: string, choice: IpChoice, deadline: Deadline): Promise<Resolution>;
  /** The DNS servers that are asked, in order: `10.0.0.2`, `10.0.0.2:5353`, `[::1]:5353`. Never rejects. */
  servers(): Promise<readonly string[]>;
}

export type Resolution = Resolved | { readonly failure: ResolveFailure };

export interface Resolved {
  readonly addresses: readonly [Address, ...Address[]];
  /** With `all`: why it cannot be said whether there are addresses of the other family too. */
  readonly unknownFamily?: { readonly family: IpFamily; readonly failure: ResolveFailure };
}

export interface Address {
  readonly ip: string;
  readonly family: IpFamily;
}

export interface ResolveFailure {
  readonly code: "dns-not-found" | "dns-no-address" | "dns-server-failed" | "dns-refused" | "dns-timed-out" | "dns-malformed";
  readonly message: string;
}

/** The address itself when the host is a literal one (IPv6 with or without brackets). */
export function literalAddress(host: string): Address | undefined {
  const ip = host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
  const family = isIP(ip);
  return family === 0 ? undefined : { ip, family: family === 4 ? 4 : 6 };
}

/** A literal address needs no DNS, so that phase does not happen. */
export function firstPhaseOf(host: string): "dns" | "connect" {
  return literalAddress(host) === undefined ? "dns" : "connect";
}
