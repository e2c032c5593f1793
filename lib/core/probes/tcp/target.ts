import type { Endpoint } from "../../net/open-connection.ts";

/** What a `tcp` check asks: that something accepts a connection and, with a script, talks as it should. */
export interface TcpTarget extends Endpoint {
  readonly script?: readonly ScriptStep[];
}

export type ScriptStep =
  /** RE2; `^` and `$` match at every line. */
  | { readonly expect: string }
  /** Hexadecimal. */
  | { readonly expectBytes: string }
  /** Texts (with secret references) and what the last `expect` captured. */
  | { readonly send: readonly SendPart[] }
  /** Hexadecimal. */
  | { readonly sendBytes: string };

export type SendPart = string | { readonly group: number };
