/** What the conversion of an endpoint must know besides the endpoint. */
import type { Conversion } from "../foreign.ts";

export type EndpointKind = "http" | "dns" | "connection";

export interface EndpointContext extends Conversion {
  readonly failures: number | undefined;
  readonly notify: readonly string[];
}
