import type { Endpoint } from "../../net/open-connection.ts";
import type { TlsOptions } from "../../net/tls-options.ts";

/** What a `tls` check asks: that a handshake succeeds, and what the server shows in it. */
export interface TlsTarget extends Endpoint {
  readonly tls: TlsOptions;
}
