import type { Failure } from "../../model/failure.ts";
import { formatPlace } from "../../net/connect.ts";
import type { Address } from "../../net/resolve.ts";
import type { DnsMessage } from "./message.ts";

/** One server that is asked. */
export interface ServerPlace {
  readonly address: Address;
  readonly port: number;
}

/** What came of asking a server: its answer, or why there is none. */
export type Asked = { readonly answer: DnsMessage } | { readonly failure: Failure };

/** `10.0.0.2:53` */
export function printPlace({ address, port }: ServerPlace): string {
  return formatPlace(address.ip, port);
}

export function malformed(server: ServerPlace, reason: string): Asked {
  const message = `the answer of ${printPlace(server)} cannot be read: ${reason}`;
  return { failure: { phase: "server", code: "dns-malformed", message } };
}
