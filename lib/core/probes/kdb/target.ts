import type { Endpoint } from "../../net/open-connection.ts";

/** Whom a `kdb` check asks, and what. */
export interface KdbTarget extends Omit<Endpoint, "startTls"> {
  readonly user?: string;
  /** A secret reference until the run. */
  readonly password?: string;
  /** In q. */
  readonly query: string;
  /** Whether to ask for clock, memory and handles too. */
  readonly numbers: boolean;
}

/** Costs a server nothing and changes nothing. */
export const LIVENESS_QUERY = "1+1";
