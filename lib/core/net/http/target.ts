import type { HttpAuth } from "../http-auth.ts";
import type { IpChoice } from "../resolve.ts";
import type { TlsOptions } from "../tls-options.ts";

/** What an `http` check asks, as its schema leaves it. */
export interface HttpTarget {
  readonly url: string;
  /** Upper case. */
  readonly method: string;
  /** Names as written; values may hold secret references. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How many redirects are followed; 0 follows none. */
  readonly redirects: number;
  /** A larger body is a failure. Where none is set, the default cap is a failure only if an expectation needs the whole body. */
  readonly bodyLimitBytes?: number;
  readonly ip: IpChoice;
  readonly tls: TlsOptions;
  readonly auth?: HttpAuth;
  readonly proxy?: HttpProxy;
  /** Offers HTTP/2 before HTTP/1.1 in the TLS handshake; without it only HTTP/1.1 is spoken. */
  readonly http2?: boolean;
}

/** Taken apart before secrets are filled in: a password may hold any character. */
export interface HttpProxy {
  readonly scheme: "http" | "https";
  /** As in a URL: IPv6 in brackets. */
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  /** A secret reference until the run. */
  readonly password?: string;
}
