import type { IpChoice } from "../../net/resolve.ts";
import type { TlsOptions } from "../../net/tls-options.ts";

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
}
